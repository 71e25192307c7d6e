/* Access to fields of objects; atomic for fields that several threads change. Atomics.h says which
 * memory orders the operations have, and why. */
#ifndef SHARED_FIELDS_H
#define SHARED_FIELDS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#include "ViewRules.h"

/* Addresses of fields. */
static inline Py_buffer *pymv_c_view(PyMemoryViewObject *self) {
  return &self->view;
}

static inline Py_ssize_t *pymv_c_axis_values(PyMemoryViewObject *self) {
  return self->ob_array;
}

static inline Py_buffer *pymv_c_master(_PyManagedBufferObject *self) {
  return &self->master;
}

#ifdef Py_GIL_DISABLED

/* Objects are of a free-threaded host, whose functions count their references. Whether a reference
 * is the only one cannot be found out. */

/* Whether this library is compiled for the object layout of free-threaded interpreters. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_free_threaded(void) {
  return 1;
}

/* Whether no other thread exists that can change counters and flags concurrently. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone(void) {
  return PYMV_ONE_THREAD;
}

PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone_without_host(void) {
  return 0;
}

PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  Py_IncRef(op);
}

PYMV_ALWAYS_INLINE _Bool pymv_c_is_only_reference(const PyObject *op) {
  (void)op;
  return 0;
}

PYMV_ALWAYS_INLINE void pymv_c_change_count(PyObject *op, Py_ssize_t change) {
  if (change > 0)
    Py_IncRef(op);
  else
    Py_DecRef(op);
}

PYMV_ALWAYS_INLINE _Bool pymv_c_has_other_references(const PyObject *op) {
  (void)op;
  return 0;
}

#else

PYMV_ALWAYS_INLINE _Bool pymv_c_is_free_threaded(void) {
  return 0;
}

/* Whether no other thread can change counters and flags concurrently. The GIL of a host is as good
 * as a single thread: none of its objects is accessed without it. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone(void) {
  return PYMV_ONE_THREAD || pymv_c_services.has_host;
}

PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone_without_host(void) {
  return PYMV_ONE_THREAD && !pymv_c_services.has_host;
}

/* Take a reference to an object that no host makes immortal. Incrementing the field directly is
 * safe: extensions for the limited API do the same in every version of a host. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  pymv_c_counter_retain(&op->ob_refcnt, pymv_c_is_alone());
}

/* Whether there is only one reference. If it is the caller's, no other thread can take another one
 * concurrently. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_only_reference(const PyObject *op) {
  return pymv_c_counter_value(&op->ob_refcnt) == 1;
}

/* The following two need pymv_c_is_alone. */

PYMV_ALWAYS_INLINE void pymv_c_change_count(PyObject *op, Py_ssize_t change) {
  op->ob_refcnt += change;
}

PYMV_ALWAYS_INLINE _Bool pymv_c_has_other_references(const PyObject *op) {
  return op->ob_refcnt > 1;
}

#endif

/* Drop a reference to an object of this library's types. */
PYMV_ALWAYS_INLINE void pymv_c_drop(PyObject *op) {
  if (pymv_c_is_alone_without_host() && pymv_c_has_other_references(op))
    pymv_c_change_count(op, -1);
  else
    Py_DecRef(op);
}

/* --- Views ------------------------------------------------------------------------------------ */

/* Add to the number of exports and return the new one. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_view_exports_add(PyMemoryViewObject *self, Py_ssize_t change) {
  return pymv_c_counter_add(&self->exports, change, pymv_c_is_alone());
}

/* Compare and exchange the number of exports; return whether it was `from`. */
PYMV_ALWAYS_INLINE _Bool pymv_c_view_exports_exchange(PyMemoryViewObject *self, Py_ssize_t from,
                                                      Py_ssize_t to) {
  return pymv_c_counter_exchange(&self->exports, from, to, pymv_c_is_alone());
}

static inline Py_ssize_t pymv_c_view_exports(const PyMemoryViewObject *self) {
  return pymv_c_counter_value(&self->exports);
}

