/* Reference counts: the atomic operations, which Swift cannot express on a C field. */
#ifndef REFERENCE_COUNT_H
#define REFERENCE_COUNT_H

#include <PyMemoryView.h>
#include <stdbool.h>

#include "../../CBufferProtocol/OneThread.h"

/** Take a reference. @param op not NULL. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  if (PYMV_ONE_THREAD)
    op->ob_refcnt++;
  else
    __atomic_fetch_add(&op->ob_refcnt, 1, __ATOMIC_RELAXED);
}

/** Give up a reference. @param op not NULL. @return whether it was the last one. */
PYMV_ALWAYS_INLINE bool pymv_c_release_was_last(PyObject *op) {
  if (PYMV_ONE_THREAD) return --op->ob_refcnt == 0;
  return __atomic_fetch_sub(&op->ob_refcnt, 1, __ATOMIC_ACQ_REL) == 1;
}

#endif /* REFERENCE_COUNT_H */
