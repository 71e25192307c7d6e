/* PyMV_SetDebug and PyMV_DebugReport: what is alive, who made it, what is released twice. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "capture.h"
#include "harness.h"

/* Sanitizers put code between a function and what it goes on with, so that places are the library's
 * own. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define PLACES_ARE_OURS
#endif
#endif

/* What is printed, with "0x" for addresses and without places. */
static const char *masked(const char *text) {
  static char result[4096];
  char *to = result;
  while (*text != 0 && to < result + sizeof result - 3) {
    const char *from = text;
    if (strncmp(text, "0x", 2) == 0) {
      text += 2 + strspn(text + 2, "0123456789abcdef");
      to = stpncpy(to, from, 2);
    } else if (strncmp(text, " by ", 4) == 0) {
      text += strcspn(text, "\n");
      to = stpncpy(to, from, 3);
    } else {
      *to++ = *text++;
    }
  }
  *to = 0;
  return result;
}

static const char *report(Py_ssize_t expected) {
  capture_begin();
  Py_ssize_t count = PyMV_DebugReport(STDERR_FILENO);
  const char *text = masked(capture_end());
  assert_int_equal(count, expected);
  return text;
}

static int watch(void **state) {
  assert_int_equal(PyMV_SetDebug(1), 0);
  return 0;
}

static int stop_watching(void **state) {
  assert_int_equal(PyMV_DebugReport(-1), 0);
  assert_int_equal(PyMV_SetDebug(0), 1);
  return no_error_is_left(state);
}

#define WATCHED_CASE(function) cmocka_unit_test_setup_teardown(function, watch, stop_watching)

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
#ifndef PLACES_ARE_OURS
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
#endif
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
  Py_INCREF(exporter); /* which the second release drops */
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

static void *make_and_drop(void *bytes) {
  for (int i = 0; i < 500; i++) {
    Py_buffer info;
    PyObject *view = PyMemoryView_FromObject(bytes);
    if (PyObject_GetBuffer(view, &info, PyBUF_SIMPLE) < 0) abort();
    if (i % 50 == 0) PyMV_DebugReport(-1);
    PyBuffer_Release(&info);
    Py_DECREF(view);
  }
  return NULL;
}

static void threads_may_make_and_report_at_once(void **state) {
  PyObject *bytes = PyBytes_FromString("memory");
  pthread_t threads[4];
  for (size_t i = 0; i < Py_ARRAY_LENGTH(threads); i++) {
    assert_int_equal(pthread_create(&threads[i], NULL, make_and_drop, bytes), 0);
  }
  int null = open("/dev/null", O_WRONLY);
  for (int i = 0; i < 50; i++) PyMV_DebugReport(null);
  close(null);
  for (size_t i = 0; i < Py_ARRAY_LENGTH(threads); i++) pthread_join(threads[i], NULL);
  Py_DECREF(bytes);
}

static void what_threads_make_while_watching_ends_is_forgotten(void **state) {
  PyObject *bytes = PyBytes_FromString("memory");
  int null = open("/dev/null", O_WRONLY);
  for (int round = 0; round < 20; round++) {
    PyMV_SetDebug(1);
    pthread_t threads[4];
    for (size_t i = 0; i < Py_ARRAY_LENGTH(threads); i++) {
      assert_int_equal(pthread_create(&threads[i], NULL, make_and_drop, bytes), 0);
    }
    usleep(500);
    PyMV_SetDebug(0);
    for (size_t i = 0; i < Py_ARRAY_LENGTH(threads); i++) pthread_join(threads[i], NULL);
    PyMV_SetDebug(1);
    assert_int_equal(PyMV_DebugReport(null), 0);
    PyMV_SetDebug(0);
  }
  close(null);
  Py_DECREF(bytes);
}

static void *report_into(void *pipe_end) {
  PyMV_DebugReport(*(int *)pipe_end);
  return NULL;
}

/* The report waits for room in a pipe that is full. */
static void a_thread_may_be_cancelled_while_it_reports(void **state) {
  PyObject *bytes = PyBytes_FromString("memory");
  PyObject *view = PyMemoryView_FromObject(bytes);
  int ends[2];
  char rest[4096] = "";
  assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
  while (write(ends[1], rest, sizeof rest) > 0) continue;
  assert_int_equal(fcntl(ends[1], F_SETFL, 0), 0);
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, report_into, &ends[1]), 0);
  usleep(20000);
  assert_int_equal(pthread_cancel(thread), 0);
  while (pthread_tryjoin_np(thread, NULL) != 0) (void)!read(ends[0], rest, sizeof rest);
  alarm(30);
  assert_int_equal(PyMV_DebugReport(-1), 1);
  alarm(0);
  close(ends[0]), close(ends[1]);
  Py_DECREF(view);
  Py_DECREF(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(nobody_watches_unless_told),
      CASE(what_was_noted_is_forgotten_at_the_end),
      CASE(what_threads_make_while_watching_ends_is_forgotten),
      WATCHED_CASE(views_are_reported_by_managed_buffer),
      WATCHED_CASE(places_are_those_of_the_callers),
      WATCHED_CASE(every_way_to_make_a_view_is_noted),
      WATCHED_CASE(a_released_view_that_is_alive_says_so),
      WATCHED_CASE(a_scalar_that_is_its_own_item_is_noted_once),
      WATCHED_CASE(a_buffer_that_a_view_takes_over_is_not_owed),
      WATCHED_CASE(releasing_twice_is_reported_at_once),
      WATCHED_CASE(a_copy_of_the_struct_may_be_released_instead),
      WATCHED_CASE(a_struct_that_is_used_again_is_not_released_twice),
      WATCHED_CASE(a_struct_that_is_written_over_is_still_owed),
      WATCHED_CASE(a_failed_request_owes_nothing),
      WATCHED_CASE(threads_may_make_and_report_at_once),
      WATCHED_CASE(a_thread_may_be_cancelled_while_it_reports),
  };
  return cmocka_run_group_tests_name("diagnostics", tests, start_host, stop_host);
}
