/* bytes and bytearray. */
#include "harness.h"

static void bytes_are_made_from_memory(void **state) {
  observe("bytes from size", "%s", outcome(PyBytes_FromStringAndSize("a\0b\xff", 4)));
  observe("bytes empty", "%s", outcome(PyBytes_FromStringAndSize("", 0)));
  observe("bytes NULL empty", "%s", outcome(PyBytes_FromStringAndSize(NULL, 0)));
  observe("bytes negative", "%s", outcome(PyBytes_FromStringAndSize("x", -1)));
  observe("bytes too large", "%s", outcome(PyBytes_FromStringAndSize(NULL, PY_SSIZE_T_MAX)));
  observe("bytes from string", "%s", outcome(PyBytes_FromString("text")));
  observe("bytes from empty string", "%s", outcome(PyBytes_FromString("")));
  PyObject *blank = PyBytes_FromStringAndSize(NULL, 3);
  memcpy(PyBytes_AsString(blank), "xyz", 3);
  observe("bytes filled in", "%s", outcome(blank));
}

static void bytes_are_shown_with_escapes(void **state) {
  char all[256];
  for (int i = 0; i < 256; i++) {
    all[i] = (char)i;
  }
  observe("bytes all", "%s", outcome(PyBytes_FromStringAndSize(all, 256)));
  observe("bytes single quote", "%s", outcome(PyBytes_FromString("it's")));
  observe("bytes double quote", "%s", outcome(PyBytes_FromString("say \"x\"")));
  observe("bytes both quotes", "%s", outcome(PyBytes_FromString("it's \"x\"")));
  PyObject *bytes = PyBytes_FromString("a\\b");
  observe("bytes str", "%s", str_of(bytes));
  Py_DECREF(bytes);
}

static void bytes_give_access_to_their_memory(void **state) {
  PyObject *bytes = PyBytes_FromStringAndSize("a\0b", 3);
  assert_int_equal(PyBytes_Size(bytes), 3);
  assert_int_equal(PyBytes_GET_SIZE(bytes), 3);
  assert_memory_equal(PyBytes_AsString(bytes), "a\0b", 4);
  assert_ptr_equal(PyBytes_AS_STRING(bytes), PyBytes_AsString(bytes));
  char *memory = NULL;
  Py_ssize_t size = -1;
  assert_int_equal(PyBytes_AsStringAndSize(bytes, &memory, &size), 0);
  assert_ptr_equal(memory, PyBytes_AsString(bytes));
  assert_int_equal(size, 3);
  observe("bytes with NUL as string", "%s", number(PyBytes_AsStringAndSize(bytes, &memory, NULL)));
  Py_DECREF(bytes);
}

static void other_objects_are_no_bytes(void **state) {
  PyObject *objects[] = {PyLong_FromLong(1), PyByteArray_FromStringAndSize("x", 1),
                         PyUnicode_FromString("x"), Py_NewRef(Py_None)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    const char *name = Py_TYPE(objects[i])->tp_name;
    assert_false(PyBytes_Check(objects[i]));
    observe(text("PyBytes_Size of %s", name), "%s", number(PyBytes_Size(objects[i])));
    observe(text("PyBytes_AsString of %s", name), "%s",
            string_outcome(PyBytes_AsString(objects[i])));
    char *memory;
    Py_ssize_t size;
    observe(text("PyBytes_AsStringAndSize of %s", name), "%s",
            number(PyBytes_AsStringAndSize(objects[i], &memory, &size)));
    Py_DECREF(objects[i]);
  }
}

static PyObject *list_of(long first, long second) {
  PyObject *list = PyList_New(2);
  PyList_SetItem(list, 0, PyLong_FromLong(first));
  PyList_SetItem(list, 1, PyLong_FromLong(second));
  return list;
}

static void bytes_are_made_from_objects(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  Exporter *exporter = exporter_new(layout_named("F"), true);
  PyObject *objects[] = {PyByteArray_FromStringAndSize("xyz", 3),
                         PyMemoryView_FromObject(bytes),
                         list_of(1, 255),
                         list_of(1, 256),
                         list_of(-1, 0),
                         PyTuple_New(0),
                         PyLong_FromLong(3),
                         PyUnicode_FromString("x"),
                         Py_NewRef(Py_None),
                         PyFloat_FromDouble(1),
                         (PyObject *)exporter};
  PyObject *same = PyBytes_FromObject(bytes);
  assert_ptr_equal(same, bytes);
  Py_DECREF(same);
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    observe(text("bytes from %s", repr_of(objects[i])), "%s",
            outcome(PyBytes_FromObject(objects[i])));
    observe(text("bytearray from %s", repr_of(objects[i])), "%s",
            outcome(PyByteArray_FromObject(objects[i])));
    Py_DECREF(objects[i]);
  }
  Py_DECREF(bytes);
}

