/* Included by kernels.c: the table of 64-bit Arm.
 *
 * Tested and counted in instructions under an emulator. Their speed on processors is not measured;
 * comparison of numbers, interleaving and searches are left to the compiler's vectors. */
#ifndef PYMV_ARM64_TABLES_H
#define PYMV_ARM64_TABLES_H

#include "../portable/equal.h"
#include "../portable/interleave.h"
#include "hex.h"
#include "rows.h"
#include "squares.h"

#include "../portable/squares.h"

DEFINE_EQUAL(static, , equal_neon)

static const pymv_k_table neon_table = {
    .choose_transposition = choose_transposition_lanes,
    .equal = equal_neon,
    .equal_numbers = pymv_k_equal_number_columns,
    .hex = write_digits_neon,
    .hex_groups = write_groups_neon,
    .choose_rows = choose_rows_neon,
    .transpose_packed = transpose_packed_lanes,
    .interleave = interleave_lanes,
    .stream_lines = stream_lines_lanes,
    .lanes = 1,
};

static const pymv_k_table *pymv_k_best_table(void) {
  return &neon_table;
}

#endif /* PYMV_ARM64_TABLES_H */
