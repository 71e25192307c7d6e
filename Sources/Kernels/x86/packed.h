/* Included by tables.h: transposition of packed rows. */
#ifndef PYMV_X86_PACKED_H
#define PYMV_X86_PACKED_H

#include "../portable/packed.h"
#include "transpose.h"

/* The block with more rows and columns, so that kernels for squares support it. */
static pymv_k_block rounded_up(const pymv_k_block *block) {
  pymv_k_block larger = *block;
  larger.rows = (block->rows + 7) & ~(ptrdiff_t)7;
  larger.columns = (block->columns + 7) & ~(ptrdiff_t)7;
  return larger;
}

static void transpose_packed_sse2(const pymv_k_block *block, size_t item) {
  pymv_k_block larger = rounded_up(block);
  if ((item != 4 && item != 8) || !transpose_squares_sse2(&larger, item))
    transpose_moves(block, item);
}

static void transpose_packed_avx2(const pymv_k_block *block, size_t item) {
  pymv_k_block larger = rounded_up(block);
  if ((item != 4 && item != 8) || !transpose_squares_avx2(&larger, item))
    transpose_moves(block, item);
}

#endif /* PYMV_X86_PACKED_H */
