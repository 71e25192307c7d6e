#include "MemoryViewTables.h"

pymv_kept_objects pymv_c_kept_views, pymv_c_kept_managed_buffers;

static void drop(pymv_kept_objects *kept) {
  while (kept->count > 0) PyObject_GC_Del(kept->objects[--kept->count]);
}

static __attribute__((destructor)) void unload(void) {
  drop(&pymv_c_kept_views);
  drop(&pymv_c_kept_managed_buffers);
}
