/* Included by kernels.c: the table for architectures without specialized kernels. */
#ifndef PYMV_PORTABLE_TABLES_H
#define PYMV_PORTABLE_TABLES_H

#include "interleave.h"
#include "packed.h"
#include "portable.h"

static pymv_k_transposition choose_items(const pymv_k_block *block, size_t item) {
  (void)block, (void)item;
  return pymv_k_transpose_items;
}

static const pymv_k_table portable_table = {
    .choose_transposition = choose_items,
    .equal = pymv_k_equal_items,
    .equal_numbers = pymv_k_equal_number_columns,
    .hex = pymv_k_hex_digits,
    .transpose_packed = transpose_moves,
    .interleave = interleave_lanes,
    .stream_lines = stream_lines_lanes,
    .lanes = 1,
};

static const pymv_k_table *pymv_k_best_table(void) {
  return &portable_table;
}

#endif /* PYMV_PORTABLE_TABLES_H */
