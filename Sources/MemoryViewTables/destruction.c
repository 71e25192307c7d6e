/* Deallocation of managed buffers, and free lists of managed buffers and memoryviews. */
#include "MemoryViewTables.h"

#include <NestedDestruction.h>

#include <pthread.h>

/* --- Chains of exporters that hold memoryviews of exporters --- */

static PYMV_THREAD_LOCAL pymv_destructions destructions;

/* The list of deferred objects is linked through `exports`, which is unused after the last view. */
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

/* Without a host, a thread destructor completes the deferred destructions of a thread that exits
 * early. In a host, the exiting thread does not hold the GIL, so it must not destroy anything. */
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

/* --- Free lists --- */

pymv_kept_objects pymv_c_kept_views, pymv_c_kept_managed_buffers;

int pymv_c_ask_whether_views_are_kept(_PyManagedBufferObject *managed) {
  managed->flags |= PYMV_MANAGED_BUFFER_WAS_ASKED;
  if (pymv_c_services.may_keep_objects()) managed->flags |= PYMV_MANAGED_BUFFER_KEEPS_VIEWS;
  return managed->flags;
}

static void drop(pymv_kept_objects *kept) {
  while (kept->count > 0) PyObject_GC_Del(kept->objects[--kept->count]);
}

static __attribute__((destructor)) void unload(void) {
  /* The memory of a host has ended with it. */
  if (pymv_c_services.has_host) return;
  drop(&pymv_c_kept_views);
  drop(&pymv_c_kept_managed_buffers);
}
