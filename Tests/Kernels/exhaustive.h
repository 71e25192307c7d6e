/* Copies of all small layouts. */
#ifndef PYMV_TESTS_KERNEL_EXHAUSTIVE_H
#define PYMV_TESTS_KERNEL_EXHAUSTIVE_H

/** Number of layouts; some of the numbers below it repeat another one. */
long exhaustive_count(void);

/** Copy the layout of this number in both directions, to every place in a cache line, and compare
 * with a loop over items. @return how many copies were checked: 0 if the number repeats another
 * one, below 0 if one was wrong. */
long exhaustive_check(long number);

#endif /* PYMV_TESTS_KERNEL_EXHAUSTIVE_H */
