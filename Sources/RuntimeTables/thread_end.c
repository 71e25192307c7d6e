#include <pthread.h>

#include "RuntimeTables.h"

PYMV_THREAD_LOCAL bool pymv_c_is_watched;

/* The key's only purpose is its destructor, and its value only has to differ from NULL for that to
 * run. */
static pthread_key_t thread_end;
static bool has_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static PYMV_THREAD_LOCAL pymv_destructions destructions;

static void deallocate(PyObject *op) {
  Py_TYPE(op)->tp_dealloc(op);
}

/* A dead object's count of references has room for the link. */
enum { LINK = offsetof(PyObject, ob_refcnt) };

/* Apart from the ordinary case, which then saves few registers. */
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

/* Dropping the exception may free blocks; if something later does, this runs again. */
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

/* The key stays, as the library does: threads may end while or after this runs. */
static __attribute__((destructor)) void end_process(void) {
  pymv_c_cells_close();
  pymv_c_blocks_close();
}
