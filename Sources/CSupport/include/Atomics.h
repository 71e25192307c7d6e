/* Atomic access to fields of objects, for C functions that take the object.
 *
 * `is_alone`: no other thread can access the field, so that no atomic operation is necessary. */
#ifndef ATOMICS_H
#define ATOMICS_H

#include <stddef.h>

#include "Marks.h"

/** Increment a reference count. The caller owns a reference, so relaxed order is enough. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE void pymv_c_counter_retain(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone)
    ++*counter;
  else
    __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/** Decrement a reference count. @return whether that was the last reference. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_counter_release(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone) return --*counter == 0;
  return __atomic_fetch_sub(counter, 1, __ATOMIC_ACQ_REL) == 1;
}

/** Add to a counter; wraps around on overflow. @return its new value. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE ptrdiff_t pymv_c_counter_add(ptrdiff_t *counter, ptrdiff_t change,
                                                            _Bool is_alone) {
  if (is_alone) return *counter = (ptrdiff_t)((size_t)*counter + (size_t)change);
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

/** Compare and exchange: set a counter to `to` if it is `from`. @return whether it was. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_counter_exchange(ptrdiff_t *counter, ptrdiff_t from,
                                                             ptrdiff_t to, _Bool is_alone) {
  if (is_alone) {
    if (*counter != from) return 0;
    *counter = to;
    return 1;
  }
  return __atomic_compare_exchange_n(counter, &from, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

PYMV_C_ONLY static inline ptrdiff_t pymv_c_counter_value(const ptrdiff_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

PYMV_C_ONLY static inline int pymv_c_flags_value(const int *flags) {
  return __atomic_load_n(flags, __ATOMIC_ACQUIRE);
}

/** Set a flag. @return whether it was set before; exactly one of several callers gets false. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_flags_set(int *flags, int flag, _Bool is_alone) {
  if (is_alone) {
    int before = *flags;
    *flags |= flag;
    return (before & flag) != 0;
  }
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

/** Read a cached value. Several threads may compute and store it; all store the same value. */
PYMV_C_ONLY static inline ptrdiff_t pymv_c_cache_value(const ptrdiff_t *cache) {
  return __atomic_load_n(cache, __ATOMIC_RELAXED);
}

PYMV_C_ONLY static inline void pymv_c_cache_set(ptrdiff_t *cache, ptrdiff_t value) {
  __atomic_store_n(cache, value, __ATOMIC_RELAXED);
}

#endif /* ATOMICS_H */
