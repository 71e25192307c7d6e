/* Included by tables.h: transposition of packed rows. */
#ifndef PYMV_X86_PACKED_H
#define PYMV_X86_PACKED_H

#include "../portable/packed.h"
#include "transpose.h"

/* With a kernel for squares of at most eight rows and columns. */
static void transpose_rounded_up(const pymv_k_block *block, size_t item,
                                 pymv_k_transposition transpose) {
  pymv_k_block larger = *block;
  larger.rows = (block->rows + 7) & ~(ptrdiff_t)7;
  larger.columns = (block->columns + 7) & ~(ptrdiff_t)7;
  transpose(&larger, item);
}

static void transpose_packed_sse2(const pymv_k_block *block, size_t item) {
  if (item == 4 || item == 8)
    transpose_rounded_up(block, item, item == 4 ? transpose_4 : transpose_8);
  else
    transpose_moves(block, item);
}

static void transpose_packed_avx2(const pymv_k_block *block, size_t item) {
  if (item == 4 || item == 8)
    transpose_rounded_up(block, item, item == 4 ? transpose_4_avx2 : transpose_8_avx2);
  else
    transpose_moves(block, item);
}

#endif /* PYMV_X86_PACKED_H */
