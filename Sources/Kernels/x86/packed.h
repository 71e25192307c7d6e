/* Included by tables.h: transposition of packed rows. */
#ifndef PYMV_X86_PACKED_H
#define PYMV_X86_PACKED_H

#include "../portable/packed.h"
#include "transpose.h"

static void transpose_packed_avx2(const pymv_k_block *block, size_t item) {
  if (item == 4 || item == 8)
    transpose_rounded_up(block, item, item == 4 ? transpose_4_avx2 : transpose_8_avx2);
  else
    transpose_moves(block, item);
}

#endif /* PYMV_X86_PACKED_H */
