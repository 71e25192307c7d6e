/* Random layouts over a block of memory, the same ones in every run. */
#ifndef PYMV_TESTS_RANDOM_LAYOUT_H
#define PYMV_TESTS_RANDOM_LAYOUT_H

#include <stdint.h>

#include "api.h"

enum {
  RANDOM_MAX_NDIM = PyBUF_MAX_NDIM,
  RANDOM_MAX_ITEMSIZE = 24,
  RANDOM_MAX_ROWS = 64,
};

/** A sequence of numbers that depends only on `state`. */
typedef struct {
  uint64_t state;
} Random;

/** Next number below `bound`, which is at least 1. */
unsigned random_pick(Random *random, unsigned bound);

/** Limits of random layouts. */
typedef struct {
  Py_ssize_t item_limit;   /**< Maximum number of items. */
  Py_ssize_t extent_limit; /**< Maximum extent of an axis. */
  Py_ssize_t least_bytes;  /**< Minimum size of all items together in bytes; 0 allows empty axes. */
  int items_may_share;     /**< Whether items may overlap, as with stride 0. */
  Py_ssize_t most_indirect; /**< Maximum number of blocks behind pointers; 0 for no suboffsets. */
  int many_axes;            /**< Whether there are up to 64 axes, most of them short, else 6. */
} LayoutKind;

/** A layout not yet placed in memory. */
typedef struct {
  Py_buffer view; /**< Points into this struct: not to be copied. */
  Py_ssize_t shape[RANDOM_MAX_NDIM];
  Py_ssize_t strides[RANDOM_MAX_NDIM];
  Py_ssize_t suboffsets[RANDOM_MAX_NDIM];
  char *rows[RANDOM_MAX_ROWS];
  int indirect;         /**< Leading axes with suboffsets; 0 for none. */
  Py_ssize_t suboffset; /**< Of the last indirect axis. */
  Py_ssize_t blocks;    /**< Blocks behind pointers, or 1. */
  Py_ssize_t span;      /**< Bytes of one block. */
  Py_ssize_t first;     /**< Offset of a block's first item from its lowest byte. */
} RandomLayout;

/** Choose a layout. */
void random_layout_choose(RandomLayout *layout, const LayoutKind *kind, Random *random);

/** Choose a transposition of 2 to RANDOM_MAX_NDIM axes of up to 40 items and at most `most_bytes`
 * in all; most are dense. */
void random_layout_choose_permutation(RandomLayout *layout, Py_ssize_t most_bytes, Random *random);

/** Choose a layout with the shape and item size of another one. */
void random_layout_choose_like(RandomLayout *layout, const RandomLayout *model,
                               const LayoutKind *kind, Random *random);

/** Size of the memory block that the layout needs. */
size_t random_layout_size(const RandomLayout *layout);

/** Place the layout in random_layout_size() bytes at `memory`, which fills in layout->view. */
void random_layout_place(RandomLayout *layout, unsigned char *memory);

/** Place the layout in new memory, filled with bytes that differ. @return the memory, which the
 * caller frees. */
unsigned char *random_layout_in_new_memory(RandomLayout *layout);

/** Print the layout on standard error. */
void random_layout_describe(const RandomLayout *layout);

#endif /* PYMV_TESTS_RANDOM_LAYOUT_H */
