/* One error on purpose, made by the library's own code on behalf of a caller who lies to it. A
 * sanitizer that does not report it does not work.
 *
 *   deliberate overflow | use-after-free | leak | race
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"

enum { ITEMS = 64, ITEM_SIZE = 4, STRIDE = 8 };

/* Writes every second item of memory, which the library does not leave to memcpy. */
static void write_items(void *memory) {
  static char items[ITEMS * ITEM_SIZE];
  Py_ssize_t shape[] = {ITEMS}, strides[] = {STRIDE};
  Py_buffer view = {.buf = memory,
                    .len = sizeof items,
                    .itemsize = ITEM_SIZE,
                    .ndim = 1,
                    .format = "i",
                    .shape = shape,
                    .strides = strides};
  if (PyBuffer_FromContiguous(&view, items, sizeof items, 'C') < 0) abort();
}

static void overflow(void) {
  char *memory = malloc((ITEMS - 1) * STRIDE);
  write_items(memory);
  free(memory);
}

static void use_after_free(void) {
  PyObject *bytearray = PyByteArray_FromStringAndSize(NULL, ITEMS * STRIDE);
  char *memory = PyByteArray_AsString(bytearray);
  Py_DECREF(bytearray);
  write_items(memory);
}

/* In a thread, so that no copy of the pointer stays behind on a stack. */
static void *lose_an_object(void *unused) {
  (void)unused;
  PyByteArray_FromStringAndSize("lost", 4);
  return NULL;
}

static void *write_items_in_thread(void *memory) {
  write_items(memory);
  return NULL;
}

static void run_threads(int count, void *(*body)(void *), void *argument) {
  pthread_t threads[2];
  for (int i = 0; i < count; i++) {
    if (pthread_create(&threads[i], NULL, body, argument) != 0) abort();
  }
  for (int i = 0; i < count; i++) {
    pthread_join(threads[i], NULL);
  }
}

int main(int count, char **arguments) {
  const char *error = count == 2 ? arguments[1] : "";
  char memory[ITEMS * STRIDE];
  if (strcmp(error, "overflow") == 0) {
    overflow();
  } else if (strcmp(error, "use-after-free") == 0) {
    use_after_free();
  } else if (strcmp(error, "leak") == 0) {
    run_threads(1, lose_an_object, NULL);
  } else if (strcmp(error, "race") == 0) {
    run_threads(2, write_items_in_thread, memory);
  } else {
    fprintf(stderr, "usage: deliberate overflow | use-after-free | leak | race\n");
    return 2;
  }
  return 0;
}
