/* Reference counts: the atomic operations, which Swift cannot express on a C field. */
#ifndef REFERENCE_COUNT_H
#define REFERENCE_COUNT_H

#include <PyMemoryView.h>
#include <stdbool.h>

#include <CSupport.h>

/** Take a reference. @param op not NULL. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  pymv_c_counter_retain(&op->ob_refcnt, PYMV_ONE_THREAD);
}

/** Give up a reference. @param op not NULL. @return whether it was the last one. */
PYMV_ALWAYS_INLINE bool pymv_c_release_was_last(PyObject *op) {
  return pymv_c_counter_release(&op->ob_refcnt, PYMV_ONE_THREAD);
}

#endif /* REFERENCE_COUNT_H */
