/* Reference counts: the atomic operations, which Swift cannot express on a C field. */
#ifndef REFERENCE_COUNT_H
#define REFERENCE_COUNT_H

#include <PyMemoryView.h>
#include <stdbool.h>

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define PYMV_ONE_THREAD (__libc_single_threaded != 0)
#endif
#endif
#ifndef PYMV_ONE_THREAD
#define PYMV_ONE_THREAD 0
#endif

/* A locked read-modify-write costs several times a plain one, so a process that never had a second
 * thread does without; glibc tells. Creating a thread orders what was done before it. */

/** Take a reference. @param op not NULL. */
static inline void pymv_c_retain(PyObject *op) {
  if (PYMV_ONE_THREAD)
    op->ob_refcnt++;
  else
    __atomic_fetch_add(&op->ob_refcnt, 1, __ATOMIC_RELAXED);
}

/** Give up a reference. @param op not NULL. @return whether it was the last one. */
static inline bool pymv_c_release_was_last(PyObject *op) {
  if (PYMV_ONE_THREAD) return --op->ob_refcnt == 0;
  return __atomic_fetch_sub(&op->ob_refcnt, 1, __ATOMIC_ACQ_REL) == 1;
}

#endif /* REFERENCE_COUNT_H */
