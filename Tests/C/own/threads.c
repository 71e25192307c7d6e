/* Views and buffers made and released by many threads at once. */
#include "harness.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 2000 };

/* cmocka's assertions belong to the main thread; the others count what went wrong. */
typedef struct {
  PyObject *shared;
  int failures;
} Work;

static void run_threads(void *(*body)(void *), PyObject *shared) {
  pthread_t threads[THREADS];
  Work work[THREADS];
  for (int i = 0; i < THREADS; i++) {
    work[i] = (Work){shared, 0};
    assert_int_equal(pthread_create(&threads[i], NULL, body, &work[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(work[i].failures, 0);
  }
}

/* Makes a view, a view of it, a request and a copy, and gives all of them up. */
static void *use_views(void *argument) {
  Work *work = argument;
  for (int round = 0; round < ROUNDS; round++) {
    PyObject *first = PyMemoryView_FromObject(work->shared);
    PyObject *second = first != NULL ? PyMemoryView_FromObject(first) : NULL;
    Py_buffer view;
    char copy[16];
    if (second == NULL || PyObject_GetBuffer(second, &view, PyBUF_FULL) < 0) {
      work->failures++;
    } else {
      if (PyBuffer_ToContiguous(copy, &view, view.len, 'C') < 0) work->failures++;
      if (memcmp(copy, "0123456789abcdef", 16) != 0) work->failures++;
      PyBuffer_Release(&view);
    }
    Py_XDECREF(first);
    Py_XDECREF(second);
  }
  return NULL;
}

static void a_shared_bytearray_is_viewed_by_all(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("0123456789abcdef", 16);
  run_threads(use_views, bytearray);
  assert_int_equal(Py_REFCNT(bytearray), 1);
  assert_int_equal(((PyByteArrayObject *)bytearray)->ob_exports, 0);
  assert_int_equal(PyByteArray_Resize(bytearray, 1000), 0);
  Py_DECREF(bytearray);
}

static void a_shared_memoryview_is_viewed_by_all(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("0123456789abcdef", 16);
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  PyMemoryViewObject *object = (PyMemoryViewObject *)memoryview;
  run_threads(use_views, memoryview);
  assert_int_equal(Py_REFCNT(memoryview), 1);
  assert_int_equal(object->exports, 0);
  assert_int_equal(object->mbuf->exports, 1);
  assert_int_equal(Py_REFCNT(object->mbuf), 1);
  Py_DECREF(memoryview);
  assert_int_equal(((PyByteArrayObject *)bytearray)->ob_exports, 0);
  Py_DECREF(bytearray);
}

static void *request_buffers(void *argument) {
  Work *work = argument;
  Py_buffer views[4];
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < 4; i++) {
      if (PyObject_GetBuffer(work->shared, &views[i], PyBUF_CONTIG) < 0) work->failures++;
    }
    for (int i = 0; i < 4; i++) {
      PyBuffer_Release(&views[i]);
    }
  }
  return NULL;
}

static void a_shared_memoryview_is_requested_by_all(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("0123456789abcdef", 16);
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  run_threads(request_buffers, memoryview);
  assert_int_equal(((PyMemoryViewObject *)memoryview)->exports, 0);
  assert_int_equal(Py_REFCNT(memoryview), 1);
  Py_DECREF(memoryview);
  Py_DECREF(bytearray);
}

static void *raise_exceptions(void *argument) {
  Work *work = argument;
  for (int round = 0; round < ROUNDS; round++) {
    if (PyErr_Occurred() != NULL) work->failures++;
    if (PyMemoryView_FromObject(work->shared) != NULL) work->failures++;
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) work->failures++;
    PyErr_Clear();
  }
  return NULL;
}

static void every_thread_has_its_own_exception(void **state) {
  PyErr_SetString(PyExc_KeyError, "of the main thread");
  PyObject *integer = PyLong_FromLong(1);
  run_threads(raise_exceptions, integer);
  assert_ptr_equal(PyErr_Occurred(), PyExc_KeyError);
  PyErr_Clear();
  Py_DECREF(integer);
}

static void *leave_an_exception(void *argument) {
  Work *work = argument;
  PyErr_Format(PyExc_ValueError, "left by a thread that ends");
  if (PyErr_Occurred() != PyExc_ValueError) work->failures++;
  return NULL;
}

static void a_thread_may_end_with_its_exception_set(void **state) {
  run_threads(leave_an_exception, NULL);
  assert_null(PyErr_Occurred());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_shared_bytearray_is_viewed_by_all),     CASE(a_shared_memoryview_is_viewed_by_all),
      CASE(a_shared_memoryview_is_requested_by_all), CASE(every_thread_has_its_own_exception),
      CASE(a_thread_may_end_with_its_exception_set),
  };
  return cmocka_run_group_tests_name("threads", tests, start_host, stop_host);
}
