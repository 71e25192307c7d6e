/* Comparison of a random layout with a contiguous copy of its items. */
#ifndef PYMV_TESTS_KERNEL_EQUALITY_H
#define PYMV_TESTS_KERNEL_EQUALITY_H

#include "random_layout.h"

/** Compare as memoryviews, both ways, and as a loop over items does. The copy may differ, in what
 * matters and in what does not; the layout may have a NaN.
 * @param layout not placed yet. @return 0, or 1 if the answers differ. */
int equality_check(RandomLayout *layout, Random *random);

#endif /* PYMV_TESTS_KERNEL_EQUALITY_H */
