/* ffi-shim selftest: every function of the library, called through libffi, reported as TAP. */
#ifndef SHIM_SELFTEST_H
#define SHIM_SELFTEST_H

/** Run all tests. @return exit status: 0 if all passed, else 1. */
int selftest_run(void);

#endif
