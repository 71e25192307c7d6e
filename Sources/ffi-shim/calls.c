#include "calls.h"

#include "library.h"

/* An argument's address is what libffi wants, hence the lists of addresses below. */

static void *call_pointer(enum function function, void **arguments) {
  union result result = {0};
  function_call(function, &result, arguments);
  return result.pointer;
}

static int call_int(enum function function, void **arguments) {
  union result result = {0};
  function_call(function, &result, arguments);
  return (int)result.integer;
}

static Py_ssize_t call_size(enum function function, void **arguments) {
  union result result = {0};
  function_call(function, &result, arguments);
  return result.size;
}

PyObject *call_PyMemoryView_FromObject(PyObject *base) {
  return call_pointer(F_PyMemoryView_FromObject, (void *[]){&base});
}

PyObject *call_PyMemoryView_FromBuffer(Py_buffer *info) {
  return call_pointer(F_PyMemoryView_FromBuffer, (void *[]){&info});
}

PyObject *call_PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags) {
  return call_pointer(F_PyMemoryView_FromMemory, (void *[]){&memory, &size, &flags});
}

PyObject *call_PyMemoryView_GetContiguous(PyObject *base, int buffertype, char order) {
  return call_pointer(F_PyMemoryView_GetContiguous, (void *[]){&base, &buffertype, &order});
}

/* CPython, which may stand in for the library, has these three as macros. */

int call_PyMemoryView_Check(PyObject *op) {
  if (!function_exists(F_PyMemoryView_Check))
    return Py_IS_TYPE(op, (PyTypeObject *)library_data("PyMemoryView_Type"));
  return call_int(F_PyMemoryView_Check, (void *[]){&op});
}

Py_buffer *call_PyMemoryView_GET_BUFFER(PyObject *mview) {
  if (!function_exists(F_PyMemoryView_GET_BUFFER)) return &((PyMemoryViewObject *)mview)->view;
  return call_pointer(F_PyMemoryView_GET_BUFFER, (void *[]){&mview});
}

PyObject *call_PyMemoryView_GET_BASE(PyObject *mview) {
  if (!function_exists(F_PyMemoryView_GET_BASE)) return ((PyMemoryViewObject *)mview)->view.obj;
  return call_pointer(F_PyMemoryView_GET_BASE, (void *[]){&mview});
}

int call_PyObject_CheckBuffer(PyObject *op) {
  return call_int(F_PyObject_CheckBuffer, (void *[]){&op});
}

int call_PyObject_GetBuffer(PyObject *exporter, Py_buffer *view, int flags) {
  return call_int(F_PyObject_GetBuffer, (void *[]){&exporter, &view, &flags});
}

int call_PyObject_CopyData(PyObject *dest, PyObject *src) {
  return call_int(F_PyObject_CopyData, (void *[]){&dest, &src});
}

void call_PyBuffer_Release(Py_buffer *view) {
  function_call(F_PyBuffer_Release, NULL, (void *[]){&view});
}

int call_PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                           int readonly, int flags) {
  return call_int(F_PyBuffer_FillInfo, (void *[]){&view, &exporter, &buf, &len, &readonly, &flags});
}

int call_PyBuffer_IsContiguous(const Py_buffer *view, char order) {
  return call_int(F_PyBuffer_IsContiguous, (void *[]){&view, &order});
}

void *call_PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices) {
  return call_pointer(F_PyBuffer_GetPointer, (void *[]){&view, &indices});
}

Py_ssize_t call_PyBuffer_SizeFromFormat(const char *format) {
  return call_size(F_PyBuffer_SizeFromFormat, (void *[]){&format});
}

int call_PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order) {
  return call_int(F_PyBuffer_ToContiguous, (void *[]){&buf, &src, &len, &order});
}

int call_PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len,
                                 char order) {
  return call_int(F_PyBuffer_FromContiguous, (void *[]){&view, &buf, &len, &order});
}

void call_PyBuffer_FillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                         int itemsize, char order) {
  function_call(F_PyBuffer_FillContiguousStrides, NULL,
                (void *[]){&ndims, &shape, &strides, &itemsize, &order});
}

PyObject *call_PyMV_FromBufferOwned(Py_buffer *info) {
  return call_pointer(F_PyMV_FromBufferOwned, (void *[]){&info});
}

PyObject *call_PyMV_FromBufferBorrowed(const Py_buffer *info) {
  return call_pointer(F_PyMV_FromBufferBorrowed, (void *[]){&info});
}

PyObject *call_PyMV_FromMemoryOwned(void *memory, Py_ssize_t size, int flags, PyObject *owner,
                                    void (*destroy)(void *, void *), void *context) {
  return call_pointer(F_PyMV_FromMemoryOwned,
                      (void *[]){&memory, &size, &flags, &owner, &destroy, &context});
}

int call_PyMV_SetThreads(int n) {
  return call_int(F_PyMV_SetThreads, (void *[]){&n});
}

int call_PyMV_GetThreads(void) {
  return call_int(F_PyMV_GetThreads, NULL);
}

int call_PyMV_SetDebug(int on) {
  return call_int(F_PyMV_SetDebug, (void *[]){&on});
}

Py_ssize_t call_PyMV_DebugReport(int fd) {
  return call_size(F_PyMV_DebugReport, (void *[]){&fd});
}

int call_PyMV_CheckABI(unsigned long version, size_t buffer_size) {
  return call_int(F_PyMV_CheckABI, (void *[]){&version, &buffer_size});
}

unsigned long call_PyMV_Version(void) {
  return (unsigned long)call_size(F_PyMV_Version, NULL);
}

