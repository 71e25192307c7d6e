#include "RuntimeTables.h"

static PYMV_THREAD_LOCAL PyObject *raised;

PyObject *pymv_c_error_get(void) {
  return raised;
}

PyObject *pymv_c_error_swap(PyObject *exception) {
  PyObject *old = raised;
  raised = exception;
  /* A thread that ends with an exception set must not leak it. */
  if (exception != NULL) pymv_c_watch_thread_end();
  return old;
}

void pymv_c_write_error_stream(const char *text, size_t size) {
  if (size > 0) fwrite(text, 1, size, stderr);
}
