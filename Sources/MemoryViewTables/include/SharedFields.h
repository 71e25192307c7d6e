/* Fields of objects, and access to those that several threads change. */
#ifndef SHARED_FIELDS_H
#define SHARED_FIELDS_H

#include <PyMemoryView.h>

#include "../../CBufferProtocol/OneThread.h"

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

/* Whether nobody else can be changing counters and flags. A host's lock is as good as having one
 * thread: without it, none of its objects is touched. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_alone(void) {
  return PYMV_ONE_THREAD || pymv_c_services.has_host;
}

/* Take a reference to an object that no host makes immortal. Extensions of the limited API do it
 * so, in every version of a host. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  if (pymv_c_is_alone())
    op->ob_refcnt++;
  else
    __atomic_fetch_add(&op->ob_refcnt, 1, __ATOMIC_RELAXED);
}

/* Whether there is but one reference: then, if it is the caller's, nobody else has one to take more
 * from. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_only_reference(const PyObject *op) {
  return __atomic_load_n(&op->ob_refcnt, __ATOMIC_ACQUIRE) == 1;
}

/* Give up a reference to an object of ours. */
PYMV_ALWAYS_INLINE void pymv_c_drop(PyObject *op) {
  if (PYMV_ONE_THREAD && !pymv_c_services.has_host && op->ob_refcnt > 1)
    op->ob_refcnt--;
  else
    Py_DecRef(op);
}

/* Add to a counter and return its new value. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_add(Py_ssize_t *counter, Py_ssize_t change) {
  if (pymv_c_is_alone()) return *counter = (Py_ssize_t)((size_t)*counter + (size_t)change);
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

/* Change a counter from one value to another; return whether it had the one. */
PYMV_ALWAYS_INLINE _Bool pymv_c_exchange(Py_ssize_t *counter, Py_ssize_t from, Py_ssize_t to) {
  if (pymv_c_is_alone()) {
    if (*counter != from) return 0;
    *counter = to;
    return 1;
  }
  return __atomic_compare_exchange_n(counter, &from, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static inline Py_ssize_t pymv_c_load(const Py_ssize_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

/* The cached hash, -1 for none. Several threads may compute it, and all store the same value. */
static inline Py_hash_t pymv_c_view_hash(const PyMemoryViewObject *self) {
  return __atomic_load_n(&self->hash, __ATOMIC_RELAXED);
}

static inline void pymv_c_view_set_hash(PyMemoryViewObject *self, Py_hash_t hash) {
  __atomic_store_n(&self->hash, hash, __ATOMIC_RELAXED);
}

static inline int pymv_c_flags(const int *flags) {
  return __atomic_load_n(flags, __ATOMIC_ACQUIRE);
}

/* Set a flag; return whether it was set before, so that one caller alone sees 0. */
PYMV_ALWAYS_INLINE _Bool pymv_c_set_flag(int *flags, int flag) {
  if (pymv_c_is_alone()) {
    int before = *flags;
    *flags |= flag;
    return (before & flag) != 0;
  }
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

#endif /* SHARED_FIELDS_H */
