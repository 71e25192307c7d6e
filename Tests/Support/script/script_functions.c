/* Predefined names of scripts. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "observe.h"
#include "script_objects.h"
#include "walk.h"

#define FUNCTION(name) \
  static PyObject *name(PyObject *const *args, Py_ssize_t count, PyObject *names)

static PyObject *number_of(Py_ssize_t value) {
  return value == -1 && PyErr_Occurred() != NULL ? NULL : PyLong_FromSsize_t(value);
}

static PyObject *truth_of(int value) {
  return value < 0 ? NULL : PyBool_FromLong(value);
}

static PyObject *none_or_error(int status) {
  return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* Conversions and protocols, with Python's names. */
FUNCTION(bytes_of) {
  return PyBytes_FromObject(args[0]);
}
FUNCTION(bytearray_of) {
  return PyByteArray_FromObject(args[0]);
}
FUNCTION(complex_of) {
  return PyComplex_FromDoubles(PyFloat_AsDouble(args[0]), PyFloat_AsDouble(args[1]));
}
FUNCTION(float_of) {
  return PyFloat_FromDouble(strtod(PyUnicode_AsUTF8(args[0]), NULL));
}
FUNCTION(length_of) {
  return number_of(PyObject_Size(args[0]));
}
FUNCTION(hash_of) {
  return number_of(PyObject_Hash(args[0]));
}
FUNCTION(iterator_of) {
  return PyObject_GetIter(args[0]);
}
FUNCTION(list_of) {
  return PySequence_List(args[0]);
}
FUNCTION(tuple_from) {
  return PySequence_Tuple(args[0]);
}
FUNCTION(repr_text) {
  return PyObject_Repr(args[0]);
}
FUNCTION(str_text) {
  return PyObject_Str(args[0]);
}
FUNCTION(type_of) {
  return PyObject_Type(args[0]);
}
FUNCTION(truth) {
  return truth_of(PyObject_IsTrue(args[0]));
}
FUNCTION(is_instance) {
  return truth_of(PyObject_IsInstance(args[0], args[1]));
}
FUNCTION(has_attribute) {
  return truth_of(PyObject_HasAttrString(args[0], PyUnicode_AsUTF8(args[1])));
}
FUNCTION(index_of) {
  return PyNumber_Index(args[0]);
}

FUNCTION(next_item) {
  PyObject *item = PyIter_Next(args[0]);
  if (item != NULL || PyErr_Occurred() != NULL) return item;
  return count > 1 ? Py_NewRef(args[1]) : PyUnicode_FromString("exhausted");
}

/* typename(x): the name of its type without the module. */
FUNCTION(type_name) {
  const char *name = Py_TYPE(args[0])->tp_name;
  const char *dot = strrchr(name, '.');
  return PyUnicode_FromString(dot != NULL ? dot + 1 : name);
}

/* error(type, message) raises. */
FUNCTION(raise_error) {
  PyErr_SetString(args[0], PyUnicode_AsUTF8(args[1]));
  return NULL;
}

/* resize(bytearray, size) */
FUNCTION(resize) {
  return none_or_error(PyByteArray_Resize(args[0], PyLong_AsSsize_t(args[1])));
}

/* contiguous(exporter, buffertype, order) */
FUNCTION(contiguous) {
  int type = (int)PyLong_AsLong(args[1]);
  return PyMemoryView_GetContiguous(args[0], type, *PyUnicode_AsUTF8(args[2]));
}

/* Consumes the items, of which NULL means that an exception is set. */
static PyObject *tuple_of(PyObject **items, Py_ssize_t count) {
  PyObject *tuple = PyTuple_New(count);
  bool failed = tuple == NULL;
  for (Py_ssize_t i = 0; i < count; i++) {
    failed |= items[i] == NULL;
    if (tuple != NULL) {
      PyTuple_SetItem(tuple, i, items[i]);
    } else {
      Py_XDECREF(items[i]);
    }
  }
  if (failed) Py_CLEAR(tuple);
  return tuple;
}

