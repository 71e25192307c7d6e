/* Objects that were freed and wait for their next use, ready-made but for the fields that differ.
 *
 * Only without a host, whose collector and allocator have a say in every object, and only while the
 * process has one thread, so that nobody else looks: both are asked before an object is kept or
 * taken.
 */
#ifndef KEPT_OBJECTS_H
#define KEPT_OBJECTS_H

#include <CSupport.h>
#include <PyMemoryView.h>

/* Kept objects would hide from the sanitizer that somebody still uses them. */
#define PYMV_MOST_KEPT (PYMV_ADDRESS_SANITIZER ? 0 : 8)

/** Objects of one type and size. */
typedef struct {
  size_t count;
  void *objects[PYMV_MOST_KEPT + 1];
} pymv_kept_objects;

/** Keep a freed object. @return whether it is kept; else it is still the caller's to free. */
PYMV_ALWAYS_INLINE _Bool pymv_c_keep(pymv_kept_objects *kept, void *object) {
  if (!PYMV_ONE_THREAD || kept->count >= PYMV_MOST_KEPT) return 0;
  kept->objects[kept->count++] = object;
  return 1;
}

/** Take a kept object, with one reference; NULL if there is none. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept(pymv_kept_objects *kept) {
  if (!PYMV_ONE_THREAD || kept->count == 0) return NULL;
  PyObject *object = kept->objects[--kept->count];
  object->ob_refcnt = 1;
  return object;
}

/* Views with room for one axis, and managed buffers. By functions, because Swift guards a global
 * while it is changed. */
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
