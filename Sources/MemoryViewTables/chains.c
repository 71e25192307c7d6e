/* Chains of exporters that hold memoryviews of exporters. */
#include "MemoryViewTables.h"

#include <NestedDestruction.h>

#include <pthread.h>

static PYMV_THREAD_LOCAL pymv_destructions destructions;

/* Nobody counts the views of a managed buffer that the last one has left. */
enum { LINK = offsetof(_PyManagedBufferObject, exports) };

static pthread_key_t thread_end;
static _Bool has_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static __attribute__((noinline)) void finish(void) {
  pymv_c_destroy_deferred(&destructions, LINK, pymv_s_managed_end);
}

static void end_thread(void *value) {
  (void)value;
  finish();
  destructions.depth = 0;
}

static void create_key(void) {
  has_thread_end = pthread_key_create(&thread_end, end_thread) == 0;
}

/* A thread of a host's that ends in the middle has no lock to destroy anything with. */
static __attribute__((noinline)) void defer(PyObject *buffer) {
  if (!pymv_c_services.has_host) {
    pthread_once(&once, create_key);
    if (has_thread_end) pthread_setspecific(thread_end, &destructions);
  }
  pymv_c_defer_destruction(&destructions, buffer, LINK);
}

void pymv_c_end_managed_buffer(PyObject *buffer) {
  pymv_c_destroy_nested(&destructions, buffer, pymv_s_managed_end, defer, finish);
}
