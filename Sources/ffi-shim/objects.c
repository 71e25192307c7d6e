#include "objects.h"

#include "calls.h"
#include "library.h"

bool objects_add(struct objects *objects, PyObject *object) {
  if (object == NULL) return false;
  if (objects->count == MOST_OBJECTS) {
    call_Py_DecRef(object);
    call_PyErr_SetString(*(PyObject **)library_data("PyExc_SystemError"), "too many objects");
    return false;
  }
  objects->items[objects->count++] = object;
  return true;
}

void objects_release(struct objects *objects) {
  while (objects->count > 0) call_Py_DecRef(objects->items[--objects->count]);
}

PyObject *objects_tuple(const struct objects *objects) {
  PyObject *tuple = call_PyTuple_New(objects->count);
  for (int k = 0; tuple != NULL && k < objects->count; k++) {
    call_Py_IncRef(objects->items[k]);
    call_PyTuple_SetItem(tuple, k, objects->items[k]); /* Cannot fail on a new tuple. */
  }
  return tuple;
}

PyObject *object_call(PyObject *callable, const struct objects *arguments,
                      const struct objects *names) {
  PyObject *keywords = names->count > 0 ? objects_tuple(names) : NULL;
  if (names->count > 0 && keywords == NULL) return NULL;
  size_t positional = (size_t)(arguments->count - names->count);
  PyObject *result = call_PyObject_Vectorcall(callable, arguments->items, positional, keywords);
  call_Py_DecRef(keywords);
  return result;
}

PyObject *object_slice(PyObject *start, PyObject *stop, PyObject *step) {
  PyObject *slice = call_PySlice_New(start, stop, step);
  call_Py_DecRef(start);
  call_Py_DecRef(stop);
  call_Py_DecRef(step);
  return slice;
}

/** Append to a list and give up the item. */
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
