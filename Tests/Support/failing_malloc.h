/* What failing_malloc.c exports, for programs that may run without it. */
#ifndef PYMV_TESTS_FAILING_MALLOC_H
#define PYMV_TESTS_FAILING_MALLOC_H

#include <stdbool.h>

/** Count the calling thread's allocations from now on, and have those from the `first` to the
 * `last` fail; from 0 to 0, none. */
extern __attribute__((weak)) void faults_arm(long first, long last);
/** Have no more fail. @return number of allocations since faults_arm(), failed ones included. */
extern __attribute__((weak)) long faults_disarm(void);
/** Blocks that are allocated, in all threads. */
extern __attribute__((weak)) long faults_live_blocks(void);

#endif /* PYMV_TESTS_FAILING_MALLOC_H */
