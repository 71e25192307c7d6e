/* State of each thread: its exception, its nested calls, reprs and destructions. */
#include <pthread.h>

#include "RuntimeTables.h"

/* --- The exception --- */

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

/* --- Calls --- */

/* CPython's default recursion limit. */
#define MOST_CALLS 1000

static PYMV_THREAD_LOCAL int call_depth;

_Bool pymv_c_enter_call(const char *where) {
  if (call_depth < MOST_CALLS) {
    call_depth++;
    return 1;
  }
  PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded%s", where);
  return 0;
}

void pymv_c_leave_call(void) {
  call_depth--;
}

/* --- Reprs --- */

static PYMV_THREAD_LOCAL const pymv_repr_frame *innermost_repr;

int pymv_c_repr_enter(pymv_repr_frame *frame, PyObject *op) {
  for (const pymv_repr_frame *f = innermost_repr; f != NULL; f = f->outer) {
    if (f->op == op) return 1;
  }
  frame->op = op;
  frame->outer = innermost_repr;
  innermost_repr = frame;
  return 0;
}

void pymv_c_repr_leave(const pymv_repr_frame *frame) {
  innermost_repr = frame->outer;
}

/* --- Destructions --- */

static PYMV_THREAD_LOCAL pymv_destructions destructions;

static void deallocate(PyObject *op) {
  Py_TYPE(op)->tp_dealloc(op);
}

/* The reference count of a dead object is unused, so it holds the link. */
enum { LINK = offsetof(PyObject, ob_refcnt) };

/* Separate, so that the fast path saves few registers. */
static __attribute__((noinline)) void defer(PyObject *op) {
  pymv_c_watch_thread_end();
  pymv_c_defer_destruction(&destructions, op, LINK);
}

static __attribute__((noinline)) void destroy_deferred(void) {
  pymv_c_destroy_deferred(&destructions, LINK, deallocate);
}

void pymv_c_destroy_holder(PyObject *op) {
  pymv_c_destroy_nested(&destructions, op, deallocate, defer, destroy_deferred);
}

/* --- End of threads and process --- */

PYMV_THREAD_LOCAL bool pymv_c_is_watched;

/* The key exists only for its destructor, which runs if the value is not NULL. */
static pthread_key_t thread_end;
static bool has_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Dropping the exception may free blocks, so that comes first. Runs again if later destructors of
 * the thread free blocks. */
static void end_thread(void *value) {
  (void)value;
  pymv_c_is_watched = false;
  destroy_deferred();
  destructions.depth = 0;
  Py_DecRef(pymv_c_error_swap(NULL));
  pymv_c_cells_drop();
  pymv_c_blocks_drop();
}

static void create_key(void) {
  has_thread_end = pthread_key_create(&thread_end, end_thread) == 0;
}

bool pymv_c_start_watching(void) {
  pthread_once(&once, create_key);
  pymv_c_is_watched = has_thread_end && pthread_setspecific(thread_end, &pymv_c_is_watched) == 0;
  return pymv_c_is_watched;
}

/* The key is not deleted, because threads may end during or after this; the library is never
 * unloaded. */
static __attribute__((destructor)) void end_process(void) {
  pymv_c_cells_close();
  pymv_c_blocks_close();
}
