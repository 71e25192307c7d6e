/* Singletons and type checks: most are macros in the C API, which Swift does not import. */
#ifndef TYPE_CHECKS_H
#define TYPE_CHECKS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#include "ViewRules.h"

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

/* Whether the fast path may request and release its buffers without calling the type's slots.
 * Order: value (Atomics.h). */
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

/* Exact type checks: methods of subclasses are foreign code. */
static inline _Bool pymv_c_is_exact_int(PyObject *op) {
  return PyLong_CheckExact(op);
}

static inline _Bool pymv_c_is_exact_bytes(PyObject *op) {
  return PyBytes_CheckExact(op);
}

/* The bytes of a bytes object, and their number. */
static inline void *pymv_c_bytes_address(PyObject *op) {
  return PyBytes_AS_STRING(op);
}

static inline Py_ssize_t pymv_c_bytes_count(PyObject *op) {
  return PyBytes_GET_SIZE(op);
}

static inline _Bool pymv_c_is_exact_float(PyObject *op) {
  return PyFloat_CheckExact(op);
}

/* Change a float that only the caller refers to. */
static inline void pymv_c_set_float(PyObject *op, double value) {
  ((PyFloatObject *)op)->ob_fval = value;
}

static inline _Bool pymv_c_is_exact_tuple(PyObject *op) {
  return PyTuple_CheckExact(op);
}

/** Types whose equality cannot be overridden. */
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

#endif /* TYPE_CHECKS_H */