static PyObject *tuple_of_sizes(const Py_ssize_t *sizes, int count) {
  PyObject *items[PyBUF_MAX_NDIM];
  if (sizes == NULL) count = 0;
  for (int i = 0; i < count; i++) {
    items[i] = PyLong_FromSsize_t(sizes[i]);
  }
  return tuple_of(items, count);
}

/* request(exporter, flags): format, itemsize, ndim, shape, strides, suboffsets, readonly, len of
 * the filled buffer. */
FUNCTION(request) {
  Py_buffer view;
  if (PyObject_GetBuffer(args[0], &view, (int)PyLong_AsLong(args[1])) < 0) return NULL;
  PyObject *fields[] = {
      PyUnicode_FromString(view.format != NULL ? view.format : ""),
      PyLong_FromSsize_t(view.itemsize),
      PyLong_FromLong(view.ndim),
      tuple_of_sizes(view.shape, view.ndim),
      tuple_of_sizes(view.strides, view.ndim),
      tuple_of_sizes(view.suboffsets, view.ndim),
      PyBool_FromLong(view.readonly),
      PyLong_FromSsize_t(view.len),
  };
  PyBuffer_Release(&view);
  return tuple_of(fields, Py_ARRAY_LENGTH(fields));
}

/* Address of the first item; NULL if there are no items. */
static char *first_item(PyObject *view) {
  static const Py_ssize_t first[PyBUF_MAX_NDIM];
  const Py_buffer *buffer = PyMemoryView_GET_BUFFER(view);
  return buffer->len > 0 ? item_address(buffer, first) : NULL;
}

/* places(view, origin): offset of each item of a view from another view's first item, in C
 * order. */
FUNCTION(places) {
  if (!PyMemoryView_Check(args[0]) || !PyMemoryView_Check(args[1])) {
    return PyErr_Format(PyExc_TypeError, "not a view");
  }
  const Py_buffer *buffer = PyMemoryView_GET_BUFFER(args[0]);
  char *origin = first_item(args[1]);
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  PyObject *list = PyList_New(0);
  for (Py_ssize_t done = 0; list != NULL && done < buffer->len; done += buffer->itemsize) {
    PyObject *place = PyLong_FromSsize_t((char *)item_address(buffer, indices) - origin);
    if (place == NULL || PyList_Append(list, place) < 0) Py_CLEAR(list);
    Py_XDECREF(place);
    next_index(buffer, indices, 'C');
  }
  return list;
}

/* Consumes a reference to a row. @return its list, or the row itself if it is an item. */
static PyObject *row_list(PyObject *row) {
  if (row == NULL || !PyMemoryView_Check(row)) return row;
  PyObject *list = PyObject_CallMethod(row, "tolist", NULL);
  Py_DECREF(row);
  return list;
}

/* rows(iterable): a list of the elements, views as lists. */
FUNCTION(rows) {
  PyObject *list = PySequence_List(args[0]);
  for (Py_ssize_t i = 0; list != NULL && i < PyList_Size(list); i++) {
    PyObject *row = row_list(Py_NewRef(PyList_GetItem(list, i)));
    if (row == NULL || PyList_SetItem(list, i, row) < 0) Py_CLEAR(list);
  }
  return list;
}

/* backwards(view): rows(reversed(view)). */
FUNCTION(backwards) {
  PyObject *list = PyList_New(0);
  Py_ssize_t left = PySequence_Size(args[0]);
  if (left < 0) Py_CLEAR(list);
  while (list != NULL && left-- > 0) {
    PyObject *row = row_list(PySequence_GetItem(args[0], left));
    if (row == NULL || PyList_Append(list, row) < 0) Py_CLEAR(list);
    Py_XDECREF(row);
  }
  return list;
}

