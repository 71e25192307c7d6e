/* Private to the kernels: dispatch table of those that depend on the processor. */
#ifndef PYMV_TABLE_H
#define PYMV_TABLE_H

#include <CSupport.h>

#include "Kernels.h"

/** Size of a fill pattern in bytes: a multiple of all item sizes with specialized kernels, and of
 * some others. */
enum { PYMV_K_PATTERN = 48 };

/** Size of items that consist of interleaved ones of 1 or 2 bytes. */
enum { PYMV_K_QUAD = 4 };

struct pymv_k_appending;
struct pymv_k_group;
struct pymv_k_channels;

/** The functions for one kind of processor. Not NULL unless documented otherwise. */
typedef struct {
  /** The kernel for blocks of this extent whose source and destination are in the cache. */
  pymv_k_transposition (*choose_transposition)(const pymv_k_block *block, size_t item);
  /** For items of one byte, in squares of whole cache lines. NULL, both or none: there is no such
   * kernel. */
  pymv_k_transposition transpose_bytes;
  _Bool (*can_transpose_bytes)(const pymv_k_block *block);
  /** pymv_k_equal */
  _Bool (*equal)(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, size_t count);
  /** pymv_k_equal_numbers */
  _Bool (*equal_numbers)(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count);
  /** pymv_k_hex */
  void (*hex)(uint8_t *to, const uint8_t *from, size_t count);
  /** Write digits and separators of some whole groups from the start, and return the number of
   * bytes processed. NULL: the caller processes all. */
  size_t (*hex_groups)(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                       uint8_t separator);
  /** Replace the kernel for rows that are contiguous on one side if there is a faster one. NULL:
   * there is none. */
  void (*choose_rows)(pymv_k_rows *rows);
  /** Transpose a block of packed rows: may read and write up to 64 bytes behind rows, columns and
   * the block. Items of at most 16 bytes; those of 1 and 2 bytes are interleaved before. */
  void (*transpose_packed)(const pymv_k_block *block, size_t item);
  /** Interleave `count` bytes of four rows of items of 1 byte or two of 2 bytes, lane by lane of
   * vectors of `lanes` lanes. */
  void (*interleave)(uint8_t *to, const uint8_t *const *rows, ptrdiff_t count, size_t item);
  ptrdiff_t lanes;
  /** Copy whole cache lines to aligned ones with non-temporal stores. */
  void (*stream_lines)(uint8_t *to, const uint8_t *from, ptrdiff_t count);
  /** NULL, all or none: kernels that make whole cache lines and write them with non-temporal
   * stores: of columns (group_width: how many at once; 0: not items of this size), of runs and of
   * channels. */
  ptrdiff_t (*group_width)(size_t item);
  void (*write_group)(const struct pymv_k_group *group);
  void (*append_runs)(const struct pymv_k_appending *appending);
  void (*copy_channels)(const struct pymv_k_channels *channels);
} pymv_k_table;

extern PYMV_HIDDEN const pymv_k_table *pymv_k_chosen;

/* Called only once. preserve_most, so that callers need not save their arguments for the call. */
__attribute__((noinline, cold, preserve_most)) const pymv_k_table *pymv_k_choose(void);

/** The table for this processor, chosen at the first call. Threads that call it at the same time
 * choose the same table. Order: value (Atomics.h). */
static inline const pymv_k_table *pymv_k_kernels(void) {
  const pymv_k_table *table = __atomic_load_n(&pymv_k_chosen, __ATOMIC_RELAXED);
  return table != 0 ? table : pymv_k_choose();
}

/** Transpose a block whose source and destination are in the cache. */
static inline void pymv_k_transpose_cached(const pymv_k_block *block, size_t item) {
  pymv_k_kernels()->choose_transposition(block, item)(block, item);
}

#endif /* PYMV_TABLE_H */
