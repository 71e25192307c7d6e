/* Hexadecimal digits of contiguous bytes. */
#ifndef PYMV_TESTS_KERNEL_HEX_H
#define PYMV_TESTS_KERNEL_HEX_H

#include "random_layout.h"

/** Compare digits and separators of some bytes next to an inaccessible page with a loop.
 * @return 0, or 1 if the texts differ. */
int hex_check(Random *random);

#endif /* PYMV_TESTS_KERNEL_HEX_H */
