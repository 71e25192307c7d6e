/* Random layouts over a block of memory, the same ones in every run. */
#ifndef PYMV_TESTS_RANDOM_LAYOUT_H
#define PYMV_TESTS_RANDOM_LAYOUT_H

#include <stdint.h>

#include "api.h"

enum { RANDOM_MAX_NDIM = 6, RANDOM_MAX_ITEMSIZE = 24, RANDOM_MAX_ROWS = 64 };

/** A sequence of numbers that depends on nothing but `state`. */
typedef struct {
  uint64_t state;
} Random;

/** Next number below `bound`, which is at least 1. */
unsigned random_pick(Random *random, unsigned bound);

/** What layouts to make up. */
typedef struct {
  Py_ssize_t item_limit;    /**< Most items. */
  Py_ssize_t extent_limit;  /**< Most items along an axis. */
  Py_ssize_t least_bytes;   /**< Least bytes in all items; 0 allows empty axes. */
  int items_may_share;      /**< Whether items may overlap, as with stride 0. */
  Py_ssize_t most_indirect; /**< Most blocks behind pointers; 0 for no suboffsets. */
} LayoutKind;

/** A layout not yet placed in memory. */
typedef struct {
  Py_buffer view; /**< Points into this struct: not to be copied. */
  Py_ssize_t shape[RANDOM_MAX_NDIM];
  Py_ssize_t strides[RANDOM_MAX_NDIM];
  Py_ssize_t suboffsets[RANDOM_MAX_NDIM];
  char *rows[RANDOM_MAX_ROWS];
  int indirect;         /**< Leading axes that lead to a pointer; 0 for none. */
  Py_ssize_t suboffset; /**< Of the last indirect axis. */
  Py_ssize_t blocks;    /**< Blocks behind pointers, or 1. */
  Py_ssize_t span;      /**< Bytes from the first to behind the last byte of one block. */
  Py_ssize_t first;     /**< Offset of a block's first item from its lowest byte. */
} RandomLayout;

/** Make up a layout. */
void random_layout_choose(RandomLayout *layout, const LayoutKind *kind, Random *random);

/** Make up a layout with the shape and item size of another one. */
void random_layout_choose_like(RandomLayout *layout, const RandomLayout *model,
                               const LayoutKind *kind, Random *random);

/** Bytes that the layout needs in one piece. */
size_t random_layout_size(const RandomLayout *layout);

/** Place the layout in random_layout_size() bytes at `memory`, which fills in layout->view. */
void random_layout_place(RandomLayout *layout, unsigned char *memory);

/** Place the layout in new memory, whose bytes are not all the same. @return the memory, which the
 * caller frees. */
unsigned char *random_layout_in_new_memory(RandomLayout *layout);

/** Print the layout on standard error. */
void random_layout_describe(const RandomLayout *layout);

#endif /* PYMV_TESTS_RANDOM_LAYOUT_H */
