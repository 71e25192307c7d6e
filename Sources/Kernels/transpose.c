#include "Kernels.h"

/* A kernel transposes a square of `side` items. The loop over the squares is made once for each by
 * DEFINE_TRANSPOSE; the last squares of a row or column lie over the ones before, so that nothing
 * is left over.
 *
 * The loop goes along the row of the source first: what a cache line of it holds is used while it
 * is there. Columns are written upwards. */

/* Two moves of a fixed size that lie over each other: bytes within the item, and no others. */
#define DEFINE_ITEMS(width) \
  static void items_##width(const pymv_k_block *b, size_t item) { \
    size_t second = item - (width); \
    for (ptrdiff_t i = 0; i < b->rows; i++) { \
      const uint8_t *from = b->from + i * b->from_stride; \
      uint8_t *to = b->to + i * (ptrdiff_t)item; \
      for (ptrdiff_t j = 0; j < b->columns; j++, from += item, to += b->to_stride) { \
        memcpy(to, from, (width)); \
        memcpy(to + second, from + second, (width)); \
      } \
    } \
  }

DEFINE_ITEMS(1)
DEFINE_ITEMS(2)
DEFINE_ITEMS(4)
DEFINE_ITEMS(8)
DEFINE_ITEMS(16)

/* Moves of 16 bytes, the last one over the one before. */
static void items_over_16(const pymv_k_block *b, size_t item) {
  for (ptrdiff_t i = 0; i < b->rows; i++) {
    const uint8_t *from = b->from + i * b->from_stride;
    uint8_t *to = b->to + i * (ptrdiff_t)item;
    for (ptrdiff_t j = 0; j < b->columns; j++, from += item, to += b->to_stride) {
      for (size_t k = 0; k + 16 < item; k += 16) memcpy(to + k, from + k, 16);
      memcpy(to + item - 16, from + item - 16, 16);
    }
  }
}

static void transpose_items(const pymv_k_block *block, size_t item) {
  if (item > 32)
    items_over_16(block, item);
  else if (item >= 16)
    items_16(block, item);
  else if (item >= 8)
    items_8(block, item);
  else if (item >= 4)
    items_4(block, item);
  else if (item >= 2)
    items_2(block, item);
  else
    items_1(block, item);
}

#if defined(__SSE2__)
#include "squares_avx2.h"

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

static _Bool transpose_squares(const pymv_k_block *block, size_t item) {
  switch (item) {
  case 1:
    return (pymv_k_has_avx2() && transpose_1_avx2(block)) || transpose_1(block) ||
           transpose_1_narrow(block) || transpose_1_low(block);
  case 2:
    return (pymv_k_has_avx2() && transpose_2_avx2(block)) || transpose_2(block) ||
           transpose_2_narrow(block) || transpose_2_low(block);
  case 4:
    return (pymv_k_has_avx2() && transpose_4_avx2(block)) || transpose_4(block);
  case 8:
    return (pymv_k_has_avx2() && transpose_8_avx2(block)) || transpose_8(block);
  case 16:
    return transpose_16(block);
  default:
    return 0;
  }
}

#else

static _Bool transpose_squares(const pymv_k_block *block, size_t item) {
  (void)block, (void)item;
  return 0;
}

#endif

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  if (!transpose_squares(block, item)) transpose_items(block, item);
}