static void bytes_are_concatenated(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *tail = PyBytes_FromString("def");
  PyBytes_Concat(&bytes, tail);
  observe("concat bytes", "%s", repr_of(bytes));
  PyObject *bytearray = PyByteArray_FromStringAndSize("ghi", 3);
  PyBytes_Concat(&bytes, bytearray);
  observe("concat bytearray", "%s", repr_of(bytes));
  PyObject *number_object = PyLong_FromLong(1);
  PyBytes_Concat(&bytes, number_object);
  assert_null(bytes);
  observe("concat int", "%s", take_error());
  PyBytes_Concat(&bytes, tail);
  assert_null(bytes);
  PyErr_Clear();
  Py_DECREF(number_object);
  Py_DECREF(bytearray);
  Py_DECREF(tail);
}

static void bytes_of_ones_own_are_resized(void **state) {
  PyObject *bytes = PyBytes_FromStringAndSize("abcdef", 6);
  assert_int_equal(_PyBytes_Resize(&bytes, 3), 0);
  observe("bytes shrunk", "%s", repr_of(bytes));
  assert_int_equal(_PyBytes_Resize(&bytes, 5), 0);
  memcpy(PyBytes_AsString(bytes), "ABCDE", 5);
  observe("bytes grown", "%s", repr_of(bytes));
  assert_int_equal(PyBytes_AsString(bytes)[5], 0);
  Py_DECREF(bytes);
}

static void bytearrays_are_made_and_shown(void **state) {
  observe("bytearray", "%s", outcome(PyByteArray_FromStringAndSize("a'\0\xff", 4)));
  observe("bytearray empty", "%s", outcome(PyByteArray_FromStringAndSize("", 0)));
  observe("bytearray NULL empty", "%s", outcome(PyByteArray_FromStringAndSize(NULL, 0)));
  observe("bytearray negative", "%s", outcome(PyByteArray_FromStringAndSize("x", -1)));
  observe("bytearray double quote", "%s", outcome(PyByteArray_FromStringAndSize("\"'\\", 3)));
  PyObject *bytearray = PyByteArray_FromStringAndSize("abc", 3);
  observe("bytearray str", "%s", str_of(bytearray));
  assert_int_equal(PyByteArray_Size(bytearray), 3);
  assert_int_equal(PyByteArray_GET_SIZE(bytearray), 3);
  assert_string_equal(PyByteArray_AsString(bytearray), "abc");
  assert_true(PyByteArray_Check(bytearray));
  assert_true(PyByteArray_CheckExact(bytearray));
  assert_false(PyBytes_Check(bytearray));
  Py_DECREF(bytearray);
}

static void bytearrays_are_resized(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("abcdef", 6);
  const Py_ssize_t sizes[] = {3, 0, 10, 1000, 10, 2};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(sizes); i++) {
    Py_ssize_t before = PyByteArray_Size(bytearray);
    assert_int_equal(PyByteArray_Resize(bytearray, sizes[i]), 0);
    assert_int_equal(PyByteArray_Size(bytearray), sizes[i]);
    char *memory = PyByteArray_AsString(bytearray);
    assert_int_equal(memory[sizes[i]], 0);
    for (Py_ssize_t k = before; k < sizes[i]; k++) {
      memory[k] = (char)('A' + k % 26);
    }
  }
  observe("bytearray resized", "%s", repr_of(bytearray));
  Py_DECREF(bytearray);
}

static void bytearrays_are_concatenated(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *bytearray = PyByteArray_FromStringAndSize("xyz", 3);
  PyObject *integer = PyLong_FromLong(1);
  observe("bytearray + bytes", "%s", outcome(PyByteArray_Concat(bytearray, bytes)));
  observe("bytes + bytes", "%s", outcome(PyByteArray_Concat(bytes, bytes)));
  observe("bytearray + int", "%s", outcome(PyByteArray_Concat(bytearray, integer)));
  observe("int + bytearray", "%s", outcome(PyByteArray_Concat(integer, bytearray)));
  Py_DECREF(integer);
  Py_DECREF(bytearray);
  Py_DECREF(bytes);
}

static void both_answer_every_request(void **state) {
  PyObject *objects[] = {PyBytes_FromString("abc"), PyByteArray_FromStringAndSize("abc", 3),
                         PyBytes_FromString(""), PyByteArray_FromStringAndSize("", 0)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    for (int flags = 0; flags <= PyBUF_FULL; flags++) {
      Py_buffer view;
      const char *claim = text("getbuf %s 0x%03x", repr_of(objects[i]), (unsigned)flags);
      if (PyObject_GetBuffer(objects[i], &view, flags) < 0) {
        observe(claim, "%s", take_error());
        continue;
      }
      observe(claim, "%s", buffer_text(&view, view.buf));
      PyBuffer_Release(&view);
    }
    Py_DECREF(objects[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(bytes_are_made_from_memory),
      CASE(bytes_are_shown_with_escapes),
      CASE(bytes_give_access_to_their_memory),
      CASE(other_objects_are_no_bytes),
      CASE(bytes_are_made_from_objects),
      CASE(bytes_are_concatenated),
      CASE(bytes_of_ones_own_are_resized),
      CASE(bytearrays_are_made_and_shown),
      CASE(bytearrays_are_resized),
      CASE(bytearrays_are_concatenated),
      CASE(both_answer_every_request),
  };
  return cmocka_run_group_tests_name("bytes", tests, start_host, stop_host);
}
