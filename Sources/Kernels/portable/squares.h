/* Transposition of blocks of items of 1, 2, 4, 8 and 16 bytes by squares that fit into vectors of a
 * lane of 16 bytes. The architecture defines the squares before: square_8x2 has eight rows and
 * columns of items of two bytes; narrow ones have fewer columns, low ones fewer rows. */
#ifndef PYMV_SQUARES_H
#define PYMV_SQUARES_H

#include "../table.h"
#include "packed.h"
#include "portable.h"

/* A kernel transposes squares of items. DEFINE_TRANSPOSE defines a function that loops over the
 * squares of a block that is not smaller than one. The last squares of a row or column overlap the
 * ones before, so that there is no remainder.
 *
 * The inner loop runs along the row of the source, to use each cache line while it is in the cache.
 * Columns are written in ascending order. */
#define DEFINE_TRANSPOSE(name, attribute, height, width, size, square) \
  attribute static void name(const pymv_k_block *b, size_t item) { \
    (void)item; \
    pymv_assert(item == (size) && has_squares(b, (height), (width))); \
    for (ptrdiff_t row = 0; row < b->rows; row += (height)) { \
      ptrdiff_t i = row + (height) <= b->rows ? row : b->rows - (height); \
      for (ptrdiff_t column = 0; column < b->columns; column += (width)) { \
        ptrdiff_t j = column + (width) <= b->columns ? column : b->columns - (width); \
        square(b->to + j * b->to_stride + i * (size), b->to_stride, \
               b->from + i * b->from_stride + j * (size), b->from_stride); \
      } \
    } \
  }

static inline _Bool has_squares(const pymv_k_block *b, ptrdiff_t height, ptrdiff_t width) {
  return b->rows >= height && b->columns >= width;
}

DEFINE_TRANSPOSE(transpose_1_small, , 4, 4, 1, square_4x1)
DEFINE_TRANSPOSE(transpose_2_small, , 4, 4, 2, square_4x2)
DEFINE_TRANSPOSE(transpose_1_narrow, , 16, 4, 1, square_16x1_narrow)
DEFINE_TRANSPOSE(transpose_2_narrow, , 8, 4, 2, square_8x2_narrow)
DEFINE_TRANSPOSE(transpose_1_low, , 4, 16, 1, square_16x1_low)
DEFINE_TRANSPOSE(transpose_2_low, , 4, 8, 2, square_8x2_low)
DEFINE_TRANSPOSE(transpose_1, , 16, 16, 1, square_16x1)
DEFINE_TRANSPOSE(transpose_2, , 8, 8, 2, square_8x2)
DEFINE_TRANSPOSE(transpose_4, , 4, 4, 4, square_4x4)
DEFINE_TRANSPOSE(transpose_8, , 2, 2, 8, square_2x8)
DEFINE_TRANSPOSE(transpose_16, , 1, 1, 16, square_1x16)

/* The choices: the first kernel whose squares fit into the block. */

static pymv_k_transposition choose_bytes(const pymv_k_block *b) {
  if (has_squares(b, 16, 16)) return transpose_1;
  if (has_squares(b, 16, 4)) return transpose_1_narrow;
  if (has_squares(b, 4, 16)) return transpose_1_low;
  return has_squares(b, 4, 4) ? transpose_1_small : pymv_k_transpose_items;
}

static pymv_k_transposition choose_shorts(const pymv_k_block *b) {
  if (has_squares(b, 8, 8)) return transpose_2;
  if (has_squares(b, 8, 4)) return transpose_2_narrow;
  if (has_squares(b, 4, 8)) return transpose_2_low;
  return has_squares(b, 4, 4) ? transpose_2_small : pymv_k_transpose_items;
}

static pymv_k_transposition choose_transposition_lanes(const pymv_k_block *b, size_t item) {
  if (item == 1) return choose_bytes(b);
  if (item == 2) return choose_shorts(b);
  if (item == 4 && has_squares(b, 4, 4)) return transpose_4;
  if (item == 8 && has_squares(b, 2, 2)) return transpose_8;
  return item == 16 ? transpose_16 : pymv_k_transpose_items;
}

/* With kernels for squares of at most eight rows and columns of items of 4 and of 8 bytes. */
static void transpose_packed_by(const pymv_k_block *block, size_t item, pymv_k_transposition of_4,
                                pymv_k_transposition of_8) {
  if (item != 4 && item != 8) {
    transpose_moves(block, item);
    return;
  }
  pymv_k_block larger = *block;
  larger.rows = (block->rows + 7) & ~(ptrdiff_t)7;
  larger.columns = (block->columns + 7) & ~(ptrdiff_t)7;
  (item == 4 ? of_4 : of_8)(&larger, item);
}

static void transpose_packed_lanes(const pymv_k_block *block, size_t item) {
  transpose_packed_by(block, item, transpose_4, transpose_8);
}

#endif /* PYMV_SQUARES_H */
