/* The API under test, for the same sources: CPython's headers, or this library's. */
#ifndef PYMV_TESTS_API_H
#define PYMV_TESTS_API_H

#ifdef PYMV_AGAINST_CPYTHON

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Names that the oldest CPython compared with lacks. */
#if PY_VERSION_HEX < 0x030A0000
static inline PyObject *pymv_new_ref(PyObject *op) {
  Py_INCREF(op);
  return op;
}
static inline PyObject *pymv_xnew_ref(PyObject *op) {
  Py_XINCREF(op);
  return op;
}
#define Py_NewRef(op) pymv_new_ref(_PyObject_CAST(op))
#define Py_XNewRef(op) pymv_xnew_ref(_PyObject_CAST(op))
#define Py_Is(x, y) ((x) == (y))
#define Py_IsNone(op) Py_Is((op), Py_None)
#define Py_IsTrue(op) Py_Is((op), Py_True)
#define Py_IsFalse(op) Py_Is((op), Py_False)
#endif

#else

#include <PyMemoryView.h>

#endif

#endif /* PYMV_TESTS_API_H */
