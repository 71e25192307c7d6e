/* Where the items of an array are, one by one, and what becomes of that when views are derived. */
#ifndef PYMV_TESTS_MODEL_ITEMS_H
#define PYMV_TESTS_MODEL_ITEMS_H

#include "fuzz.h"

enum { MODEL_MOST_ITEMS = 2048 };

/** Places of all items, in C order. */
typedef struct {
  int ndim;
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  char *places[MODEL_MOST_ITEMS];
} Items;

/** Product of a shape; 1 without axes. */
Py_ssize_t items_of_shape(int ndim, const Py_ssize_t *shape);

/** The items of a buffer, which has at most MODEL_MOST_ITEMS. */
void items_of_buffer(Items *items, const Py_buffer *view);
/** Whether a buffer has these items in this shape. */
bool are_items_of(const Items *items, const Py_buffer *view);

/** Indices that a slice has of an axis. */
typedef struct {
  Py_ssize_t start, step, count;
} Indices;

/** As Python slices; PTRDIFF_MIN: left out. The step is not 0. */
Indices model_slice(Py_ssize_t extent, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t step);

/** Keep some indices of an axis. */
void keep_indices(Items *items, int axis, Indices indices);
/** Keep one index of an axis, and drop the axis. */
void drop_axis(Items *items, int axis, Py_ssize_t index);
/** Put the axes in another order; each is there once. */
void permute_axes(Items *items, const int *axes);
/** Give as many items another shape. @param order 'C' or 'F'. */
void reshape_items(Items *items, int ndim, const Py_ssize_t *shape, int order);
/** Repeat axes of one item, and add axes in front; the shape fits. */
void repeat_items(Items *items, int ndim, const Py_ssize_t *shape);
/** Whether strides alone can say where the items are. */
bool are_strided(const Items *items);

#endif /* PYMV_TESTS_MODEL_ITEMS_H */
