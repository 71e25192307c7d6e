/* Comparisons of all pairs of small layouts. */
#ifndef PYMV_TESTS_KERNEL_PAIRS_H
#define PYMV_TESTS_KERNEL_PAIRS_H

/** Compare all pairs of small layouts of the same shape, with equal items and with one that
 * differs.
 * @return how many comparisons were right: all, because a wrong one ends the program. */
long pairs_check(long step);

#endif /* PYMV_TESTS_KERNEL_PAIRS_H */
