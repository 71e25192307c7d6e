#include "RuntimeTables.h"

#include <pthread.h>

static PYMV_THREAD_LOCAL struct {
  PyObject *exception;
  bool ends_with_thread;
} slot;

/* A thread that ends with an exception set must not leak it: the key's only purpose is its
 * destructor, and its value only has to differ from NULL for that to run. */
static pthread_key_t thread_end;
static bool has_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void drop_exception(void *value) {
  (void)value;
  slot.ends_with_thread = false;
  Py_DecRef(pymv_c_error_swap(NULL));
}

static void create_key(void) {
  has_thread_end = pthread_key_create(&thread_end, drop_exception) == 0;
}

/* After dlclose, the key's destructor would be a call into nothing. */
static __attribute__((destructor)) void delete_key(void) {
  if (has_thread_end) pthread_key_delete(thread_end);
  has_thread_end = false;
}

PyObject *pymv_c_error_get(void) {
  return slot.exception;
}

PyObject *pymv_c_error_swap(PyObject *exception) {
  PyObject *old = slot.exception;
  slot.exception = exception;
  if (exception != NULL && !slot.ends_with_thread) {
    pthread_once(&once, create_key);
    slot.ends_with_thread = has_thread_end && pthread_setspecific(thread_end, &slot) == 0;
  }
  return old;
}

void pymv_c_write_error_stream(const char *text, size_t size) {
  if (size > 0) fwrite(text, 1, size, stderr);
}
