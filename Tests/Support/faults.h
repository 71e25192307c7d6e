/* Fails every allocation of a script in turn, when failing_malloc.c is preloaded. */
#ifndef PYMV_TESTS_FAULTS_H
#define PYMV_TESTS_FAULTS_H

#include <stdbool.h>

#include "api.h"

/** Run a script in child processes, as often as it allocates: each time another allocation fails,
 * alone and with all later ones. It must raise MemoryError or have its usual outcome, work again
 * afterwards, and leak nothing. Does nothing in a program without the allocator.
 *
 * PYMV_FAULTS_STEP=n in the environment selects every n-th script only. */
void inject_faults(const char *script);

/** As inject_faults, for a function that returns a new reference, or NULL with an exception. */
void inject_faults_into(const char *name, PyObject *(*body)(void));

/** Whether this is a child process, where a script may lack the variables that it set. */
bool faults_are_injected(void);

/** Number of problems since the last call. */
int faults_failed(void);

/** Print how many allocations were failed, in how many scripts. */
void faults_report(void);

#endif /* PYMV_TESTS_FAULTS_H */
