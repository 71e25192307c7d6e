/* Threads that create views, release them and report, in debug mode. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "watching.h"

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

/* The report blocks on a full pipe. */
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
      CASE(what_threads_make_while_watching_ends_is_forgotten),
      WATCHED_CASE(threads_may_make_and_report_at_once),
      WATCHED_CASE(a_thread_may_be_cancelled_while_it_reports),
  };
  return cmocka_run_group_tests_name("threads_watched", tests, start_host, stop_host);
}
