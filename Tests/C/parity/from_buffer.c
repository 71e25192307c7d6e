/* PyMemoryView_FromBuffer where ownership makes no difference: `obj` is NULL. */
#include "harness.h"

static char memory[64] = "abcdefghijklmnopqrstuvwxyz";

/* A buffer without owner, described by its differences from plain bytes. */
static Py_buffer ownerless(Py_ssize_t len, Py_ssize_t itemsize, int ndim) {
  Py_buffer info;
  memset(&info, 0, sizeof info);
  info.buf = memory;
  info.len = len;
  info.itemsize = itemsize;
  info.ndim = ndim;
  return info;
}

static void observe_made(const char *claim, Py_buffer *info) {
  PyObject *memoryview = PyMemoryView_FromBuffer(info);
  assert_non_null(memoryview);
  observe(claim, "%s flags 0x%x", buffer_text(PyMemoryView_GET_BUFFER(memoryview), memory),
          (unsigned)((PyMemoryViewObject *)memoryview)->flags);
  assert_null(PyMemoryView_GET_BASE(memoryview));
  Py_DECREF(memoryview);
}

static void missing_arrays_are_reconstructed(void **state) {
  Py_buffer bytes = ownerless(26, 1, 1);
  observe_made("bytes without arrays", &bytes);
  Py_buffer words = ownerless(24, 4, 1);
  words.format = (char *)"i";
  observe_made("items without arrays", &words);
  Py_buffer scalar = ownerless(8, 8, 0);
  scalar.format = (char *)"d";
  observe_made("a scalar", &scalar);
  Py_ssize_t shape[] = {2, 3, 4};
  Py_buffer cube = ownerless(48, 2, 3);
  cube.shape = shape;
  cube.format = (char *)"h";
  observe_made("three axes without strides", &cube);
  Py_ssize_t one[] = {6};
  Py_buffer line = ownerless(24, 4, 1);
  line.shape = one;
  observe_made("one axis without strides", &line);
}

static void given_arrays_are_taken_over(void **state) {
  Py_ssize_t shape[] = {2, 3}, strides[] = {-3, 2};
  Py_buffer info = ownerless(6, 1, 2);
  info.buf = memory + 3;
  info.shape = shape;
  info.strides = strides;
  info.readonly = 1;
  info.format = (char *)"b";
  observe_made("two axes", &info);
  char *rows[] = {memory, memory + 10};
  Py_ssize_t row_strides[] = {sizeof(char *), 1}, suboffsets[] = {2, -1};
  info.buf = rows;
  info.strides = row_strides;
  info.suboffsets = suboffsets;
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  assert_non_null(memoryview);
  observe("rows through pointers", "%s", buffer_text(PyMemoryView_GET_BUFFER(memoryview), rows));
  Py_DECREF(memoryview);
}

static void arrays_are_copied_at_once(void **state) {
  Py_ssize_t shape[] = {2, 3}, strides[] = {3, 1};
  Py_buffer info = ownerless(6, 1, 2);
  info.shape = shape;
  info.strides = strides;
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  memset(shape, 0x5A, sizeof shape);
  memset(strides, 0x5A, sizeof strides);
  memset(&info, 0x5A, sizeof info);
  observe("arrays overwritten", "%s", buffer_text(PyMemoryView_GET_BUFFER(memoryview), memory));
  Py_DECREF(memoryview);
}

static PyObject *view_of_a_dying_frame(void) {
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, memory, 26, 0, PyBUF_FULL_RO), 0);
  return PyMemoryView_FromBuffer(&info);
}

static void interior_pointers_may_die_with_their_frame(void **state) {
  PyObject *memoryview = view_of_a_dying_frame();
  char scribble[512];
  memset(scribble, 0x5A, sizeof scribble);
  observe("frame gone", "%s", buffer_text(PyMemoryView_GET_BUFFER(memoryview), memory));
  assert_int_equal(scribble[100], 0x5A);
  Py_DECREF(memoryview);
}

static void memory_is_required(void **state) {
  Py_buffer info = ownerless(0, 1, 1);
  info.buf = NULL;
  assert_null(PyMemoryView_FromBuffer(&info));
  assert_error("ValueError: PyMemoryView_FromBuffer(): info->buf must not be NULL");
}

static void more_than_64_axes_are_refused(void **state) {
  Py_ssize_t ones[65];
  for (int i = 0; i < 65; i++) {
    ones[i] = 1;
  }
  Py_buffer info = ownerless(1, 1, 65);
  info.shape = ones;
  info.strides = ones;
  assert_null(PyMemoryView_FromBuffer(&info));
  assert_error("ValueError: memoryview: number of dimensions must not exceed 64");
  info.ndim = 64;
  observe_made("64 axes", &info);
}

static void views_of_an_ownerless_buffer_serve_requests(void **state) {
  Py_buffer info = ownerless(26, 1, 1);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_FULL), 0);
  assert_ptr_equal(view.obj, memoryview);
  assert_ptr_equal(view.buf, memory);
  assert_int_equal(Py_REFCNT(memoryview), 2);
  PyBuffer_Release(&view);
  assert_int_equal(Py_REFCNT(memoryview), 1);
  Py_DECREF(memoryview);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(missing_arrays_are_reconstructed),
      CASE(given_arrays_are_taken_over),
      CASE(arrays_are_copied_at_once),
      CASE(interior_pointers_may_die_with_their_frame),
      CASE(memory_is_required),
      CASE(more_than_64_axes_are_refused),
      CASE(views_of_an_ownerless_buffer_serve_requests),
  };
  return cmocka_run_group_tests_name("from_buffer", tests, start_host, stop_host);
}