static inline int pymv_c_view_flags(const PyMemoryViewObject *self) {
  return pymv_c_flags_value(&self->flags);
}

/* Set a flag; return whether it was set before. */
PYMV_ALWAYS_INLINE _Bool pymv_c_view_set_flag(PyMemoryViewObject *self, int flag) {
  return pymv_c_flags_set(&self->flags, flag, pymv_c_is_alone());
}

/* The cached hash, -1 for none. */
static inline Py_hash_t pymv_c_view_hash(const PyMemoryViewObject *self) {
  return pymv_c_cache_value(&self->hash);
}

static inline void pymv_c_view_set_hash(PyMemoryViewObject *self, Py_hash_t hash) {
  pymv_c_cache_set(&self->hash, hash);
}

/* Fast paths where no other thread can change counters. All return false if nothing was done. */

/* Whether a view can be accessed. A host's garbage collector may have released or cleared the
 * managed buffer; without a host only the view itself releases it. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_accessible_alone(const PyMemoryViewObject *self) {
  if (self->flags & _Py_MEMORYVIEW_RELEASED) return 0;
  return !pymv_c_services.has_host ||
         (self->mbuf != NULL && !(self->mbuf->flags & _Py_MANAGED_BUFFER_RELEASED));
}

/* Count another view on the managed buffer of a view, and its reference. */
PYMV_ALWAYS_INLINE _Bool pymv_c_join_alone(PyMemoryViewObject *self) {
  if (!pymv_c_is_alone() || self->flags & _Py_MEMORYVIEW_RESTRICTED) return 0;
  if (!pymv_c_is_accessible_alone(self)) return 0;
  self->mbuf->exports++;
  pymv_c_change_count(&self->mbuf->ob_base, 1);
  return 1;
}

/* Count an export of a view, and its reference. */
PYMV_ALWAYS_INLINE _Bool pymv_c_lend_alone(PyMemoryViewObject *self) {
  if (!pymv_c_is_alone() || !pymv_c_is_accessible_alone(self)) return 0;
  self->exports++;
  pymv_c_change_count(&self->ob_base.ob_base, 1);
  return 1;
}

/* Drop a view's count on a managed buffer, and its reference, if there are other views. */
PYMV_ALWAYS_INLINE _Bool pymv_c_leave_alone(_PyManagedBufferObject *self) {
  if (!pymv_c_is_alone()) return 0;
  if (self->exports <= 1 || !pymv_c_has_other_references(&self->ob_base)) return 0;
  self->exports--;
  pymv_c_change_count(&self->ob_base, -1);
  return 1;
}

/* Drop an export and its reference if other references remain. Needs one thread and no
 * host. */
PYMV_ALWAYS_INLINE _Bool pymv_c_take_back_alone(PyMemoryViewObject *self) {
  if (!pymv_c_is_alone_without_host()) return 0;
  if (!pymv_c_has_other_references(&self->ob_base.ob_base)) return 0;
  self->exports--;
  pymv_c_change_count(&self->ob_base.ob_base, -1);
  return 1;
}

/* --- Managed buffers -------------------------------------------------------------------------- */

/* Add to the number of views and return the new one. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_managed_exports_add(_PyManagedBufferObject *self,
                                                         Py_ssize_t change) {
  return pymv_c_counter_add(&self->exports, change, pymv_c_is_alone());
}

static inline Py_ssize_t pymv_c_managed_exports(const _PyManagedBufferObject *self) {
  return pymv_c_counter_value(&self->exports);
}

static inline int pymv_c_managed_flags(const _PyManagedBufferObject *self) {
  return pymv_c_flags_value(&self->flags);
}

/* Set a flag; return whether it was set before. */
PYMV_ALWAYS_INLINE _Bool pymv_c_managed_set_flag(_PyManagedBufferObject *self, int flag) {
  return pymv_c_flags_set(&self->flags, flag, pymv_c_is_alone());
}

#endif /* SHARED_FIELDS_H */
