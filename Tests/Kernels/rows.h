/* Copies of two axes with every small item size and stride. */
#ifndef PYMV_TESTS_KERNEL_ROWS_H
#define PYMV_TESTS_KERNEL_ROWS_H

/** Gather, scatter and transpose rows of items between inaccessible pages, and compare with a loop
 * over items. Exits if they differ. @return number of layouts. */
long rows_check(void);

#endif /* PYMV_TESTS_KERNEL_ROWS_H */
