/* PyMV_FromBufferBorrowed: CPython's contract since 3.3: the view does not own the buffer. */
#include "harness.h"

static void the_exporter_is_not_held_and_never_told(void **state) {
  Py_buffer info;
  Exporter *exporter = exporter_new(layout_named("3dmixed"), false);
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &info, PyBUF_FULL), 0);
  PyObject *memoryview = PyMV_FromBufferBorrowed(&info);
  assert_non_null(memoryview);
  assert_ptr_equal(info.obj, exporter);
  assert_int_equal(Py_REFCNT(exporter), 2);
  assert_null(PyMemoryView_GET_BASE(memoryview));
  Py_DECREF(memoryview);
  assert_int_equal(exporter->releases, 0);
  PyBuffer_Release(&info);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static PyObject *view_of_a_struct_in_a_frame(char *memory) {
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, memory, 5, 1, PyBUF_FULL_RO), 0);
  PyObject *memoryview = PyMV_FromBufferBorrowed(&info);
  memset(&info, 0x5A, sizeof info);
  return memoryview;
}

static void the_struct_may_go_at_once(void **state) {
  char memory[] = "hello";
  PyObject *memoryview = view_of_a_struct_in_a_frame(memory);
  PyObject *second = PyMemoryView_FromObject(memoryview);
  Py_DECREF(memoryview);
  Py_buffer *view = PyMemoryView_GET_BUFFER(second);
  assert_int_equal(view->ndim, 1);
  assert_int_equal(view->shape[0], 5);
  assert_int_equal(view->strides[0], 1);
  assert_int_equal(view->readonly, 1);
  assert_memory_equal(view->buf, "hello", 5);
  Py_DECREF(second);
}

static void the_format_stays_the_callers(void **state) {
  char memory[8] = "abcdefg", format[] = "<i";
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, memory, 8, 0, PyBUF_FULL), 0);
  info.format = format;
  info.itemsize = 4;
  info.shape = NULL;
  info.strides = NULL;
  PyObject *memoryview = PyMV_FromBufferBorrowed(&info);
  assert_ptr_equal(PyMemoryView_GET_BUFFER(memoryview)->format, format);
  assert_int_equal(PyMemoryView_GET_BUFFER(memoryview)->shape[0], 2);
  Py_DECREF(memoryview);
}

static void failures_are_those_of_the_owning_function(void **state) {
  char memory[4] = "abc";
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, memory, 4, 0, PyBUF_FULL), 0);
  info.ndim = 65;
  assert_null(PyMV_FromBufferBorrowed(&info));
  assert_error("ValueError: memoryview: number of dimensions must not exceed 64");
  info.buf = NULL;
  assert_null(PyMV_FromBufferBorrowed(&info));
  assert_error("ValueError: PyMemoryView_FromBuffer(): info->buf must not be NULL");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_exporter_is_not_held_and_never_told),
      CASE(the_struct_may_go_at_once),
      CASE(the_format_stays_the_callers),
      CASE(failures_are_those_of_the_owning_function),
  };
  return cmocka_run_group_tests_name("borrowed_buffer", tests, start_host, stop_host);
}
