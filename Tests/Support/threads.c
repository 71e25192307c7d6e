#include "threads.h"

#include <pthread.h>

#include "harness.h"

const char *const shared_bytes = "0123456789abcdef";

/* Threads start together: otherwise the first one would end before the last one exists. */
static pthread_barrier_t starting_line;

static void *run_body(void *argument) {
  Work *work = argument;
  pthread_barrier_wait(&starting_line);
  work->body(work);
  return NULL;
}

void run_threads(Work model) {
  pthread_t threads[THREADS];
  Work work[THREADS];
  assert_int_equal(pthread_barrier_init(&starting_line, NULL, THREADS), 0);
  for (unsigned i = 0; i < THREADS; i++) {
    work[i] = model;
    work[i].number = i;
    assert_int_equal(pthread_create(&threads[i], NULL, run_body, &work[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    assert_int_equal(pthread_join(threads[i], NULL), 0);
  }
  pthread_barrier_destroy(&starting_line);
  for (int i = 0; i < THREADS; i++) {
    assert_int_equal(work[i].failures, 0);
  }
}

PyObject *new_shared_bytearray(void) {
  return PyByteArray_FromStringAndSize(shared_bytes, SHARED_SIZE);
}

void give_up_bytearray(PyObject *bytearray) {
  assert_int_equal(((PyByteArrayObject *)bytearray)->ob_exports, 0);
  assert_int_equal(Py_REFCNT(bytearray), 1);
  assert_int_equal(PyByteArray_Resize(bytearray, 1000), 0);
  Py_DECREF(bytearray);
}

void give_up_view(PyObject *memoryview) {
  PyMemoryViewObject *object = (PyMemoryViewObject *)memoryview;
  assert_int_equal(Py_REFCNT(memoryview), 1);
  assert_int_equal(object->exports, 0);
  assert_int_equal(object->mbuf->exports, 1);
  assert_int_equal(Py_REFCNT(object->mbuf), 1);
  Py_DECREF(memoryview);
}
