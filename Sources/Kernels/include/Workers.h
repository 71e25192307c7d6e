/* Threads that share one copy. */
#ifndef WORKERS_H
#define WORKERS_H

#include <CSupport.h>

enum { PYMV_K_MOST_THREADS = 64 };

/** Call `body` once for each part from 0 to `count` - 1: part 0 in the calling thread, every other
 * part in a new thread. Returns when all are done. If a thread cannot be created, the calling
 * thread runs its part. Assumes: `count` is at most PYMV_K_MOST_THREADS; there are no data races
 * between parts. */
void pymv_k_run_parts(void (*body)(void *context, int part), void *context, int count);

/** Number of processors on which this process may run, from 1 to PYMV_K_MOST_THREADS. */
int pymv_k_processor_count(void);

/** Set how many threads share a large copy; pymv_k_thread_count returns it; the default is 1. Safe
 * while other threads copy. */
void pymv_k_set_thread_count(int count);

/* Order: value (Atomics.h). */
extern PYMV_HIDDEN int pymv_k_thread_count_setting;

static inline int pymv_k_thread_count(void) {
  return __atomic_load_n(&pymv_k_thread_count_setting, __ATOMIC_RELAXED);
}

#endif /* WORKERS_H */
