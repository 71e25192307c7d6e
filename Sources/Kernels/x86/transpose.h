/* Included by tables.h: transposition of blocks of items of 1, 2, 4, 8 and 16 bytes by squares. */
#ifndef PYMV_X86_TRANSPOSE_H
#define PYMV_X86_TRANSPOSE_H

#include "squares_avx2.h"

#include "../portable/squares.h"

DEFINE_TRANSPOSE(transpose_1_avx2, AVX2, 16, 32, 1, square_16x1_avx2)
DEFINE_TRANSPOSE(transpose_2_avx2, AVX2, 8, 16, 2, square_8x2_avx2)
DEFINE_TRANSPOSE(transpose_4_avx2, AVX2, 8, 8, 4, square_8x4_avx2)
DEFINE_TRANSPOSE(transpose_8_avx2, AVX2, 4, 4, 8, square_4x8_avx2)

static pymv_k_transposition choose_transposition_avx2(const pymv_k_block *b, size_t item) {
  if (item == 1 && has_squares(b, 16, 32)) return transpose_1_avx2;
  if (item == 2 && has_squares(b, 8, 16)) return transpose_2_avx2;
  if (item == 4 && has_squares(b, 8, 8)) return transpose_4_avx2;
  if (item == 8 && has_squares(b, 4, 4)) return transpose_8_avx2;
  return choose_transposition_lanes(b, item);
}

#endif /* PYMV_X86_TRANSPOSE_H */
