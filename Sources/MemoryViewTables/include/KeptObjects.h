/* Free lists: freed objects that are kept for reuse, with all fields set that do not differ.
 *
 * Used only where no other thread can access them, which is checked before an object is kept or
 * taken: without a host, while the process has one thread; in a host, with the GIL of the main
 * interpreter, because interpreters with other GILs have other memory.
 */
#ifndef KEPT_OBJECTS_H
#define KEPT_OBJECTS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#include "ViewRules.h"

/* Disabled under AddressSanitizer, because reuse would hide a use after free, and where there is no
 * GIL. */
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
  if (kept->count >= PYMV_MOST_KEPT) return 0;
  kept->objects[kept->count++] = object;
  return 1;
}

/** Take a kept object, with one reference; NULL if there is none. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept(pymv_kept_objects *kept) {
  if (kept->count == 0) return NULL;
  PyObject *object = kept->objects[--kept->count];
#ifndef Py_GIL_DISABLED
  object->ob_refcnt = 1;
#endif
  return object;
}

/* Views and managed buffers. Views have room for three axes; in a host, where other code allocates
 * them too, exactly for one. Accessed through functions, because Swift enforces exclusive access to
 * a global at run time. */
extern pymv_kept_objects pymv_c_kept_views, pymv_c_kept_managed_buffers;

/** The number of axes that views are allocated with room for, if they have fewer. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_kept_axis_count(void) {
  return pymv_c_services.has_host ? 1 : 3;
}

/** In a host, flags of a managed buffer: its views may be kept, and that was found out. To ask once
 * for each managed buffer is cheaper than to ask for the interpreter at every view. */
#define PYMV_MANAGED_BUFFER_KEEPS_VIEWS 0x200
#define PYMV_MANAGED_BUFFER_WAS_ASKED 0x400

/** Slow path of the function below: find out, set the flags, and return them. */
int pymv_c_ask_whether_views_are_kept(_PyManagedBufferObject *managed);

/** Whether views of so many axes are kept and taken now. `managed` may be NULL without a host. */
PYMV_ALWAYS_INLINE _Bool pymv_c_reuses_views(_PyManagedBufferObject *managed,
                                             Py_ssize_t axis_count) {
  if (PYMV_MOST_KEPT == 0) return 0;
  if (!pymv_c_services.has_host) return axis_count <= 3 && PYMV_ONE_THREAD;
  if (axis_count != 1) return 0;
  int flags = managed->flags;
  if (!(flags & PYMV_MANAGED_BUFFER_WAS_ASKED)) flags = pymv_c_ask_whether_views_are_kept(managed);
  return (flags & PYMV_MANAGED_BUFFER_KEEPS_VIEWS) != 0;
}

PYMV_ALWAYS_INLINE _Bool pymv_c_keep_view(PyMemoryViewObject *view) {
  return pymv_c_keep(&pymv_c_kept_views, view);
}

PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept_view(void) {
  PyObject *view = pymv_c_take_kept(&pymv_c_kept_views);
  /* Hosts trace their objects. */
  if (view != NULL && pymv_c_services.has_host) pymv_c_services.renew(view);
  return view;
}

/** Forget the kept views, whose memory ends with a host. */
static inline void pymv_c_forget_kept_views(void) {
  pymv_c_kept_views.count = 0;
}

/* Hosts deallocate managed buffers themselves. */

PYMV_ALWAYS_INLINE _Bool pymv_c_keep_managed_buffer(_PyManagedBufferObject *buffer) {
  return PYMV_ONE_THREAD && pymv_c_keep(&pymv_c_kept_managed_buffers, buffer);
}

PYMV_ALWAYS_INLINE PyObject *pymv_c_take_kept_managed_buffer(void) {
  return PYMV_ONE_THREAD ? pymv_c_take_kept(&pymv_c_kept_managed_buffers) : NULL;
}

#endif /* KEPT_OBJECTS_H */
