/* Atomic access to fields of objects, for functions in C that take the object.
 *
 * `is_alone`: no other thread can be using the field, so that a plain access is enough. */
#ifndef ATOMICS_H
#define ATOMICS_H

#include <stddef.h>

#include "Marks.h"

/** Add one to a counter of references: whoever does so has a reference already. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE void pymv_c_counter_retain(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone)
    ++*counter;
  else
    __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/** Take one from a counter of references. @return whether it was the last one. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_counter_release(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone) return --*counter == 0;
  return __atomic_fetch_sub(counter, 1, __ATOMIC_ACQ_REL) == 1;
}

/** Add to a counter, which wraps around. @return its new value. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE ptrdiff_t pymv_c_counter_add(ptrdiff_t *counter, ptrdiff_t change,
                                                            _Bool is_alone) {
  if (is_alone) return *counter = (ptrdiff_t)((size_t)*counter + (size_t)change);
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

/** Change a counter from one value to another. @return whether it had the first one. */
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

/** Set a flag. @return whether it was set before: of several callers, one gets false. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_flags_set(int *flags, int flag, _Bool is_alone) {
  if (is_alone) {
    int before = *flags;
    *flags |= flag;
    return (before & flag) != 0;
  }
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

/** Read a cached value. Several threads may compute it, and all store the same. */
PYMV_C_ONLY static inline ptrdiff_t pymv_c_cache_value(const ptrdiff_t *cache) {
  return __atomic_load_n(cache, __ATOMIC_RELAXED);
}

PYMV_C_ONLY static inline void pymv_c_cache_set(ptrdiff_t *cache, ptrdiff_t value) {
  __atomic_store_n(cache, value, __ATOMIC_RELAXED);
}

#endif /* ATOMICS_H */
