/* ffi-shim selftest: every function and error path of the library, reported as TAP. */
#ifndef SHIM_SELFTEST_H
#define SHIM_SELFTEST_H

#include "calls.h"
#include "exporter.h"
#include "injection.h"

#include <stdbool.h>

/** Run all tests. @return exit status: 0 if there were any and all passed, else 1. */
int selftest_run(void);

/* For the tests: */

/** Report one claim. */
void claim(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Report a claim about the library's own contract; skipped where CPython stands in for it. */
bool claim_ours(const char *text);

/** Claim that the error indicator holds this exception, and clear it. */
void claim_raised(const char *type, const char *message, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Claim that a call gave no object but this exception; gives up an object it did give. */
void claim_refused(PyObject *result, const char *type, const char *message, const char *text);

/** Claim that an operation survives each of its allocations failing, as injection_survived says. */
void claim_survives(operation body, void *context, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Whether allocations can be made to fail; without the lock that CPython would want. */
bool faults_are_injected(void);

/** Does CPython stand in for the library? */
bool cpython_stands_in(void);

/* The areas. */
void selftest_functions(void);
void selftest_views(void);
void selftest_requests(void);
void selftest_ownership(void);
void selftest_contiguous(void);
void selftest_pointers(void);
void selftest_copies(void);
void selftest_copydata(void);
void selftest_formats(void);
void selftest_fill(void);
void selftest_object(void);
void selftest_faults(void);

#endif
