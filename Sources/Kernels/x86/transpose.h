/* Included by tables.h: transposition of blocks of items of 1, 2, 4, 8 and 16 bytes by squares. */
#ifndef PYMV_X86_TRANSPOSE_H
#define PYMV_X86_TRANSPOSE_H

#include "../portable/portable.h"
#include "squares_avx2.h"

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
DEFINE_TRANSPOSE(transpose_1_avx2, AVX2, 16, 32, 1, square_16x1_avx2)
DEFINE_TRANSPOSE(transpose_2_avx2, AVX2, 8, 16, 2, square_8x2_avx2)
DEFINE_TRANSPOSE(transpose_4_avx2, AVX2, 8, 8, 4, square_8x4_avx2)
DEFINE_TRANSPOSE(transpose_8_avx2, AVX2, 4, 4, 8, square_4x8_avx2)

/* The choices: the first kernel whose squares fit into the block. */

static pymv_k_transposition choose_bytes_sse2(const pymv_k_block *b) {
  if (has_squares(b, 16, 16)) return transpose_1;
  if (has_squares(b, 16, 4)) return transpose_1_narrow;
  if (has_squares(b, 4, 16)) return transpose_1_low;
  return has_squares(b, 4, 4) ? transpose_1_small : pymv_k_transpose_items;
}

static pymv_k_transposition choose_shorts_sse2(const pymv_k_block *b) {
  if (has_squares(b, 8, 8)) return transpose_2;
  if (has_squares(b, 8, 4)) return transpose_2_narrow;
  if (has_squares(b, 4, 8)) return transpose_2_low;
  return has_squares(b, 4, 4) ? transpose_2_small : pymv_k_transpose_items;
}

static pymv_k_transposition choose_transposition_sse2(const pymv_k_block *b, size_t item) {
  if (item == 1) return choose_bytes_sse2(b);
  if (item == 2) return choose_shorts_sse2(b);
  if (item == 4 && has_squares(b, 4, 4)) return transpose_4;
  if (item == 8 && has_squares(b, 2, 2)) return transpose_8;
  return item == 16 ? transpose_16 : pymv_k_transpose_items;
}

static pymv_k_transposition choose_transposition_avx2(const pymv_k_block *b, size_t item) {
  if (item == 1 && has_squares(b, 16, 32)) return transpose_1_avx2;
  if (item == 2 && has_squares(b, 8, 16)) return transpose_2_avx2;
  if (item == 4 && has_squares(b, 8, 8)) return transpose_4_avx2;
  if (item == 8 && has_squares(b, 4, 4)) return transpose_8_avx2;
  return choose_transposition_sse2(b, item);
}

#endif /* PYMV_X86_TRANSPOSE_H */
