/* PyMV_SetDebug and PyMV_DebugReport: live objects, and the callers that created them. */
#include "watching.h"

/* Sanitizers prevent tail calls, so that the reported places are in the library itself. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define PLACES_ARE_OURS 1
#endif
#endif
#ifndef PLACES_ARE_OURS
#define PLACES_ARE_OURS 0
#endif

static void nobody_watches_unless_told(void **state) {
  assert_int_equal(PyMV_DebugReport(STDERR_FILENO), -1);
  assert_int_equal(PyMV_SetDebug(0), 0);
  assert_int_equal(PyMV_SetDebug(1), 0);
  assert_int_equal(PyMV_SetDebug(5), 1);
  assert_int_equal(PyMV_SetDebug(0), 1);
}

static void what_was_noted_is_forgotten_at_the_end(void **state) {
  PyMV_SetDebug(1);
  PyObject *bytes = PyBytes_FromString("memory");
  PyObject *view = PyMemoryView_FromObject(bytes);
  PyMV_SetDebug(0);
  PyMV_SetDebug(1);
  assert_int_equal(PyMV_DebugReport(-1), 0);
  Py_DECREF(view);
  PyMV_SetDebug(0);
  Py_DECREF(bytes);
}

static void views_are_reported_by_managed_buffer(void **state) {
  PyObject *array = PyByteArray_FromStringAndSize("a line", 6);
  PyObject *view = PyMemoryView_FromObject(array);
  PyObject *line = PyObject_CallMethod(view, "cast", "s(ii)", "H", 1, 3);
  Py_buffer buffer;
  assert_int_equal(PyObject_GetBuffer(line, &buffer, PyBUF_FULL), 0);
  assert_string_equal(report(3),
                      "PyMemoryView: 2 memoryviews alive, 1 buffer not released\n"
                      "  bytearray at 0x, managed buffer at 0x with 2 views\n"
                      "    memoryview at 0x: 6 bytes, format B, shape (6,), writable\n"
                      "      made by\n"
                      "    memoryview at 0x: 6 bytes, format H, shape (1, 3), writable, "
                      "1 buffer handed out\n"
                      "      made by\n"
                      "  Py_buffer at 0x of memoryview at 0x: 6 bytes, format H, shape (1, 3), "
                      "writable\n"
                      "      got by\n");
  PyBuffer_Release(&buffer);
  Py_DECREF(line);
  Py_DECREF(view);
  Py_DECREF(array);
}

static void places_are_those_of_the_callers(void **state) {
  if (PLACES_ARE_OURS) skip();
  PyObject *bytes = PyBytes_FromString("memory");
  PyObject *view = PyMemoryView_FromObject(bytes);
  Py_buffer buffer;
  assert_int_equal(PyObject_GetBuffer(view, &buffer, PyBUF_FULL_RO), 0);
  capture_begin();
  PyMV_DebugReport(STDERR_FILENO);
  const char *made = strstr(capture_end(), "made by "), *got = strstr(made, "got by ");
  assert_non_null(strstr(made, "diagnostics+0x"));
  assert_true(strstr(made, "diagnostics+0x") < got);
  assert_non_null(strstr(got, "diagnostics+0x"));
  PyBuffer_Release(&buffer);
  Py_DECREF(view);
  Py_DECREF(bytes);
}

static void every_way_to_make_a_view_is_noted(void **state) {
  char memory[8] = "";
  PyObject *bytes = PyBytes_FromString("memory"), *view = PyMemoryView_FromObject(bytes);
  Py_buffer info = {.buf = memory, .len = 8, .itemsize = 1, .ndim = 1};
  PyObject *slice = PySlice_New(NULL, NULL, NULL);
  PyObject *made[] = {
      view,
      PyMemoryView_FromMemory(memory, 8, PyBUF_READ),
      PyMemoryView_FromBuffer(&info),
      PyMV_FromBufferBorrowed(&info),
      PyMV_FromMemoryOwned(memory, 8, PyBUF_READ, NULL, NULL, NULL),
      PyMemoryView_GetContiguous(bytes, PyBUF_READ, 'C'),
      PyObject_CallOneArg((PyObject *)&PyMemoryView_Type, bytes),
      PyObject_GetItem(view, slice),
      PyObject_CallMethod(view, "cast", "s", "b"),
      PyObject_CallMethod(view, "toreadonly", NULL),
  };
  const size_t count = Py_ARRAY_LENGTH(made);
  assert_int_equal(PyMV_DebugReport(-1), count);
  for (size_t i = 0; i < count; i++) {
    assert_non_null(made[i]);
    Py_DECREF(made[i]);
    assert_int_equal(PyMV_DebugReport(-1), count - 1 - i);
  }
  Py_DECREF(slice);
  Py_DECREF(bytes);
}

static void a_released_view_that_is_alive_says_so(void **state) {
  PyObject *bytes = PyBytes_FromString("memory");
  PyObject *view = PyMemoryView_FromObject(bytes);
  Py_DECREF(PyObject_CallMethod(view, "release", NULL));
  assert_non_null(strstr(report(1), "read-only, released\n"));
  Py_DECREF(view);
  Py_DECREF(bytes);
}

static void a_scalar_that_is_its_own_item_is_noted_once(void **state) {
  char memory[4] = "";
  Py_buffer info = {.buf = memory, .len = 1, .itemsize = 1};
  PyObject *view = PyMemoryView_FromBuffer(&info);
  PyObject *same = PyObject_GetItem(view, Py_Ellipsis);
  assert_ptr_equal(view, same);
  assert_int_equal(PyMV_DebugReport(-1), 1);
  Py_DECREF(same);
  Py_DECREF(view);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(nobody_watches_unless_told),
      CASE(what_was_noted_is_forgotten_at_the_end),
      WATCHED_CASE(views_are_reported_by_managed_buffer),
      WATCHED_CASE(places_are_those_of_the_callers),
      WATCHED_CASE(every_way_to_make_a_view_is_noted),
      WATCHED_CASE(a_released_view_that_is_alive_says_so),
      WATCHED_CASE(a_scalar_that_is_its_own_item_is_noted_once),
  };
  return cmocka_run_group_tests_name("diagnostics", tests, start_host, stop_host);
}
