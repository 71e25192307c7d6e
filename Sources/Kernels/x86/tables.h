/* Included by kernels.c: the tables of x86-64. */
#ifndef PYMV_X86_TABLES_H
#define PYMV_X86_TABLES_H

#include "compare.h"
#include "hex.h"
#include "interleave.h"
#include "lines_avx512.h"
#include "numbers.h"
#include "packed.h"
#include "processor.h"
#include "rows_avx2.h"
#include "rows_avx512.h"
#include "transpose.h"
#include "transpose_avx512.h"

static const pymv_k_table sse2_table = {
    .choose_transposition = choose_transposition_lanes,
    .equal = pymv_k_equal_items,
    .equal_numbers = pymv_k_equal_number_columns,
    .hex = pymv_k_hex_digits,
    .transpose_packed = transpose_packed_lanes,
    .interleave = interleave_lanes,
    .stream_lines = stream_lines_lanes,
    .lanes = 1,
};

static const pymv_k_table avx2_table = {
    .choose_transposition = choose_transposition_avx2,
    .equal = equal_avx2,
    .equal_numbers = equal_numbers_avx2,
    .hex = write_digits_avx2,
    .hex_groups = write_groups_avx2,
    .choose_rows = choose_rows_avx2,
    .transpose_packed = transpose_packed_avx2,
    .interleave = interleave_avx2,
    .lanes = 2,
    .stream_lines = stream_lines_avx2,
};

static const pymv_k_table avx512_table = {
    .choose_transposition = choose_transposition_avx2,
    .transpose_bytes = transpose_bytes_avx512,
    .can_transpose_bytes = can_transpose_bytes_avx512,
    .equal = equal_avx2,
    .equal_numbers = equal_numbers_avx2,
    .hex = write_digits_avx512,
    .hex_groups = write_groups_avx512,
    .choose_rows = choose_rows_avx512,
    .transpose_packed = transpose_packed_avx2,
    .interleave = interleave_avx2,
    .lanes = 2,
    .stream_lines = stream_lines_avx2,
    .group_width = group_width_avx512,
    .write_group = write_group_avx512,
    .append_runs = append_runs_avx512,
    .copy_channels = copy_channels_avx512,
};

static const pymv_k_table *pymv_k_best_table(void) {
  if (PYMV_USE_AVX512 && has_avx512()) return &avx512_table;
  return PYMV_USE_AVX2 && has_avx2() ? &avx2_table : &sse2_table;
}

#endif /* PYMV_X86_TABLES_H */
