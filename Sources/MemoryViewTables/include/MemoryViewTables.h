/* What the memoryview object needs from C: its static types, and atomic access to fields that
 * several threads change. Internal: nothing here is exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef MEMORY_VIEW_TABLES_H
#define MEMORY_VIEW_TABLES_H

#include <PyMemoryView.h>

#include "../../CBufferProtocol/OneThread.h"
#include "../../CBufferProtocol/SequenceSearch.h"

#include "KeptObjects.h"
#include "ViewRules.h"

/** Iterator over the items of a memoryview. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t index;         /**< Of the next item. */
  PyMemoryViewObject *view; /**< Owned; NULL once exhausted. */
  Py_ssize_t count;         /**< Length of the view when the iterator was made. */
  const char *format;       /**< Likewise, without '@'; for hosts, whose layout this is. */
} pymv_memory_iterator;

/** Exporter of memory that is given up when the last view of it goes. */
typedef struct {
  PyObject_HEAD
  void *ptr; /**< First byte. */
  Py_ssize_t len;
  int readonly;
  PyObject *owner;          /**< Kept alive; may be NULL. */
  PyMV_DestroyFunc destroy; /**< Called with ptr and ctx on deallocation; may be NULL. */
  void *ctx;
} pymv_memory_owner;

/** Attributes that one getter serves, told apart by its closure. */
typedef enum {
  PYMV_ATTRIBUTE_OBJ,
  PYMV_ATTRIBUTE_NBYTES,
  PYMV_ATTRIBUTE_READONLY,
  PYMV_ATTRIBUTE_ITEMSIZE,
  PYMV_ATTRIBUTE_FORMAT,
  PYMV_ATTRIBUTE_NDIM,
  PYMV_ATTRIBUTE_SHAPE,
  PYMV_ATTRIBUTE_STRIDES,
  PYMV_ATTRIBUTE_SUBOFFSETS,
  PYMV_ATTRIBUTE_C_CONTIGUOUS,
  PYMV_ATTRIBUTE_F_CONTIGUOUS,
  PYMV_ATTRIBUTE_CONTIGUOUS
} pymv_view_attribute;

/* Slots of the types below. */
PyObject *pymv_s_view_vectorcall(PyObject *type, PyObject *const *args, size_t count,
                                 PyObject *names);
void pymv_s_view_dealloc(PyObject *self);
PyObject *pymv_s_view_repr(PyObject *self);
Py_hash_t pymv_s_view_hash(PyObject *self);
PyObject *pymv_s_view_richcompare(PyObject *self, PyObject *other, int operation);
PyObject *pymv_s_view_iter(PyObject *self);
Py_ssize_t pymv_s_view_length(PyObject *self);
PyObject *pymv_s_view_item(PyObject *self, Py_ssize_t index);
int pymv_s_view_contains(PyObject *self, PyObject *value);
_Bool pymv_s_view_search(PyObject *self, PyObject *value, _Bool counts, Py_ssize_t *result);
PyObject *pymv_s_view_subscript(PyObject *self, PyObject *key);
int pymv_s_view_ass_subscript(PyObject *self, PyObject *key, PyObject *value);
int pymv_s_view_traverse(PyObject *self, visitproc visit, void *arg);
int pymv_s_view_clear(PyObject *self);
int pymv_s_view_getbuffer(PyObject *self, Py_buffer *view, int flags);
void pymv_s_view_releasebuffer(PyObject *self, Py_buffer *view);
PyObject *pymv_s_view_attribute(PyObject *self, void *closure);
void pymv_s_iterator_dealloc(PyObject *self);
int pymv_s_iterator_traverse(PyObject *self, visitproc visit, void *arg);
PyObject *pymv_s_iterator_next(PyObject *self);
void pymv_s_owner_dealloc(PyObject *self);
int pymv_s_owner_traverse(PyObject *self, visitproc visit, void *arg);
int pymv_s_owner_getbuffer(PyObject *self, Py_buffer *view, int flags);
void pymv_s_managed_dealloc(PyObject *self);
int pymv_s_managed_traverse(PyObject *self, visitproc visit, void *arg);
int pymv_s_managed_clear(PyObject *self);

/* Take over what the environment asks for, once, while the library is loaded. */
void pymv_s_read_environment(void);