/* compare(a, b, operator): the result of a's tp_richcompare alone, without b's. */
FUNCTION(compare) {
  static const char *const operators[] = {"<", "<=", "==", "!=", ">", ">="};
  const char *wanted = PyUnicode_AsUTF8(args[2]);
  int operation = Py_LT;
  while (strcmp(operators[operation], wanted) != 0) operation++;
  return Py_TYPE(args[0])->tp_richcompare(args[0], args[1], operation);
}

FUNCTION(pil) {
  return new_pil(args);
}

FUNCTION(new_index) {
  return new_foreign(&Index_Type, args, count);
}
FUNCTION(new_float) {
  return new_foreign(&Float_Type, args, count);
}
FUNCTION(new_truth) {
  return new_foreign(&Truth_Type, args, count);
}
FUNCTION(new_length) {
  return new_foreign(&Length_Type, args, count);
}
FUNCTION(new_hash) {
  return new_foreign(&Hash_Type, args, count);
}
FUNCTION(new_equal) {
  return new_foreign(&Equal_Type, args, count);
}
FUNCTION(new_iterable) {
  return new_foreign(&Iterable_Type, args, count);
}

static const struct {
  const char *name;
  ScriptFunction function;
} functions[] = {
    {"bytes", bytes_of},
    {"bytearray", bytearray_of},
    {"complex", complex_of},
    {"float", float_of},
    {"len", length_of},
    {"hash", hash_of},
    {"iter", iterator_of},
    {"next", next_item},
    {"list", list_of},
    {"tuple", tuple_from},
    {"repr", repr_text},
    {"str", str_text},
    {"type", type_of},
    {"typename", type_name},
    {"bool", truth},
    {"isinstance", is_instance},
    {"hasattr", has_attribute},
    {"index", index_of},
    {"error", raise_error},
    {"resize", resize},
    {"contiguous", contiguous},
    {"request", request},
    {"compare", compare},
    {"nd", new_ndarray},
    {"Holder", new_holder},
    {"Exporting", new_exporting},
    {"Index", new_index},
    {"Float", new_float},
    {"Truth", new_truth},
    {"Length", new_length},
    {"Hash", new_hash},
    {"Equal", new_equal},
    {"Iterable", new_iterable},
    {"places", places},
    {"rows", rows},
    {"backwards", backwards},
    {"pil", pil},
};

ScriptFunction script_function(const char *name) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(functions); i++) {
    if (strcmp(functions[i].name, name) == 0) return functions[i].function;
  }
  return NULL;
}

PyObject *script_constant(const char *name) {
  const struct {
    const char *name;
    PyObject *object;
  } constants[] = {
      {"None", Py_None},
      {"True", Py_True},
      {"False", Py_False},
      {"NotImplemented", Py_NotImplemented},
      {"memoryview", (PyObject *)&PyMemoryView_Type},
      {"TypeError", PyExc_TypeError},
      {"ValueError", PyExc_ValueError},
      {"OverflowError", PyExc_OverflowError},
      {"IndexError", PyExc_IndexError},
      {"KeyError", PyExc_KeyError},
      {"BufferError", PyExc_BufferError},
      {"MemoryError", PyExc_MemoryError},
      {"ZeroDivisionError", PyExc_ZeroDivisionError},
      {"RuntimeError", PyExc_RuntimeError},
      {"AttributeError", PyExc_AttributeError},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(constants); i++) {
    if (strcmp(constants[i].name, name) == 0) return constants[i].object;
  }
  return NULL;
}

PyObject *script_keyword(PyObject *const *args, Py_ssize_t count, PyObject *names,
                         const char *keyword) {
  for (Py_ssize_t i = 0; names != NULL && i < PyTuple_Size(names); i++) {
    PyObject *name = PyTuple_GetItem(names, i);
    if (PyUnicode_CompareWithASCIIString(name, keyword) == 0) return args[count + i];
  }
  return NULL;
}
