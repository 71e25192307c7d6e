/* ffi-shim selftest: every function of the library, called through libffi, reported as TAP. */
#ifndef SHIM_SELFTEST_H
#define SHIM_SELFTEST_H

#include <stdbool.h>

/** Run all tests. @return exit status: 0 if all passed, else 1. */
int selftest_run(void);

/** Count a claim and print its line of TAP output. */
void claim(bool holds, const char *text);

#endif
