/* Operations on any object: attributes, calls, items, comparison, iteration. */
#ifndef PYMEMORYVIEW_ABSTRACT_H
#define PYMEMORYVIEW_ABSTRACT_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *op);
PyAPI_FUNC(int) PyObject_IsInstance(PyObject *op, PyObject *type);
PyAPI_FUNC(PyObject *) PyObject_GetAttr(PyObject *op, PyObject *name);
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *op, const char *name);
PyAPI_FUNC(int) PyObject_HasAttrString(PyObject *op, const char *name);
PyAPI_FUNC(int) PyObject_SetAttr(PyObject *op, PyObject *name, PyObject *value);
PyAPI_FUNC(int) PyObject_SetAttrString(PyObject *op, const char *name, PyObject *value);
PyAPI_FUNC(PyObject *) PyObject_GenericGetAttr(PyObject *op, PyObject *name);
PyAPI_FUNC(int) PyObject_GenericSetAttr(PyObject *op, PyObject *name, PyObject *value);

PyAPI_FUNC(int) PyCallable_Check(PyObject *op);
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args);
PyAPI_FUNC(PyObject *) PyObject_CallNoArgs(PyObject *callable);
PyAPI_FUNC(PyObject *) PyObject_CallOneArg(PyObject *callable, PyObject *argument);
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *callable, const char *format, ...);
PyAPI_FUNC(PyObject *) PyObject_CallFunctionObjArgs(PyObject *callable, ...);
PyAPI_FUNC(PyObject *) PyObject_CallMethod(PyObject *op, const char *name, const char *format, ...);
PyAPI_FUNC(PyObject *) PyObject_CallMethodObjArgs(PyObject *op, PyObject *name, ...);
PyAPI_FUNC(PyObject *)
PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames);
PyAPI_FUNC(PyObject *)
PyObject_VectorcallMethod(PyObject *name, PyObject *const *args, size_t nargsf, PyObject *kwnames);
#define PY_VECTORCALL_ARGUMENTS_OFFSET ((size_t)1 << (8 * sizeof(size_t) - 1))
#define PyVectorcall_NARGS(n) ((Py_ssize_t)((n) & ~PY_VECTORCALL_ARGUMENTS_OFFSET))
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...);

PyAPI_FUNC(Py_ssize_t) PyObject_Size(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyObject_Length(PyObject *op);
PyAPI_FUNC(PyObject *) PyObject_GetItem(PyObject *op, PyObject *key);
PyAPI_FUNC(int) PyObject_SetItem(PyObject *op, PyObject *key, PyObject *value);
PyAPI_FUNC(int) PyObject_DelItem(PyObject *op, PyObject *key);
PyAPI_FUNC(PyObject *) PyObject_RichCompare(PyObject *a, PyObject *b, int operation);
PyAPI_FUNC(int) PyObject_RichCompareBool(PyObject *a, PyObject *b, int operation);
PyAPI_FUNC(Py_hash_t) PyObject_Hash(PyObject *op);
PyAPI_FUNC(Py_hash_t) PyObject_HashNotImplemented(PyObject *op);
PyAPI_FUNC(int) PyObject_IsTrue(PyObject *op);
PyAPI_FUNC(int) PyObject_Not(PyObject *op);

PyAPI_FUNC(PyObject *) PyObject_GetIter(PyObject *op);
PyAPI_FUNC(PyObject *) PyObject_SelfIter(PyObject *op);
PyAPI_FUNC(int) PyIter_Check(PyObject *op);
PyAPI_FUNC(PyObject *) PyIter_Next(PyObject *iterator);

PyAPI_FUNC(int) PyIndex_Check(PyObject *op);
PyAPI_FUNC(PyObject *) PyNumber_Index(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyNumber_AsSsize_t(PyObject *op, PyObject *exception);

PyAPI_FUNC(int) PySequence_Check(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PySequence_Size(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PySequence_Length(PyObject *op);
PyAPI_FUNC(PyObject *) PySequence_GetItem(PyObject *op, Py_ssize_t index);
PyAPI_FUNC(int) PySequence_SetItem(PyObject *op, Py_ssize_t index, PyObject *value);
PyAPI_FUNC(int) PySequence_DelItem(PyObject *op, Py_ssize_t index);
PyAPI_FUNC(PyObject *) PySequence_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);
PyAPI_FUNC(int)
PySequence_SetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high, PyObject *value);
PyAPI_FUNC(int) PySequence_DelSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);
PyAPI_FUNC(int) PySequence_Contains(PyObject *op, PyObject *value);
PyAPI_FUNC(Py_ssize_t) PySequence_Count(PyObject *op, PyObject *value);
PyAPI_FUNC(Py_ssize_t) PySequence_Index(PyObject *op, PyObject *value);
PyAPI_FUNC(PyObject *) PySequence_List(PyObject *op);
PyAPI_FUNC(PyObject *) PySequence_Tuple(PyObject *op);
PyAPI_FUNC(PyObject *) PySequence_Fast(PyObject *op, const char *message);

PyAPI_FUNC(int) PyMapping_Check(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyMapping_Size(PyObject *op);
PyAPI_FUNC(Py_ssize_t) PyMapping_Length(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_ABSTRACT_H */
