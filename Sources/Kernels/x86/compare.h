/* Included by tables.h: comparison of runs of items with AVX2. */
#ifndef PYMV_X86_COMPARE_H
#define PYMV_X86_COMPARE_H

#include "../portable/equal.h"
#include "processor.h"

DEFINE_EQUAL(static, AVX2, equal_avx2)

#endif /* PYMV_X86_COMPARE_H */
