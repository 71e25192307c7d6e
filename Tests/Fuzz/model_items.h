/* Naive model of derived views: the address of every item. */
#ifndef PYMV_TESTS_MODEL_ITEMS_H
#define PYMV_TESTS_MODEL_ITEMS_H

#include "fuzz.h"

enum { MODEL_MOST_ITEMS = 2048 };

/** Addresses of all items, in C order. */
typedef struct {
  int ndim;
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  char *places[MODEL_MOST_ITEMS];
} Items;

/** Product of a shape; 1 without axes. */
Py_ssize_t items_of_shape(int ndim, const Py_ssize_t *shape);

/** Compute the items of a buffer of at most MODEL_MOST_ITEMS. */
void items_of_buffer(Items *items, const Py_buffer *view);
/** Whether a buffer has these items in this shape. */
bool are_items_of(const Items *items, const Py_buffer *view);

/** The indices that a slice selects. */
typedef struct {
  Py_ssize_t start, step, count;
} Indices;

/** Slice an axis as Python does; PTRDIFF_MIN: omitted. The step must not be 0. */
Indices model_slice(Py_ssize_t extent, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t step);

/** Keep some indices of an axis. */
void keep_indices(Items *items, int axis, Indices indices);
/** Keep one index of an axis, and drop the axis. */
void drop_axis(Items *items, int axis, Py_ssize_t index);
/** Reorder the axes by a permutation. */
void permute_axes(Items *items, const int *axes);
/** Reshape the items. @param order 'C' or 'F'. */
void reshape_items(Items *items, int ndim, const Py_ssize_t *shape, int order);
/** Broadcast the items to a shape that fits. */
void repeat_items(Items *items, int ndim, const Py_ssize_t *shape);
/** Whether strides can express the addresses. */
bool are_strided(const Items *items);

#endif /* PYMV_TESTS_MODEL_ITEMS_H */
