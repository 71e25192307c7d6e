/* bytes and bytearray. */
#ifndef PYMEMORYVIEW_BYTES_H
#define PYMEMORYVIEW_BYTES_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

PyAPI_DATA(PyTypeObject) PyBytes_Type;
PyAPI_DATA(PyTypeObject) PyByteArray_Type;

#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE(op, &PyBytes_Type)
#define PyByteArray_Check(op) PyObject_TypeCheck(op, &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE(op, &PyByteArray_Type)

typedef struct {
  PyObject_VAR_HEAD
  Py_hash_t ob_shash;
  char ob_sval[1];
} PyBytesObject;
PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *text);
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyBytes_Size(PyObject *op);
PyAPI_FUNC(char *) PyBytes_AsString(PyObject *op);
PyAPI_FUNC(int) PyBytes_AsStringAndSize(PyObject *op, char **bytes, Py_ssize_t *size);
PyAPI_FUNC(void) PyBytes_Concat(PyObject **op, PyObject *tail);
PyAPI_FUNC(int) _PyBytes_Resize(PyObject **op, Py_ssize_t size);
#define PyBytes_AS_STRING(op) (((PyBytesObject *)(op))->ob_sval)
#define PyBytes_GET_SIZE(op) Py_SIZE(op)

typedef struct {
  PyObject_VAR_HEAD
  Py_ssize_t ob_alloc;
  char *ob_bytes;
  char *ob_start;
  Py_ssize_t ob_exports;
} PyByteArrayObject;
PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *op);
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *a, PyObject *b);
PyAPI_FUNC(Py_ssize_t) PyByteArray_Size(PyObject *op);
PyAPI_FUNC(char *) PyByteArray_AsString(PyObject *op);
PyAPI_FUNC(int) PyByteArray_Resize(PyObject *op, Py_ssize_t size);
#define PyByteArray_AS_STRING(op) PyByteArray_AsString(op)
#define PyByteArray_GET_SIZE(op) Py_SIZE(op)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_BYTES_H */
