/* Every allocation of the runtime's objects fails once. */
#include "harness.h"

#include "scenario.h"

static PyObject *built_values(void) {
  return Py_BuildValue("(s#y#[ndf](LK)O(c)z)", "text", (Py_ssize_t)4, "bytes", (Py_ssize_t)5,
                       (Py_ssize_t)123456, 1.25, 2.5, 1LL << 60, ~0ULL, Py_None, 'x', NULL);
}

static PyObject *formatted_text(void) {
  return PyUnicode_FromFormat("%s %zd %R %.3S %c%%", "a text that is longer than most others are",
                              (Py_ssize_t)-123456789, Py_None, Py_True, 'c');
}

static PyObject *decoded_text(void) {
  PyObject *text = PyUnicode_DecodeUTF8("\xe2\x82\xac \xf0\x9f\x98\x80 wide", 13, "strict");
  PyObject *bytes = text != NULL ? PyUnicode_AsUTF8String(text) : NULL;
  Py_XDECREF(text);
  return bytes;
}

static PyObject *undecodable_text(void) {
  PyObject *text = PyUnicode_DecodeUTF8("ab\xff", 3, "strict");
  if (text != NULL || !PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) return text;
  PyErr_Clear();
  return Py_NewRef(Py_None);
}

static PyObject *resized_bytes(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  if (bytes == NULL) return NULL;
  if (_PyBytes_Resize(&bytes, 5000) < 0) {
    return bytes == NULL ? NULL : broken("bytes are left");
  }
  memset(PyBytes_AsString(bytes), 'x', 5000);
  return bytes;
}

static PyObject *concatenated_bytes(void) {
  PyObject *bytes = PyBytes_FromString("head"), *tail = PyBytes_FromString("tail");
  if (bytes != NULL && tail != NULL) PyBytes_Concat(&bytes, tail);
  if (tail == NULL) Py_CLEAR(bytes);
  Py_XDECREF(tail);
  return bytes;
}

static PyObject *resized_bytearray(void) {
  PyObject *array = PyByteArray_FromStringAndSize("bytes", 5);
  if (array == NULL) return NULL;
  if (PyByteArray_Resize(array, 5000) < 0) {
    bool is_whole =
        PyByteArray_Size(array) == 5 && memcmp(PyByteArray_AsString(array), "bytes", 6) == 0;
    Py_DECREF(array);
    return is_whole ? NULL : broken("a bytearray is damaged");
  }
  int status = PyByteArray_Resize(array, 2);
  PyObject *more = status == 0 ? PyByteArray_Concat(array, array) : NULL;
  Py_DECREF(array);
  return more;
}

static PyObject *growing_list(void) {
  PyObject *list = PyList_New(0);
  for (long i = 0; list != NULL && i < 40; i++) {
    PyObject *item = PyLong_FromLong(1000 + i);
    bool is_added = item != NULL && PyList_Append(list, item) == 0;
    if (item != NULL && PyList_Size(list) != i + is_added) broken("a list is damaged");
    if (!is_added) Py_CLEAR(list);
    Py_XDECREF(item);
  }
  PyObject *tuple = list != NULL ? PyList_AsTuple(list) : NULL;
  PyObject *slice = tuple != NULL ? PyTuple_GetSlice(tuple, 3, 20) : NULL;
  Py_XDECREF(tuple), Py_XDECREF(list);
  return slice;
}

static PyObject *long_numbers(void) {
  PyObject *number = PyLong_FromString("12345678901234567890", NULL, 10);
  PyObject *text = number != NULL ? PyObject_Repr(number) : NULL;
  Py_XDECREF(number);
  return text;
}

static PyObject *representation(void) {
  PyObject *value =
      Py_BuildValue("([ds](yi)N)", 0.1, "quote'\n", "\x01", 7, PyComplex_FromDoubles(1.5, -2));
  PyObject *text = value != NULL ? PyObject_Repr(value) : NULL;
  Py_XDECREF(value);
  return text;
}

static const Scenario scenarios[] = {
    {"Py_BuildValue", built_values},          {"PyUnicode_FromFormat", formatted_text},
    {"decoded text", decoded_text},           {"undecodable text", undecodable_text},
    {"resized bytes", resized_bytes},         {"concatenated bytes", concatenated_bytes},
    {"resized bytearray", resized_bytearray}, {"a growing list", growing_list},
    {"long numbers", long_numbers},           {"representation", representation},
};

static void objects_stay_whole(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(objects_stay_whole)};
  return cmocka_run_group_tests_name("runtime objects", tests, start_host, stop_host);
}
