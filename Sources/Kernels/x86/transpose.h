/* Included by tables.h: transposition of blocks of items of 1, 2, 4, 8 and 16 bytes by squares. */
#ifndef PYMV_X86_TRANSPOSE_H
#define PYMV_X86_TRANSPOSE_H

#include "../portable/portable.h"
#include "squares_avx2.h"

/* A kernel transposes squares of items. DEFINE_TRANSPOSE defines a function that loops over the
 * squares of a block; it returns false for a block that is smaller than a square. The last squares
 * of a row or column overlap the ones before, so that there is no remainder.
 *
 * The inner loop runs along the row of the source, to use each cache line while it is in the cache.
 * Columns are written in ascending order. */
#define DEFINE_TRANSPOSE(name, attribute, height, width, item, square) \
  attribute static _Bool name(const pymv_k_block *b) { \
    if (b->rows < (height) || b->columns < (width)) return 0; \
    for (ptrdiff_t row = 0; row < b->rows; row += (height)) { \
      ptrdiff_t i = row + (height) <= b->rows ? row : b->rows - (height); \
      for (ptrdiff_t column = 0; column < b->columns; column += (width)) { \
        ptrdiff_t j = column + (width) <= b->columns ? column : b->columns - (width); \
        square(b->to + j * b->to_stride + i * (item), b->to_stride, \
               b->from + i * b->from_stride + j * (item), b->from_stride); \
      } \
    } \
    return 1; \
  }

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

static _Bool transpose_squares_sse2(const pymv_k_block *block, size_t item) {
  switch (item) {
  case 1:
    return transpose_1(block) || transpose_1_narrow(block) || transpose_1_low(block);
  case 2:
    return transpose_2(block) || transpose_2_narrow(block) || transpose_2_low(block);
  case 4:
    return transpose_4(block);
  case 8:
    return transpose_8(block);
  case 16:
    return transpose_16(block);
  default:
    return 0;
  }
}

static _Bool transpose_squares_avx2(const pymv_k_block *block, size_t item) {
  switch (item) {
  case 1:
    return transpose_1_avx2(block);
  case 2:
    return transpose_2_avx2(block);
  case 4:
    return transpose_4_avx2(block);
  case 8:
    return transpose_8_avx2(block);
  default:
    return 0;
  }
}

static void transpose_sse2(const pymv_k_block *block, size_t item) {
  if (!transpose_squares_sse2(block, item)) pymv_k_transpose_items(block, item);
}

static void transpose_avx2(const pymv_k_block *block, size_t item) {
  if (!transpose_squares_avx2(block, item)) transpose_sse2(block, item);
}

#endif /* PYMV_X86_TRANSPOSE_H */
