/* The flat API: release, references, errors and queues. */
#include "flat.h"

#include <pthread.h>

/* --- Release and references --- */

static void a_view_with_exports_is_not_released(void **state) {
  PyObject *view = PyMV_NewArray("d", 1, SHAPE(1), 'C');
  Py_buffer buffer;
  assert_int_equal(PyObject_GetBuffer(view, &buffer, PyBUF_SIMPLE), 0);
  assert_fails(PyMV_Release(view), "BufferError", "memoryview has 1 exported buffer");
  PyBuffer_Release(&buffer);
  assert_int_equal(PyMV_Release(view), 0);
  assert_int_equal(PyMV_Release(view), 0);
  PyMV_DecRef(view);
  assert_fails(PyMV_Release(NULL), "SystemError", "argument must not be NULL");
}

static void count_call(void *ptr, void *ctx) {
  ++*(int *)ctx;
}

static void references_are_counted(void **state) {
  int calls = 0;
  PyObject *view = PyMV_FromArray((void *)"a", NULL, 0, 0, NULL, NULL, NULL, 1, count_call, &calls);
  PyMV_IncRef(view);
  PyMV_DecRef(view);
  assert_int_equal(calls, 0);
  PyMV_DecRef(view);
  assert_int_equal(calls, 1);
  PyMV_IncRef(NULL);
  PyMV_DecRef(NULL);
}

/* --- TakeError --- */

static void an_error_is_taken_once(void **state) {
  const char *kind = "untouched";
  assert_null(PyMV_TakeError(&kind));
  assert_null(kind);
  assert_null(PyMV_Transpose(NULL, NULL));
  const char *message = PyMV_TakeError(&kind);
  assert_string_equal(kind, "SystemError");
  assert_string_equal(message, "argument must not be NULL");
  assert_null(PyErr_Occurred());
  assert_null(PyMV_TakeError(NULL));
  assert_string_equal(message, "argument must not be NULL");
}

static void an_error_needs_no_text(void **state) {
  const char *kind;
  PyErr_NoMemory();
  assert_string_equal(PyMV_TakeError(&kind), "");
  assert_string_equal(kind, "MemoryError");
  PyErr_SetString(PyExc_KeyError, "key");
  assert_string_equal(PyMV_TakeError(NULL), "'key'");
}

static void a_long_text_ends_between_characters(void **state) {
  char long_text[3000];
  for (size_t i = 0; i < sizeof long_text - 2; i += 2) memcpy(long_text + i, "\xc3\xa4", 2);
  strcpy(long_text + sizeof long_text - 4, "x");
  for (int shift = 0; shift < 2; shift++) {
    long_text[0] = 'x', long_text[1] = 'y';
    PyErr_SetString(PyExc_ValueError, long_text + shift);
    const char *message = PyMV_TakeError(NULL);
    size_t size = strlen(message);
    assert_in_range(size, 900, 959);
    assert_memory_equal(message, long_text + shift, size);
    assert_int_equal(message[size - 1], '\xa4');
  }
}

static void *fail_elsewhere(void *unused) {
  assert_null(PyMV_TakeError(NULL));
  PyMV_Index(NULL, 0, 0);
  PyErr_SetString(PyExc_KeyError, "elsewhere");
  assert_string_equal(PyMV_TakeError(NULL), "'elsewhere'");
  return NULL;
}

static void every_thread_has_an_error_of_its_own(void **state) {
  pthread_t thread;
  PyErr_SetString(PyExc_ValueError, "here");
  const char *message = PyMV_TakeError(NULL);
  PyErr_SetString(PyExc_ValueError, "next");
  assert_int_equal(pthread_create(&thread, NULL, fail_elsewhere, NULL), 0);
  pthread_join(thread, NULL);
  assert_string_equal(message, "here");
  assert_string_equal(PyMV_TakeError(NULL), "next");
}

/* --- queues --- */

static void owners_wait_in_the_queue(void **state) {
  static char memory[2];
  int first = 1, second = 2;
  void *taken = NULL;
  PyMV_Queue *queue = PyMV_QueueNew();
  PyObject *views[2];
  int *owners[] = {&first, &second};
  for (int i = 0; i < 2; i++) {
    views[i] = PyMV_FromArray(memory + i, NULL, 0, 0, NULL, NULL, NULL, 0, PyMV_QueueDestroy,
                              PyMV_QueueEntry(queue, owners[i]));
  }
  assert_int_equal(PyMV_QueueTake(queue, &taken), 0);
  assert_null(taken);
  PyMV_DecRef(views[1]);
  PyMV_DecRef(views[0]);
  assert_int_equal(PyMV_QueueTake(queue, &taken), 1);
  assert_ptr_equal(taken, &second);
  assert_int_equal(PyMV_QueueTake(queue, &taken), 1);
  assert_ptr_equal(taken, &first);
  assert_int_equal(PyMV_QueueTake(queue, &taken), 0);
  PyMV_QueueDestroy(NULL, PyMV_QueueEntry(queue, NULL));
  assert_int_equal(PyMV_QueueTake(queue, NULL), 1);
  PyMV_QueueFree(queue);
  PyMV_QueueFree(NULL);
}

static void no_queue_is_an_empty_one(void **state) {
  assert_fails(PyMV_QueueEntry(NULL, NULL), "SystemError", "queue must not be NULL");
  assert_int_equal(PyMV_QueueTake(NULL, NULL), 0);
  PyMV_QueueDestroy(NULL, NULL);
}

static void a_freed_queue_waits_for_its_entries(void **state) {
  PyMV_Queue *queue = PyMV_QueueNew();
  void *in = PyMV_QueueEntry(queue, NULL), *out = PyMV_QueueEntry(queue, NULL);
  PyMV_QueueDestroy(NULL, in);
  PyObject *view =
      PyMV_FromArray((void *)"a", NULL, 0, 0, NULL, NULL, NULL, 1, PyMV_QueueDestroy, out);
  PyMV_QueueFree(queue);
  PyMV_DecRef(view);
}

enum { THREADS = 4, ENTRIES = 500 };

static void *put_entries(void *queue) {
  for (intptr_t i = 1; i <= ENTRIES; i++) {
    PyObject *view = PyMV_FromArray((void *)"a", NULL, 0, 0, NULL, NULL, NULL, 1, PyMV_QueueDestroy,
                                    PyMV_QueueEntry(queue, (void *)i));
    PyMV_DecRef(view);
  }
  return NULL;
}

static void threads_put_and_take(void **state) {
  PyMV_Queue *queue = PyMV_QueueNew();
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, put_entries, queue);
  long count = 0, sum = 0;
  while (count < THREADS * ENTRIES) {
    void *taken;
    if (!PyMV_QueueTake(queue, &taken)) continue;
    count++;
    sum += (intptr_t)taken;
  }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  assert_int_equal(sum, (long)THREADS * ENTRIES * (ENTRIES + 1) / 2);
  assert_int_equal(PyMV_QueueTake(queue, NULL), 0);
  PyMV_QueueFree(queue);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_view_with_exports_is_not_released),
      CASE(references_are_counted),
      CASE(an_error_is_taken_once),
      CASE(an_error_needs_no_text),
      CASE(a_long_text_ends_between_characters),
      CASE(every_thread_has_an_error_of_its_own),
      CASE(owners_wait_in_the_queue),
      CASE(no_queue_is_an_empty_one),
      CASE(a_freed_queue_waits_for_its_entries),
      CASE(threads_put_and_take),
  };
  return cmocka_run_group_tests_name("flat_ending", tests, start_host, stop_host);
}
