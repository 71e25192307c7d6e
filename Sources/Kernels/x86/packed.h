/* Included by tables.h: transposition of packed rows. */
#ifndef PYMV_X86_PACKED_H
#define PYMV_X86_PACKED_H

#include "../portable/packed.h"
#include "transpose.h"

static void transpose_packed_avx2(const pymv_k_block *block, size_t item) {
  transpose_packed_by(block, item, transpose_4_avx2, transpose_8_avx2);
}

#endif /* PYMV_X86_PACKED_H */
