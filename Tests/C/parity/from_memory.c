/* PyMemoryView_FromMemory. */
#include "harness.h"

static char memory[] = "0123456789";

static void flags_decide_access(void **state) {
  const int flags[] = {PyBUF_READ, PyBUF_WRITE};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(flags); i++) {
    PyObject *memoryview = PyMemoryView_FromMemory(memory, 10, flags[i]);
    assert_non_null(memoryview);
    observe(text("FromMemory with 0x%x", (unsigned)flags[i]), "%s",
            buffer_text(PyMemoryView_GET_BUFFER(memoryview), memory));
    Py_DECREF(memoryview);
  }
}

static void plain_memory_has_no_owner(void **state) {
  PyObject *memoryview = PyMemoryView_FromMemory(memory, 10, PyBUF_READ);
  assert_null(PyMemoryView_GET_BASE(memoryview));
  assert_null(PyMemoryView_GET_BUFFER(memoryview)->obj);
  assert_ptr_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, memory);
  Py_DECREF(memoryview);
}

static void sizes_are_taken_as_they_are(void **state) {
  const Py_ssize_t sizes[] = {0, 1, 10, PY_SSIZE_T_MAX};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(sizes); i++) {
    PyObject *memoryview = PyMemoryView_FromMemory(memory, sizes[i], PyBUF_READ);
    assert_non_null(memoryview);
    observe(text("FromMemory of %zd bytes", sizes[i]), "%s flags 0x%x",
            buffer_text(PyMemoryView_GET_BUFFER(memoryview), memory),
            (unsigned)((PyMemoryViewObject *)memoryview)->flags);
    Py_DECREF(memoryview);
  }
}

static void writes_reach_the_memory(void **state) {
  char bytes[] = "abc";
  PyObject *memoryview = PyMemoryView_FromMemory(bytes, 3, PyBUF_WRITE);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_CONTIG), 0);
  ((char *)view.buf)[1] = 'X';
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  assert_string_equal(bytes, "aXc");
}

static void read_only_memory_refuses_writers(void **state) {
  PyObject *memoryview = PyMemoryView_FromMemory(memory, 10, PyBUF_READ);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_CONTIG), -1);
  assert_null(view.obj);
  assert_error("BufferError: memoryview: underlying buffer is not writable");
  Py_DECREF(memoryview);
}

static void a_view_outlives_the_one_it_was_made_from(void **state) {
  PyObject *first = PyMemoryView_FromMemory(memory, 10, PyBUF_READ);
  PyObject *second = PyMemoryView_FromObject(first);
  Py_DECREF(first);
  assert_ptr_equal(PyMemoryView_GET_BUFFER(second)->buf, memory);
  assert_int_equal(((PyMemoryViewObject *)second)->mbuf->exports, 1);
  Py_DECREF(second);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(flags_decide_access),
      CASE(plain_memory_has_no_owner),
      CASE(sizes_are_taken_as_they_are),
      CASE(writes_reach_the_memory),
      CASE(read_only_memory_refuses_writers),
      CASE(a_view_outlives_the_one_it_was_made_from),
  };
  return cmocka_run_group_tests_name("from_memory", tests, start_host, stop_host);
}
