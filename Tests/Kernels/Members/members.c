/* Every kernel of every table that this processor has, called directly with all small layouts.
 *
 * Prints for each table how often each of its kernels ran. Fails if one gave a wrong result, or if
 * one never ran. */
#include <stdio.h>
#include <stdlib.h>

/* The tables are private to this file. */
#include "../../../Sources/Kernels/kernels.c"
#include "members.h"

#define KERNELS(each) \
  each(choose_transposition) each(transpose_bytes) each(equal) each(equal_numbers) each(hex) \
      each(hex_groups) each(choose_rows) each(transpose_packed) each(interleave) \
          each(stream_lines) each(write_group) each(append_runs) each(copy_channels)

enum {
#define NUMBER(name) name##_number,
  KERNELS(NUMBER)
#undef NUMBER
      COUNTED
};

static const char *const names[] = {
#define NAME(name) #name,
    KERNELS(NAME)
#undef NAME
};

static const pymv_k_table *real; /* the table under test */
static long calls[COUNTED];

/* --- Kernels that count their calls --- */

static pymv_k_transposition count_choose_transposition(const pymv_k_block *block, size_t item) {
  calls[choose_transposition_number]++;
  return real->choose_transposition(block, item);
}

static void count_transpose_bytes(const pymv_k_block *block, size_t item) {
  calls[transpose_bytes_number]++;
  real->transpose_bytes(block, item);
}

static _Bool count_equal(pymv_k_equality equality, const uint8_t *a, const uint8_t *b,
                         size_t count) {
  calls[equal_number]++;
  return real->equal(equality, a, b, count);
}

static _Bool count_equal_numbers(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count) {
  calls[equal_numbers_number]++;
  return real->equal_numbers(a, b, count);
}

static void count_hex(uint8_t *to, const uint8_t *from, size_t count) {
  calls[hex_number]++;
  real->hex(to, from, count);
}

/* Only if it processed bytes. */
static size_t count_hex_groups(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                               uint8_t separator) {
  size_t done = real->hex_groups(to, from, count, group, separator);
  calls[hex_groups_number] += done > 0;
  return done;
}

/* Only if it chose another kernel. */
static void count_choose_rows(pymv_k_rows *rows) {
  pymv_k_row_kernel before = rows->kernel;
  real->choose_rows(rows);
  calls[choose_rows_number] += rows->kernel != before;
}

static void count_transpose_packed(const pymv_k_block *block, size_t item) {
  calls[transpose_packed_number]++;
  real->transpose_packed(block, item);
}

static void count_interleave(uint8_t *to, const uint8_t *const *rows, ptrdiff_t count,
                             size_t item) {
  calls[interleave_number]++;
  real->interleave(to, rows, count, item);
}

static void count_stream_lines(uint8_t *to, const uint8_t *from, ptrdiff_t count) {
  calls[stream_lines_number]++;
  real->stream_lines(to, from, count);
}

static void count_write_group(const struct pymv_k_group *group) {
  calls[write_group_number]++;
  real->write_group(group);
}

static void count_append_runs(const struct pymv_k_appending *appending) {
  calls[append_runs_number]++;
  real->append_runs(appending);
}

static void count_copy_channels(const struct pymv_k_channels *channels) {
  calls[copy_channels_number]++;
  real->copy_channels(channels);
}

/* A copy of the table under test whose kernels count their calls. */
static pymv_k_table counting_table(void) {
  pymv_k_table table = *real;
#define COUNT(name) \
  if (table.name != 0) table.name = count_##name;
  KERNELS(COUNT)
#undef COUNT
  return table;
}

/* --- Tables --- */

static bool has_kernel(int number) {
  const bool has[] = {
#define HAS(name) real->name != 0,
      KERNELS(HAS)
#undef HAS
  };
  return has[number];
}

/* Prints the numbers of calls; whether each kernel was called. */
static bool report_calls(const char *table) {
  bool all_ran = true;
  printf("%s:", table);
  for (int i = 0; i < COUNTED; i++) {
    if (!has_kernel(i)) continue;
    printf(" %s %ld", names[i], calls[i]);
    all_ran = all_ran && calls[i] > 0;
  }
  printf("%s\n", all_ran ? "" : " FAILED: a kernel never ran");
  return all_ran;
}

static bool report(const char *table, const char *kernel, long count) {
  printf("%s: %s %ld%s\n", table, kernel, count, count > 0 ? "" : " FAILED: it never ran");
  return count > 0;
}

static bool check_table(const char *name, const pymv_k_table *table) {
  real = table;
  memset(calls, 0, sizeof calls);
  pymv_k_table counting = counting_table();
  pymv_k_chosen = &counting;
  long rows = check_rows(), streamed_rows = check_streamed_rows(), streams = check_streams();
  long planes = check_planes(), mosaics = check_mosaics();
  check_blocks(&counting);
  check_packed_blocks(&counting);
  check_interleaving(&counting);
  check_lines(&counting);
  check_equality();
  check_numbers();
  check_hex();
  check_hex_groups();
  bool right = report_calls(name);
  right = report(name, "rows", rows) && right;
  right = report(name, "streamed rows", streamed_rows) && right;
  right = report(name, "streams", streams) && right;
  right = report(name, "planes", planes) && right;
  return report(name, "mosaics", mosaics) && right;
}

int main(void) {
  bool right = report("every table", "workers", check_workers());
#ifdef PYMV_X86_TABLES_H
  if (has_avx512())
    right = check_table("AVX-512", &avx512_table) && right;
  else
    printf("AVX-512: not on this processor\n");
  if (has_avx2())
    right = check_table("AVX2", &avx2_table) && right;
  else
    printf("AVX2: not on this processor\n");
  right = check_table("SSE2", &sse2_table) && right;
#else
  right = check_table(PYMV_K_TABLES, pymv_k_best_table()) && right;
#endif
  return right ? 0 : 1;
}
