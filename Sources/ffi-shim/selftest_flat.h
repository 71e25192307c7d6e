/* The part of `ffi-shim selftest` about the flat API. */
#ifndef SHIM_SELFTEST_FLAT_H
#define SHIM_SELFTEST_FLAT_H

#include "selftest.h"

/** Call every function of pymv.h. */
void selftest_flat(void);

#endif
