/* Random buffers over a block of memory, the same ones in every run. */
#ifndef PYMV_TESTS_RANDOM_LAYOUT_H
#define PYMV_TESTS_RANDOM_LAYOUT_H

#include "api.h"

enum { RANDOM_MEMORY_SIZE = 1 << 16, RANDOM_MAX_NDIM = 5 };

typedef struct {
  Py_buffer view; /**< Points into this struct: not to be copied. */
  Py_ssize_t shape[RANDOM_MAX_NDIM];
  Py_ssize_t strides[RANDOM_MAX_NDIM];
  Py_ssize_t suboffsets[RANDOM_MAX_NDIM];
  char *rows[8];
  unsigned char memory[RANDOM_MEMORY_SIZE];
} RandomBuffer;

/** Next of a fixed sequence of numbers, below `bound`. */
unsigned random_below(unsigned bound);

/** Start the sequence anew. */
void random_restart(void);

/** Make up a buffer: 0 to 5 axes in any order, steps and gaps of both signs, sometimes an empty
 * axis, sometimes pointers on axis 0. Items do not overlap, and have 1 to 17 bytes. */
void random_buffer(RandomBuffer *buffer);

/** Address of the item with these indices, by the definition of strides and suboffsets. */
char *item_address(const Py_buffer *view, const Py_ssize_t *indices);

/** Advance indices in the order 'F', else in C order. */
void next_index(const Py_buffer *view, Py_ssize_t *indices, char order);

#endif /* PYMV_TESTS_RANDOM_LAYOUT_H */
