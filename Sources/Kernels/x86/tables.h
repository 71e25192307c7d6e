/* Included by kernels.c: the tables of x86-64. */
#ifndef PYMV_X86_TABLES_H
#define PYMV_X86_TABLES_H

#include "compare.h"
#include "hex.h"
#include "numbers.h"
#include "processor.h"
#include "rows.h"
#include "transpose.h"

static const pymv_k_table sse2_table = {
    .transpose = transpose_sse2,
    .equal = pymv_k_equal_items,
    .equal_numbers = pymv_k_equal_number_columns,
    .hex = pymv_k_hex_digits,
};

static const pymv_k_table avx2_table = {
    .transpose = transpose_avx2,
    .equal = equal_avx2,
    .equal_numbers = equal_numbers_avx2,
    .hex = write_digits_avx2,
    .hex_groups = write_groups_avx2,
    .pack_rows = pack_rows_avx2,
};

static const pymv_k_table avx512_table = {
    .transpose = transpose_avx2,
    .equal = equal_avx2,
    .equal_numbers = equal_numbers_avx2,
    .hex = write_digits_avx512,
    .hex_groups = write_groups_avx512,
    .pack_rows = pack_rows_avx2,
};

static const pymv_k_table *pymv_k_best_table(void) {
  if (PYMV_USE_AVX512 && has_avx512()) return &avx512_table;
  return PYMV_USE_AVX2 && has_avx2() ? &avx2_table : &sse2_table;
}

#endif /* PYMV_X86_TABLES_H */