/* Methods of memoryview. */
PyObject *pymv_s_view_release(PyObject *self, PyObject *none);
PyObject *pymv_s_view_enter(PyObject *self, PyObject *none);
PyObject *pymv_s_view_exit(PyObject *self, PyObject *args);
PyObject *pymv_s_view_tolist(PyObject *self, PyObject *none);
PyObject *pymv_s_view_toreadonly(PyObject *self, PyObject *none);
PyObject *pymv_s_view_count(PyObject *self, PyObject *value);
PyObject *pymv_s_view_index(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *pymv_s_view_tobytes(PyObject *self, PyObject *const *args, Py_ssize_t count,
                              PyObject *names);
PyObject *pymv_s_view_hex(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *pymv_s_view_cast(PyObject *self, PyObject *const *args, Py_ssize_t count,
                           PyObject *names);
PyObject *pymv_s_view_from_flags(PyObject *type, PyObject *const *args, Py_ssize_t count,
                                 PyObject *names);

extern PyMethodDef pymv_c_view_methods[];
extern PyGetSetDef pymv_c_view_getset[];
extern PYMV_SHARED_DATA PyTypeObject pymv_c_ManagedBuffer_Type;

extern PYMV_SHARED_DATA PyTypeObject pymv_c_MemoryIterator_Type;

static inline PyTypeObject *pymv_c_memoryview_type(void) {
  return pymv_c_services.view_type;
}

/* Readied when it is first asked for. NULL with an exception on failure. */
PyTypeObject *pymv_c_memory_owner_type(void);

/* What the API offers as macros only. */
static inline PyObject *pymv_c_none(void) {
  return Py_None;
}

static inline PyObject *pymv_c_true(void) {
  return Py_True;
}

static inline PyObject *pymv_c_not_implemented(void) {
  return Py_NotImplemented;
}

static inline PyObject *pymv_c_ellipsis(void) {
  return Py_Ellipsis;
}

PYMV_ALWAYS_INLINE _Bool pymv_c_is_view(PyObject *op) {
  return Py_TYPE(op) == pymv_c_services.view_type;
}

/* Whether buffers of it can be had and given back without anybody else being told. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_direct(PyObject *op) {
  return Py_TYPE(op) == __atomic_load_n(&pymv_c_services.direct_type, __ATOMIC_RELAXED);
}

static inline _Bool pymv_c_is_int(PyObject *op) {
  return PyLong_Check(op);
}

static inline _Bool pymv_c_is_bytes(PyObject *op) {
  return PyBytes_Check(op);
}

static inline _Bool pymv_c_is_str(PyObject *op) {
  return PyUnicode_Check(op);
}

static inline _Bool pymv_c_is_tuple(PyObject *op) {
  return PyTuple_Check(op);
}

static inline _Bool pymv_c_is_list(PyObject *op) {
  return PyList_Check(op);
}

static inline _Bool pymv_c_is_slice(PyObject *op) {
  return PySlice_Check(op);
}

/* Of these very types, not of derived ones, whose methods are foreign code. */
static inline _Bool pymv_c_is_exact_int(PyObject *op) {
  return PyLong_CheckExact(op);
}

static inline _Bool pymv_c_is_exact_float(PyObject *op) {
  return PyFloat_CheckExact(op);
}

static inline _Bool pymv_c_is_exact_tuple(PyObject *op) {
  return PyTuple_CheckExact(op);
}

/** Types whose objects nobody can teach another equality. */
typedef enum {
  PYMV_PLAIN_NONE,
  PYMV_PLAIN_INT,
  PYMV_PLAIN_BOOL,
  PYMV_PLAIN_FLOAT,
  PYMV_PLAIN_BYTES
} pymv_plain_type;

static inline pymv_plain_type pymv_c_plain_type(PyObject *op) {
  if (PyLong_CheckExact(op)) return PYMV_PLAIN_INT;
  if (PyFloat_CheckExact(op)) return PYMV_PLAIN_FLOAT;
  if (PyBool_Check(op)) return PYMV_PLAIN_BOOL;
  return PyBytes_CheckExact(op) ? PYMV_PLAIN_BYTES : PYMV_PLAIN_NONE;
}

/* Unpack a slice of None and ints as PySlice_Unpack does, with fewer calls than a host needs.
 * Return false, with nothing raised, for others and for a step of zero. */
_Bool pymv_c_slice_bounds(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);

/* Find a native format, with or without '@', in static storage; NULL if the text is none. */
const char *pymv_c_native_format(const char *format);

/** Flag of a managed buffer, above CPython's: behind the format stands the exporter's pointer. */
#define PYMV_MANAGED_BUFFER_KEEPS_FORMAT 0x100

/* What items are whose format is this one ASCII character after an optional '@', for not looking it
 * up again: one more than the number that was noted, 0 if none was. Several threads may note the
 * same. */
extern PYMV_SHARED_DATA unsigned char pymv_c_noted_items[128];

PYMV_ALWAYS_INLINE unsigned char *pymv_c_noted_item_place(const char *format) {
  if (format[0] == '@') format++;
  unsigned char character = (unsigned char)format[0];
  if (character == 0 || character > 127 || format[1] != 0) return 0;
  return &pymv_c_noted_items[character];
}

PYMV_ALWAYS_INLINE unsigned char pymv_c_noted_item(const char *format) {
  unsigned char *place = pymv_c_noted_item_place(format);
  return place == 0 ? 0 : __atomic_load_n(place, __ATOMIC_RELAXED);
}

static inline void pymv_c_note_item(const char *format, unsigned char number) {
  unsigned char *place = pymv_c_noted_item_place(format);
  if (place != 0) __atomic_store_n(place, (unsigned char)(number + 1), __ATOMIC_RELAXED);
}

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

/* Whether nobody else can be changing counters and flags. A host's lock is as good as having one
 * thread: without it, none of its objects is touched. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone(void) {
  return PYMV_ONE_THREAD || pymv_c_services.has_host;
}

/* Take a reference to an object that no host makes immortal. Extensions of the limited API do it
 * so, in every version of a host. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  if (pymv_c_is_alone())
    op->ob_refcnt++;
  else
    __atomic_fetch_add(&op->ob_refcnt, 1, __ATOMIC_RELAXED);
}

/* Whether there is but one reference: then, if it is the caller's, nobody else has one to take more
 * from. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_only_reference(const PyObject *op) {
  return __atomic_load_n(&op->ob_refcnt, __ATOMIC_ACQUIRE) == 1;
}

/* Give up a reference to an object of ours. */
PYMV_ALWAYS_INLINE void pymv_c_drop(PyObject *op) {
  if (PYMV_ONE_THREAD && !pymv_c_services.has_host && op->ob_refcnt > 1)
    op->ob_refcnt--;
  else
    Py_DecRef(op);
}

/* Add to a counter and return its new value. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_add(Py_ssize_t *counter, Py_ssize_t change) {
  if (pymv_c_is_alone()) return *counter = (Py_ssize_t)((size_t)*counter + (size_t)change);
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

/* Change a counter from one value to another; return whether it had the one. */
PYMV_ALWAYS_INLINE _Bool pymv_c_exchange(Py_ssize_t *counter, Py_ssize_t from, Py_ssize_t to) {
  if (pymv_c_is_alone()) {
    if (*counter != from) return 0;
    *counter = to;
    return 1;
  }
  return __atomic_compare_exchange_n(counter, &from, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static inline Py_ssize_t pymv_c_load(const Py_ssize_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

/* The hash of a bytes object of these bytes. */
Py_hash_t pymv_c_hash_bytes(const void *bytes, Py_ssize_t count);

/* The cached hash, -1 for none. Several threads may compute it, and all store the same value. */
static inline Py_hash_t pymv_c_view_hash(const PyMemoryViewObject *self) {
  return __atomic_load_n(&self->hash, __ATOMIC_RELAXED);
}

static inline void pymv_c_view_set_hash(PyMemoryViewObject *self, Py_hash_t hash) {
  __atomic_store_n(&self->hash, hash, __ATOMIC_RELAXED);
}

static inline int pymv_c_flags(const int *flags) {
  return __atomic_load_n(flags, __ATOMIC_ACQUIRE);
}

/* Set a flag; return whether it was set before, so that one caller alone sees 0. */
PYMV_ALWAYS_INLINE _Bool pymv_c_set_flag(int *flags, int flag) {
  if (pymv_c_is_alone()) {
    int before = *flags;
    *flags |= flag;
    return (before & flag) != 0;
  }
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

/* Texts that name what they are about; each raises an exception. */
void pymv_c_raise_not_an_exporter(PyObject *op);
void pymv_c_raise_exported(Py_ssize_t count);
void pymv_c_raise_version(unsigned long version);
void pymv_c_raise_buffer_size(Py_ssize_t size, Py_ssize_t own_size);
void pymv_c_raise_index_out_of_bounds(int axis);
void pymv_c_raise_too_many_indices(Py_ssize_t axes, Py_ssize_t given);
void pymv_c_raise_unsupported_format(const char *format);
void pymv_c_raise_unknown_item(const char *format);
void pymv_c_raise_item_type(const char *format);
void pymv_c_raise_item_value(const char *format);

/* Errors of argument lists. Positions count from 1. */
void pymv_c_raise_too_many_arguments(const char *function, Py_ssize_t most, Py_ssize_t given,
                                     _Bool by_name_only);
void pymv_c_raise_missing_argument(const char *function, const char *name, int position);
void pymv_c_raise_unexpected_argument(const char *function, const char *name,
                                      const char *suggestion);
void pymv_c_raise_repeated_argument(const char *function, const char *name, int position);
void pymv_c_raise_argument_type(const char *function, const char *name, const char *expected,
                                PyObject *argument);
void pymv_c_raise_argument_count(const char *function, const char *bound, Py_ssize_t limit,
                                 Py_ssize_t given);

/* Make the repr of a memoryview. New reference. */
PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released);

#endif /* MEMORY_VIEW_TABLES_H */
