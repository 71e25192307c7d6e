/* str, from and to UTF-8. */
#ifndef PYMEMORYVIEW_UNICODE_H
#define PYMEMORYVIEW_UNICODE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

PyAPI_DATA(PyTypeObject) PyUnicode_Type;

#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE(op, &PyUnicode_Type)

typedef uint32_t Py_UCS4;

PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *text);
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *text, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *text, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *text, Py_ssize_t size, const char *errors);
PyAPI_FUNC(const char *) PyUnicode_AsUTF8(PyObject *op);
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *op, Py_ssize_t *size);
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *op);
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetLength(PyObject *op);
PyAPI_FUNC(Py_UCS4) PyUnicode_ReadChar(PyObject *op, Py_ssize_t index);
PyAPI_FUNC(int) PyUnicode_CompareWithASCIIString(PyObject *op, const char *text);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_UNICODE_H */
