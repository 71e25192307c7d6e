/* Copies of all small layouts. */
#ifndef PYMV_TESTS_KERNEL_EXHAUSTIVE_H
#define PYMV_TESTS_KERNEL_EXHAUSTIVE_H

#include <stdbool.h>

#include "random_layout.h"

enum {
  EXHAUSTIVE_SHAPES = 6 * 6 * 6, /* of at most three axes of at most five items */
  EXHAUSTIVE_WAYS = 6 * (8 + 3)  /* to lay one out: orders, and reversed axes or gaps */
};

/** Choose a layout by the numbers of its shape and of its way. @return whether they are the only
 * ones for it. */
bool exhaustive_choose(RandomLayout *layout, Py_ssize_t item, long shape, long way);

/** Number of layouts; some of the numbers below it repeat another one. */
long exhaustive_count(void);

/** Copy the layout of this number in both directions, to every place in a cache line, and compare
 * with a loop over items. @return how many copies were checked: 0 if the number repeats another
 * one, below 0 if one was wrong. */
long exhaustive_check(long number);

#endif /* PYMV_TESTS_KERNEL_EXHAUSTIVE_H */
