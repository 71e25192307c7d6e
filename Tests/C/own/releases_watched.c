/* Buffers that are released twice, not at all, or by other code, in debug mode. */
#include "watching.h"

static void a_buffer_that_a_view_takes_over_is_not_owed(void **state) {
  PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer(array, &info, PyBUF_FULL), 0);
  PyObject *view = PyMemoryView_FromBuffer(&info);
  assert_non_null(strstr(report(1), "1 memoryview alive, 0 buffers not released"));
  capture_begin();
  PyBuffer_Release(&info);
  assert_string_equal(capture_end(), "");
  Py_DECREF(view);
  Py_DECREF(array);
}

static void releasing_twice_is_reported_at_once(void **state) {
  PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer(array, &info, PyBUF_SIMPLE), 0);
  capture_begin();
  PyBuffer_Release(&info);
  assert_string_equal(capture_end(), "");
  capture_begin();
  PyBuffer_Release(&info);
  assert_string_equal(masked(capture_end()),
                      "PyMemoryView: Py_buffer at 0x of bytearray at 0x was released twice: "
                      "3 bytes, format B, writable\n"
                      "    got by\n"
                      "    released by\n"
                      "    and again by\n");
  Py_DECREF(array);
}

static void a_copy_of_the_struct_may_be_released_instead(void **state) {
  Exporter *exporter = exporter_new(layout_named("3dmixed"), false);
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &info, PyBUF_FULL), 0);
  Py_buffer copy = info;
  PyBuffer_Release(&copy);
  assert_int_equal(PyMV_DebugReport(-1), 0);
  Py_INCREF(exporter); /* consumed by the second release */
  capture_begin();
  PyBuffer_Release(&info);
  assert_non_null(strstr(capture_end(), "was released twice"));
  Py_DECREF(exporter);
}

static void a_struct_that_is_used_again_is_not_released_twice(void **state) {
  PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
  Py_buffer info;
  capture_begin();
  for (int i = 0; i < 3; i++) {
    assert_int_equal(PyObject_GetBuffer(array, &info, PyBUF_SIMPLE), 0);
    PyBuffer_Release(&info);
  }
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, PyByteArray_AsString(array), 3, 0, 0), 0);
  PyBuffer_Release(&info);
  assert_string_equal(capture_end(), "");
  Py_DECREF(array);
}

static void a_struct_that_is_written_over_is_still_owed(void **state) {
  PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
  PyObject *bytes = PyBytes_FromString("memory");
  Py_buffer info, lost;
  assert_int_equal(PyObject_GetBuffer(array, &info, PyBUF_SIMPLE), 0);
  lost = info;
  assert_int_equal(PyObject_GetBuffer(bytes, &info, PyBUF_SIMPLE), 0);
  assert_non_null(strstr(report(2), "3 bytes, format B, writable, written over\n"));
  PyBuffer_Release(&info);
  PyBuffer_Release(&lost);
  Py_DECREF(bytes);
  Py_DECREF(array);
}

static void a_failed_request_owes_nothing(void **state) {
  PyObject *bytes = PyBytes_FromString("memory");
  Py_buffer info;
  capture_begin();
  assert_int_equal(PyObject_GetBuffer(bytes, &info, PyBUF_WRITABLE), -1);
  PyErr_Clear();
  PyBuffer_Release(&info);
  assert_string_equal(capture_end(), "");
  assert_int_equal(PyMV_DebugReport(-1), 0);
  Py_DECREF(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WATCHED_CASE(a_buffer_that_a_view_takes_over_is_not_owed),
      WATCHED_CASE(releasing_twice_is_reported_at_once),
      WATCHED_CASE(a_copy_of_the_struct_may_be_released_instead),
      WATCHED_CASE(a_struct_that_is_used_again_is_not_released_twice),
      WATCHED_CASE(a_struct_that_is_written_over_is_still_owed),
      WATCHED_CASE(a_failed_request_owes_nothing),
  };
  return cmocka_run_group_tests_name("releases_watched", tests, start_host, stop_host);
}
