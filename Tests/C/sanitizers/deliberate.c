/* One deliberate error, made in the library's own code by a caller that breaks the rules. A
 * sanitizer or an assertion that does not report it does not work.
 *
 *   deliberate overflow | over-release | leak | race | early-free | count-overflow | misaligned |
 *              overlap
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"

enum { ITEMS = 64, ITEM_SIZE = 4, STRIDE = 8 };

/* Writes every second item of memory, for which the library does not call memcpy. */
static void write_items(void *memory, void *items) {
  Py_ssize_t shape[] = {ITEMS}, strides[] = {STRIDE};
  Py_buffer view = {.buf = memory,
                    .len = ITEMS * ITEM_SIZE,
                    .itemsize = ITEM_SIZE,
                    .ndim = 1,
                    .format = "i",
                    .shape = shape,
                    .strides = strides};
  if (PyBuffer_FromContiguous(&view, items, ITEMS * ITEM_SIZE, 'C') < 0) abort();
}

static char zeros[ITEMS * ITEM_SIZE];

static void overflow(void) {
  char *memory = malloc((ITEMS - 1) * STRIDE);
  write_items(memory, zeros);
  free(memory);
}

/* The count is changed by a C function that Swift inlines: such functions must be instrumented
 * too. */
static void over_release(void) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("gone", 4);
  Py_DECREF(bytearray);
  Py_DECREF(bytearray);
}

/* In a thread, so that no copy of the pointer stays behind on a stack. */
static void *lose_an_object(void *unused) {
  (void)unused;
  PyByteArray_FromStringAndSize("lost", 4);
  return NULL;
}

static void *write_items_in_thread(void *memory) {
  write_items(memory, zeros);
  return NULL;
}

/* Two threads with one reference: this is an error in whatever order they run. */
static int has_been_read;

static void *read_object(void *bytearray) {
  PyByteArray_AsString(bytearray);
  __atomic_store_n(&has_been_read, 1, __ATOMIC_RELAXED);
  return NULL;
}

static void *free_object(void *bytearray) {
  while (!__atomic_load_n(&has_been_read, __ATOMIC_RELAXED)) {
    sched_yield();
  }
  Py_DECREF(bytearray);
  return NULL;
}

static void run_threads(void *(*first)(void *), void *(*second)(void *), void *argument) {
  pthread_t threads[2];
  if (pthread_create(&threads[0], NULL, first, argument) != 0) abort();
  if (pthread_create(&threads[1], NULL, second, argument) != 0) abort();
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
}

/* In a C function that Swift inlines. */
static void count_overflow(void) {
  PyObject *view = PyMemoryView_FromMemory((char *)"memory", 6, PyBUF_READ);
  Py_buffer buffer;
  view->ob_refcnt = PY_SSIZE_T_MAX;
  PyObject_GetBuffer(view, &buffer, PyBUF_SIMPLE);
}

/* In C proper. */
static void misaligned(void) {
  static union {
    Py_buffer aligned;
    char bytes[sizeof(Py_buffer) + 1];
  } buffer;
  PyMV_SetDebug(1);
  PyBuffer_Release((Py_buffer *)(void *)(buffer.bytes + 1));
}

/* The items lie within what they are copied to. */
static void overlap(void) {
  static char memory[ITEMS * STRIDE];
  write_items(memory, memory);
}

int main(int count, char **arguments) {
  const char *error = count == 2 ? arguments[1] : "";
  if (strcmp(error, "overflow") == 0) {
    overflow();
  } else if (strcmp(error, "over-release") == 0) {
    over_release();
  } else if (strcmp(error, "leak") == 0) {
    run_threads(lose_an_object, lose_an_object, NULL);
  } else if (strcmp(error, "race") == 0) {
    static char memory[ITEMS * STRIDE];
    run_threads(write_items_in_thread, write_items_in_thread, memory);
  } else if (strcmp(error, "early-free") == 0) {
    run_threads(read_object, free_object, PyByteArray_FromStringAndSize("gone", 4));
  } else if (strcmp(error, "count-overflow") == 0) {
    count_overflow();
  } else if (strcmp(error, "misaligned") == 0) {
    misaligned();
  } else if (strcmp(error, "overlap") == 0) {
    overlap();
  } else {
    fprintf(stderr, "usage: deliberate ERROR\n");
    return 2;
  }
  return 0;
}
