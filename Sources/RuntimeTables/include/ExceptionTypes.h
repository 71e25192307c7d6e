/* Exceptions: their layout, the slots of BaseException, and the types that are not exported. */
#ifndef EXCEPTION_TYPES_H
#define EXCEPTION_TYPES_H

#include <PyMemoryView.h>

/** An exception. */
typedef struct {
  PyObject_HEAD
  PyObject *args; /**< Owned tuple; NULL means the empty tuple. */
} pymv_exception;

PyObject *pymv_s_exception_new(PyTypeObject *type, PyObject *args, PyObject *kwds);
int pymv_s_exception_init(PyObject *self, PyObject *args, PyObject *kwds);
void pymv_s_exception_dealloc(PyObject *self);
PyObject *pymv_s_exception_args(PyObject *self, void *closure);
PyObject *pymv_s_exception_repr(PyObject *self);
PyObject *pymv_s_exception_str(PyObject *self);
PyObject *pymv_s_key_error_str(PyObject *self);
int pymv_s_decode_error_init(PyObject *self, PyObject *args, PyObject *kwds);
PyObject *pymv_s_decode_error_str(PyObject *self);
int pymv_s_encode_error_init(PyObject *self, PyObject *args, PyObject *kwds);
PyObject *pymv_s_encode_error_str(PyObject *self);

/** The static MemoryError that is raised if allocating another one fails. */
extern PYMV_SHARED_DATA pymv_exception pymv_c_last_memory_error;
static inline PyObject *pymv_c_memory_error(void) {
  return &pymv_c_last_memory_error.ob_base;
}

/** struct.error. */
extern PYMV_SHARED_DATA PyTypeObject pymv_c_struct_error_type;
static inline PyObject *pymv_c_struct_error(void) {
  return (PyObject *)&pymv_c_struct_error_type;
}

#endif /* EXCEPTION_TYPES_H */
