/* Free lists: freed objects that are kept for reuse, with all fields set that do not differ.
 *
 * Used only without a host, because a host's garbage collector and allocator track every object,
 * and only while the process has one thread, because access is not synchronized. Both conditions
 * are checked before an object is kept or taken.
 */
#ifndef KEPT_OBJECTS_H
#define KEPT_OBJECTS_H

#include <CSupport.h>
#include <PyMemoryView.h>

/* Disabled under AddressSanitizer, because reuse would hide a use after free, and where every
 * object is a host's. */
#ifdef Py_GIL_DISABLED
#define PYMV_MOST_KEPT 0
#else
#define PYMV_MOST_KEPT (PYMV_ADDRESS_SANITIZER ? 0 : 8)
#endif

/** Objects of one type and size. */
typedef struct {
  size_t count;
  void *objects[PYMV_MOST_KEPT + 1];
} pymv_kept_objects;

/** Keep a freed object. @return false if it was not kept; then the caller must free it. */
PYMV_ALWAYS_INLINE _Bool pymv_c_keep(pymv_kept_objects *kept, void *object) {
  if (!PYMV_ONE_THREAD || kept->count >= PYMV_MOST_KEPT) return 0;
  kept->objects[kept->count++] = object;
  return 1;
}

/** Take a kept object, with one reference; NULL if there is none. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept(pymv_kept_objects *kept) {
  if (!PYMV_ONE_THREAD || kept->count == 0) return NULL;
  PyObject *object = kept->objects[--kept->count];
#ifndef Py_GIL_DISABLED
  object->ob_refcnt = 1;
#endif
  return object;
}

/* Views with room for three axes, and managed buffers. Accessed through functions, because Swift
 * enforces exclusive access to a global at run time. */
extern pymv_kept_objects pymv_c_kept_views, pymv_c_kept_managed_buffers;

PYMV_ALWAYS_INLINE _Bool pymv_c_keep_view(PyMemoryViewObject *view) {
  return pymv_c_keep(&pymv_c_kept_views, view);
}

PYMV_ALWAYS_INLINE _Bool pymv_c_keep_managed_buffer(_PyManagedBufferObject *buffer) {
  return pymv_c_keep(&pymv_c_kept_managed_buffers, buffer);
}

PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept_view(void) {
  return pymv_c_take_kept(&pymv_c_kept_views);
}

PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept_managed_buffer(void) {
  return pymv_c_take_kept(&pymv_c_kept_managed_buffers);
}

#endif /* KEPT_OBJECTS_H */
