#include "objects.h"

#include "calls.h"
#include "library.h"

PyObject *object_slice(PyObject *start, PyObject *stop, PyObject *step) {
  PyObject *slice = call_PySlice_New(start, stop, step);
  call_Py_DecRef(start);
  call_Py_DecRef(stop);
  call_Py_DecRef(step);
  return slice;
}

/** Append to a list and release the item. */
static bool append(PyObject *list, PyObject *item) {
  bool appended = call_PyList_Append(list, item) == 0;
  call_Py_DecRef(item);
  return appended;
}

PyObject *object_list(PyObject *op) {
  PyObject *iterator = call_PyObject_GetIter(op), *item = NULL;
  PyObject *list = iterator != NULL ? call_PyList_New(0) : NULL;
  while (list != NULL && (item = call_PyIter_Next(iterator)) != NULL && append(list, item)) {
  }
  call_Py_DecRef(iterator);
  if (call_PyErr_Occurred() == NULL) return list;
  call_Py_DecRef(list);
  return NULL;
}

PyObject *object_length(PyObject *op) {
  Py_ssize_t length = call_PyObject_Size(op);
  return length >= 0 ? call_PyLong_FromSsize_t(length) : NULL;
}

PyObject *object_hash(PyObject *op) {
  Py_hash_t hash = call_PyObject_Hash(op);
  return hash != -1 ? call_PyLong_FromSsize_t(hash) : NULL;
}

PyObject *object_exported(const char *symbol) {
  PyObject *object = library_data(symbol);
  call_Py_IncRef(object);
  return object;
}

void object_text(PyObject *string, char *text, size_t size) {
  const char *utf8 = string != NULL ? call_PyUnicode_AsUTF8(string) : NULL;
  if (utf8 == NULL) call_PyErr_Clear();
  snprintf(text, size, "%s", utf8 != NULL ? utf8 : "");
  call_Py_DecRef(string);
}
