/* Comparison of numbers of different types. */
#ifndef PYMV_TESTS_KERNEL_NUMBERS_H
#define PYMV_TESTS_KERNEL_NUMBERS_H

#include "random_layout.h"

/** Compare two columns of numbers of random types, byte orders and strides as memoryviews, and with
 * a loop over the values. @return 0, or 1 if the answers differ. */
int numbers_check(Random *random);

/** Compare each bit pattern of 16-bit floats with its value, and with another one.
 * @return 0, or 1 if an answer is wrong. */
int numbers_check_halves(void);

#endif /* PYMV_TESTS_KERNEL_NUMBERS_H */
