/* The functions of the libraries with their C types, each a call through libffi.
 *
 * call_X takes and returns what X does; the headers say what that is. The compiler checks that the
 * types are the header's. */
#ifndef SHIM_CALLS_H
#define SHIM_CALLS_H

#include "signatures.h"

PyObject *call_PyMemoryView_FromObject(PyObject *base);
PyObject *call_PyMemoryView_FromBuffer(Py_buffer *info);
PyObject *call_PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags);
PyObject *call_PyMemoryView_GetContiguous(PyObject *base, int buffertype, char order);
int call_PyMemoryView_Check(PyObject *op);
Py_buffer *call_PyMemoryView_GET_BUFFER(PyObject *mview);
PyObject *call_PyMemoryView_GET_BASE(PyObject *mview);
int call_PyObject_CheckBuffer(PyObject *op);
int call_PyObject_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);
int call_PyObject_CopyData(PyObject *dest, PyObject *src);
void call_PyBuffer_Release(Py_buffer *view);
int call_PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                           int readonly, int flags);
int call_PyBuffer_IsContiguous(const Py_buffer *view, char order);
void *call_PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices);
Py_ssize_t call_PyBuffer_SizeFromFormat(const char *format);
int call_PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);
int call_PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len,
                                 char order);
void call_PyBuffer_FillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                         int itemsize, char order);
PyObject *call_PyMV_FromBufferOwned(Py_buffer *info);
PyObject *call_PyMV_FromBufferBorrowed(const Py_buffer *info);
PyObject *call_PyMV_FromMemoryOwned(void *memory, Py_ssize_t size, int flags, PyObject *owner,
                                    void (*destroy)(void *, void *), void *context);
int call_PyMV_SetThreads(int n);
int call_PyMV_GetThreads(void);
int call_PyMV_SetDebug(int on);
Py_ssize_t call_PyMV_DebugReport(int fd);
int call_PyMV_CheckABI(unsigned long version, size_t buffer_size);
unsigned long call_PyMV_Version(void);

void call_Py_Initialize(void);
void call_Py_IncRef(PyObject *op);
void call_Py_DecRef(PyObject *op);
PyObject *call_PyErr_Occurred(void);
void call_PyErr_Clear(void);
void call_PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback);
void call_PyErr_SetString(PyObject *type, const char *message);
PyObject *call_PyObject_Str(PyObject *op);
const char *call_PyUnicode_AsUTF8(PyObject *op);
int call_PyType_Ready(PyTypeObject *type);
PyObject *call__PyObject_New(PyTypeObject *type);
void call_PyObject_Free(void *block);
PyObject *call_PyLong_FromLong(long value);
PyObject *call_PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);
char *call_PyBytes_AsString(PyObject *op);
PyObject *call_PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);
char *call_PyByteArray_AsString(PyObject *op);
int call_PyByteArray_Resize(PyObject *op, Py_ssize_t size);

PyObject *call_PyObject_Repr(PyObject *op);
PyObject *call_PyObject_GetAttrString(PyObject *op, const char *name);
PyObject *call_PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                   PyObject *kwnames);
PyObject *call_PyObject_GetItem(PyObject *op, PyObject *key);
int call_PyObject_SetItem(PyObject *op, PyObject *key, PyObject *value);
int call_PyObject_DelItem(PyObject *op, PyObject *key);
Py_ssize_t call_PyObject_Size(PyObject *op);
Py_hash_t call_PyObject_Hash(PyObject *op);
PyObject *call_PyObject_RichCompare(PyObject *a, PyObject *b, int operation);
int call_PySequence_Contains(PyObject *op, PyObject *value);
PyObject *call_PyObject_GetIter(PyObject *op);
PyObject *call_PyIter_Next(PyObject *iterator);
PyObject *call_PySlice_New(PyObject *start, PyObject *stop, PyObject *step);
PyObject *call_PyTuple_New(Py_ssize_t size);
int call_PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item);
PyObject *call_PyList_New(Py_ssize_t size);
int call_PyList_Append(PyObject *list, PyObject *item);
PyObject *call_PyBool_FromLong(long value);
PyObject *call_PyLong_FromSsize_t(Py_ssize_t value);
PyObject *call_PyUnicode_FromString(const char *text);

#define CALL_AGREES(name, types) \
  _Static_assert(__builtin_types_compatible_p(__typeof__(call_##name), __typeof__(name)), #name);
LIBRARY_FUNCTIONS(CALL_AGREES)
RUNTIME_FUNCTIONS(CALL_AGREES)
#undef CALL_AGREES

#endif
