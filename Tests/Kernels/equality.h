/* Comparison of a random layout with a contiguous copy of its items. */
#ifndef PYMV_TESTS_KERNEL_EQUALITY_H
#define PYMV_TESTS_KERNEL_EQUALITY_H

#include "random_layout.h"

/** Compare as memoryviews, in both directions, and with a loop over items. The copy may have
 * differences that matter and others that do not; the layout may have a NaN.
 * @param layout not placed yet. @return 0, or 1 if the answers differ. */
int equality_check(RandomLayout *layout, Random *random);

#endif /* PYMV_TESTS_KERNEL_EQUALITY_H */
