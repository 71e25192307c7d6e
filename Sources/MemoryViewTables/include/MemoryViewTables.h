/* What the memoryview object needs from C: its static types, and atomic access to fields that
 * several threads change. Internal: nothing here is exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef MEMORY_VIEW_TABLES_H
#define MEMORY_VIEW_TABLES_H

#include <PyMemoryView.h>

/* Slots of the types below. */
void pymv_s_view_dealloc(PyObject *self);
PyObject *pymv_s_view_repr(PyObject *self);
int pymv_s_view_traverse(PyObject *self, visitproc visit, void *arg);
int pymv_s_view_clear(PyObject *self);
int pymv_s_view_getbuffer(PyObject *self, Py_buffer *view, int flags);
void pymv_s_view_releasebuffer(PyObject *self, Py_buffer *view);
void pymv_s_managed_dealloc(PyObject *self);
int pymv_s_managed_traverse(PyObject *self, visitproc visit, void *arg);
int pymv_s_managed_clear(PyObject *self);

extern PYMV_SHARED_DATA PyTypeObject pymv_c_ManagedBuffer_Type;

static inline PyTypeObject *pymv_c_memoryview_type(void) {
  return &PyMemoryView_Type;
}

static inline PyTypeObject *pymv_c_managed_buffer_type(void) {
  return &pymv_c_ManagedBuffer_Type;
}

/** Flag of a managed buffer, above CPython's: behind the format stands the exporter's pointer. */
#define PYMV_MANAGED_BUFFER_KEEPS_FORMAT 0x100

/* The format of buffers that come without one. */
static inline char *pymv_c_byte_format(void) {
  static char format[] = "B";
  return format;
}

/* Addresses of fields. */
static inline Py_buffer *pymv_c_view(PyMemoryViewObject *self) {
  return &self->view;
}

static inline Py_ssize_t *pymv_c_axis_values(PyMemoryViewObject *self) {
  return self->ob_array;
}

static inline Py_buffer *pymv_c_master(_PyManagedBufferObject *self) {
  return &self->master;
}

/* Add to a counter and return its new value. */
static inline Py_ssize_t pymv_c_add(Py_ssize_t *counter, Py_ssize_t change) {
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

static inline Py_ssize_t pymv_c_load(const Py_ssize_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

static inline int pymv_c_flags(const int *flags) {
  return __atomic_load_n(flags, __ATOMIC_ACQUIRE);
}

/* Set a flag; return whether it was set before, so that one caller alone sees 0. */
static inline _Bool pymv_c_set_flag(int *flags, int flag) {
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

/* Raise TypeError for an object that exports nothing, naming its type. */
void pymv_c_raise_not_an_exporter(PyObject *op);

/* Make the repr of a memoryview. New reference. */
PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released);

/* Raise BufferError for a memoryview that has handed out `count` buffers. */
void pymv_c_raise_exported(Py_ssize_t count);

#endif /* MEMORY_VIEW_TABLES_H */