void call_Py_Initialize(void) {
  function_call(F_Py_Initialize, NULL, NULL);
}

void call_Py_IncRef(PyObject *op) {
  function_call(F_Py_IncRef, NULL, (void *[]){&op});
}

void call_Py_DecRef(PyObject *op) {
  function_call(F_Py_DecRef, NULL, (void *[]){&op});
}

PyObject *call_PyErr_Occurred(void) {
  return call_pointer(F_PyErr_Occurred, NULL);
}

void call_PyErr_Clear(void) {
  function_call(F_PyErr_Clear, NULL, NULL);
}

void call_PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback) {
  function_call(F_PyErr_Fetch, NULL, (void *[]){&type, &value, &traceback});
}

void call_PyErr_SetString(PyObject *type, const char *message) {
  function_call(F_PyErr_SetString, NULL, (void *[]){&type, &message});
}

PyObject *call_PyObject_Str(PyObject *op) {
  return call_pointer(F_PyObject_Str, (void *[]){&op});
}

const char *call_PyUnicode_AsUTF8(PyObject *op) {
  return call_pointer(F_PyUnicode_AsUTF8, (void *[]){&op});
}

int call_PyType_Ready(PyTypeObject *type) {
  return call_int(F_PyType_Ready, (void *[]){&type});
}

PyObject *call__PyObject_New(PyTypeObject *type) {
  return call_pointer(F__PyObject_New, (void *[]){&type});
}

void call_PyObject_Free(void *block) {
  function_call(F_PyObject_Free, NULL, (void *[]){&block});
}

PyObject *call_PyLong_FromLong(long value) {
  return call_pointer(F_PyLong_FromLong, (void *[]){&value});
}

PyObject *call_PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size) {
  return call_pointer(F_PyBytes_FromStringAndSize, (void *[]){&bytes, &size});
}

char *call_PyBytes_AsString(PyObject *op) {
  return call_pointer(F_PyBytes_AsString, (void *[]){&op});
}

PyObject *call_PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size) {
  return call_pointer(F_PyByteArray_FromStringAndSize, (void *[]){&bytes, &size});
}

char *call_PyByteArray_AsString(PyObject *op) {
  return call_pointer(F_PyByteArray_AsString, (void *[]){&op});
}

int call_PyByteArray_Resize(PyObject *op, Py_ssize_t size) {
  return call_int(F_PyByteArray_Resize, (void *[]){&op, &size});
}

PyObject *call_PyObject_Repr(PyObject *op) {
  return call_pointer(F_PyObject_Repr, (void *[]){&op});
}

PyObject *call_PyObject_GetAttrString(PyObject *op, const char *name) {
  return call_pointer(F_PyObject_GetAttrString, (void *[]){&op, &name});
}

PyObject *call_PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                   PyObject *kwnames) {
  return call_pointer(F_PyObject_Vectorcall, (void *[]){&callable, &args, &nargsf, &kwnames});
}

PyObject *call_PyObject_GetItem(PyObject *op, PyObject *key) {
  return call_pointer(F_PyObject_GetItem, (void *[]){&op, &key});
}

int call_PyObject_SetItem(PyObject *op, PyObject *key, PyObject *value) {
  return call_int(F_PyObject_SetItem, (void *[]){&op, &key, &value});
}

int call_PyObject_DelItem(PyObject *op, PyObject *key) {
  return call_int(F_PyObject_DelItem, (void *[]){&op, &key});
}

Py_ssize_t call_PyObject_Size(PyObject *op) {
  return call_size(F_PyObject_Size, (void *[]){&op});
}

Py_hash_t call_PyObject_Hash(PyObject *op) {
  return call_size(F_PyObject_Hash, (void *[]){&op});
}

PyObject *call_PyObject_RichCompare(PyObject *a, PyObject *b, int operation) {
  return call_pointer(F_PyObject_RichCompare, (void *[]){&a, &b, &operation});
}

int call_PySequence_Contains(PyObject *op, PyObject *value) {
  return call_int(F_PySequence_Contains, (void *[]){&op, &value});
}

PyObject *call_PyObject_GetIter(PyObject *op) {
  return call_pointer(F_PyObject_GetIter, (void *[]){&op});
}

PyObject *call_PyIter_Next(PyObject *iterator) {
  return call_pointer(F_PyIter_Next, (void *[]){&iterator});
}

PyObject *call_PySlice_New(PyObject *start, PyObject *stop, PyObject *step) {
  return call_pointer(F_PySlice_New, (void *[]){&start, &stop, &step});
}

PyObject *call_PyTuple_New(Py_ssize_t size) {
  return call_pointer(F_PyTuple_New, (void *[]){&size});
}

int call_PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item) {
  return call_int(F_PyTuple_SetItem, (void *[]){&tuple, &index, &item});
}

PyObject *call_PyList_New(Py_ssize_t size) {
  return call_pointer(F_PyList_New, (void *[]){&size});
}

int call_PyList_Append(PyObject *list, PyObject *item) {
  return call_int(F_PyList_Append, (void *[]){&list, &item});
}

PyObject *call_PyBool_FromLong(long value) {
  return call_pointer(F_PyBool_FromLong, (void *[]){&value});
}

PyObject *call_PyLong_FromSsize_t(Py_ssize_t value) {
  return call_pointer(F_PyLong_FromSsize_t, (void *[]){&value});
}

PyObject *call_PyUnicode_FromString(const char *text) {
  return call_pointer(F_PyUnicode_FromString, (void *[]){&text});
}
