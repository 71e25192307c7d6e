/* The exports of failing_malloc.c, for programs that may run without it. */
#ifndef PYMV_TESTS_FAILING_MALLOC_H
#define PYMV_TESTS_FAILING_MALLOC_H

#include <stdbool.h>

/** Start to count the calling thread's allocations, and make those from number `first` to `last`
 * fail; with 0 and 0, none. */
extern __attribute__((weak)) void faults_arm(long first, long last);
/** Stop failing allocations. @return number of allocations since faults_arm(), failed ones
 * included. */
extern __attribute__((weak)) long faults_disarm(void);
/** Allocated blocks of all threads. */
extern __attribute__((weak)) long faults_live_blocks(void);

#endif /* PYMV_TESTS_FAILING_MALLOC_H */
