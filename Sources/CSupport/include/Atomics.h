/* Atomic access to fields of objects, for C functions that take the object; and the memory orders
 * of the whole library.
 *
 * Every atomic operation names its order and, as "Order: NAME", its reason in this list. The
 * reasons hold on processors that reorder loads and stores, such as 64-bit Arm. `make test-model`
 * fails for an operation without them, and checks `owned`, `last`, `pin`, `once`, `check` and
 * `hold` in a model.
 *
 * - owned: relaxed. The caller owns a reference, so no other thread can drop the last one
 *   meanwhile. However the caller got it, that ordered the earlier accesses.
 * - last: acquire and release. Release: what an owner did to the object comes before its decrement.
 *   Acquire: whoever drops the last reference sees all that before destroying the object.
 * Increments in between do not break this, because read-modify-writes continue a release sequence.
 * - pin: acquire and release, because one function counts up and down. Up, acquire: a pin that
 *   comes after release() sees RELEASED. Down, release: accesses while pinned come before the
 *   release() that finds the count zero, whose exchange acquires. The count is changed by
 *   read-modify-writes only, so each of them is ordered after all earlier ones.
 * - once: acquire and release. One of several callers sets the flag. What it did before is visible
 *   to whoever finds the flag set; what it does afterwards comes after the earlier changes.
 * - check: acquire. Either a pin repeats the check, or the result is that no other owner is left,
 *   which must make visible what the others did.
 * - value: relaxed. The value has a meaning of its own, and an old one is as good: a setting, a
 *   cached result, or the address of an object that was complete before a second thread started.
 * - publish: release to store, acquire to load. What is published was complete before, and does not
 *   change. A list grows at its head by read-modify-writes only, so that the newest entry makes the
 *   older ones visible. Relaxed where the loaded address is only stored.
 * - hold: a barrier in every thread. release() sets RELEASED, passes it, and then looks for
 * holders; a holder writes its name, passes it, and then looks for RELEASED: one of the two sees
 * the other. Off the list, release; seen there, acquire: accesses while held come before the
 * release.
 * - reserve: relaxed. Atomicity alone gives each thread a range of its own.
 * - lock: acquire to take it, release to give it back.
 *
 * `is_alone`: no other thread can access the field, so that no atomic operation is necessary. */
#ifndef ATOMICS_H
#define ATOMICS_H

#include <stddef.h>

#include "Marks.h"

/** Increment a reference count. Order: owned. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE void pymv_c_counter_retain(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone)
    ++*counter;
  else
    __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/** Decrement a reference count. Order: last. @return whether that was the last reference. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_counter_release(ptrdiff_t *counter, _Bool is_alone) {
  if (is_alone) return --*counter == 0;
  return __atomic_fetch_sub(counter, 1, __ATOMIC_ACQ_REL) == 1;
}

/** Add to a counter; wraps around on overflow. Order: pin. @return its new value. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE ptrdiff_t pymv_c_counter_add(ptrdiff_t *counter, ptrdiff_t change,
                                                            _Bool is_alone) {
  if (is_alone) return *counter = (ptrdiff_t)((size_t)*counter + (size_t)change);
  return __atomic_add_fetch(counter, change, __ATOMIC_ACQ_REL);
}

/** Compare and exchange: set a counter to `to` if it is `from`. Order: pin; check if it is not.
 * @return whether it was. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_counter_exchange(ptrdiff_t *counter, ptrdiff_t from,
                                                             ptrdiff_t to, _Bool is_alone) {
  if (is_alone) {
    if (*counter != from) return 0;
    *counter = to;
    return 1;
  }
  return __atomic_compare_exchange_n(counter, &from, to, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/** Order: check. */
PYMV_C_ONLY static inline ptrdiff_t pymv_c_counter_value(const ptrdiff_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

/** Order: check. */
PYMV_C_ONLY static inline int pymv_c_flags_value(const int *flags) {
  return __atomic_load_n(flags, __ATOMIC_ACQUIRE);
}

/** Set a flag. Order: once. @return whether it was set before; exactly one of several callers gets
 * false. */
PYMV_C_ONLY PYMV_ALWAYS_INLINE _Bool pymv_c_flags_set(int *flags, int flag, _Bool is_alone) {
  if (is_alone) {
    int before = *flags;
    *flags |= flag;
    return (before & flag) != 0;
  }
  return (__atomic_fetch_or(flags, flag, __ATOMIC_ACQ_REL) & flag) != 0;
}

/** Read a cached value. Several threads may compute and store it; all store the same value. Order:
 * value. */
PYMV_C_ONLY static inline ptrdiff_t pymv_c_cache_value(const ptrdiff_t *cache) {
  return __atomic_load_n(cache, __ATOMIC_RELAXED);
}

/** Order: value. */
PYMV_C_ONLY static inline void pymv_c_cache_set(ptrdiff_t *cache, ptrdiff_t value) {
  __atomic_store_n(cache, value, __ATOMIC_RELAXED);
}

#endif /* ATOMICS_H */
