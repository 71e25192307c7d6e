/* Access to the items of a buffer one by one, by the definition of strides and suboffsets. This is
 * the reference that copies are compared with. */
#ifndef PYMV_TESTS_WALK_H
#define PYMV_TESTS_WALK_H

#include <stdbool.h>

#include "api.h"

/** Address of the item with these indices. */
void *item_address(const Py_buffer *view, const Py_ssize_t *indices);

/** Advance indices in the order 'F', else in C order. */
void next_index(const Py_buffer *view, Py_ssize_t *indices, char order);

/** Copy all items, in the order 'F', else in C order, to `bytes`. */
void gather_items(const Py_buffer *view, char order, void *bytes);

/** Overwrite items, in the order 'F', else in C order, with `bytes`, of which there are at most
 * `most`. */
void scatter_items(const Py_buffer *view, char order, const void *bytes, Py_ssize_t most);

/** Whether the items lie one after the other in this order, which is 'C' or 'F'. */
bool items_are_in_order(const Py_buffer *view, char order);

/** The order of the items for an order passed to a function: 'C' or 'F'. */
char order_of_items(const Py_buffer *view, char order);

#endif /* PYMV_TESTS_WALK_H */
