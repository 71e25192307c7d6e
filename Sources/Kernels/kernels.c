#include "architecture.h"
#include "assumptions.h"
#include "table.h"
#include PYMV_K_TABLES

/* Order: value (Atomics.h). The tables are constant. */
const pymv_k_table *pymv_k_chosen;

const pymv_k_table *pymv_k_choose(void) {
  const pymv_k_table *table = pymv_k_best_table();
  __atomic_store_n(&pymv_k_chosen, table, __ATOMIC_RELAXED);
  return table;
}

/* Up to this size in bytes, source and destination stay in the first-level cache. */
enum { UNDIVIDED = 24 << 10 };

/* Up to this size they stay in the second-level cache. */
enum { IN_CACHE = 1 << 20 };

/* Length of the next of equal parts of an extent; the last one is longer, so that none is short. */
static inline ptrdiff_t part_of(ptrdiff_t left, ptrdiff_t length) {
  return left < 2 * length ? left : length;
}

/* Reads the source in strips of a cache line, and writes some lines of some columns at a time. So
 * few lines are in use at once that rows and columns whose strides are powers of two do not evict
 * each other from the cache. */
__attribute__((minsize)) static void transpose_in_parts(const pymv_k_block *b, size_t item) {
  ptrdiff_t size = (ptrdiff_t)item, wide = size < PYMV_K_LINE ? PYMV_K_LINE / size : 1, strip;
  /* Squares of small items write only parts of the lines of many columns. */
  ptrdiff_t small = b->rows * b->columns * size > IN_CACHE ? 4 : 2;
  ptrdiff_t narrow = size <= small ? wide / 2 : wide;
  ptrdiff_t tall = size > 2 ? 4 * wide : 2 * wide;
  pymv_k_block part = *b;
  for (ptrdiff_t start = 0; start < b->columns; start += strip) {
    strip = part_of(b->columns - start, wide);
    for (ptrdiff_t row = 0; row < b->rows; row += part.rows) {
      part.rows = part_of(b->rows - row, tall);
      const uint8_t *from = b->from + row * b->from_stride + start * size;
      for (ptrdiff_t column = 0; column < strip; column += part.columns) {
        part.columns = part_of(strip - column, narrow);
        part.to = b->to + (start + column) * b->to_stride + row * size;
        part.from = from + column * size;
        pymv_k_transpose_cached(&part, item);
      }
    }
  }
}

/* Number of columns of which lines certainly stay in the first-level cache, in which lines at
 * distances of 4 KiB evict each other if they are more than its ways. */
static inline ptrdiff_t columns_in_cache(ptrdiff_t stride) {
  enum { WAYS = 8, PAGE_BYTES = 4 << 10 };
  ptrdiff_t power = stride & -stride;
  return power == 0 || power >= PAGE_BYTES ? WAYS : WAYS * (PAGE_BYTES / power);
}

/* Bytes of a staged column of items of two bytes or more. */
enum { STAGED = 1 << 10 };

/* Transposes strips of a cache line into a buffer, from which long runs are copied, so that rows
 * and columns that evict each other from the cache are used once. */
__attribute__((minsize)) static void transpose_staged(const pymv_k_block *b, size_t item) {
  uint8_t stage[PYMV_K_LINE / 2 * (STAGED + PYMV_K_LINE)] __attribute__((aligned(PYMV_K_LINE)));
  pymv_assert(item >= 2);
  ptrdiff_t size = (ptrdiff_t)item, wide = PYMV_K_LINE / size, tall = STAGED / size;
  pymv_k_block part = *b;
  part.to = stage, part.to_stride = STAGED + PYMV_K_LINE;
  for (ptrdiff_t row = 0; row < b->rows; row += part.rows) {
    part.rows = b->rows - row < tall ? b->rows - row : tall;
    for (ptrdiff_t column = 0; column < b->columns; column += part.columns) {
      part.columns = b->columns - column < wide ? b->columns - column : wide;
      part.from = b->from + row * b->from_stride + column * size;
      pymv_k_transpose_cached(&part, item);
      for (ptrdiff_t j = 0; j < part.columns; j++)
        memcpy(b->to + (column + j) * b->to_stride + row * size, stage + j * part.to_stride,
               (size_t)(part.rows * size));
    }
  }
}

pymv_k_transposition pymv_k_choose_transposition(const pymv_k_block *block, size_t item) {
  pymv_assert(block->rows > 0 && block->columns > 0 && item > 0);
  const pymv_k_table *kernels = pymv_k_kernels();
  if (item == 1 && kernels->transpose_bytes != 0 && kernels->can_transpose_bytes(block))
    return kernels->transpose_bytes;
  _Bool is_small = block->rows * block->columns * (ptrdiff_t)item <= UNDIVIDED;
  if (is_small && block->columns <= columns_in_cache(block->to_stride))
    return kernels->choose_transposition(block, item);
  _Bool is_crowded = block->to_stride % 1024 == 0 || block->from_stride % 1024 == 0;
  return item == 2 && is_crowded ? transpose_staged : transpose_in_parts;
}

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  pymv_assert(pymv_k_block_is_apart(block, item));
  pymv_k_choose_transposition(block, item)(block, item);
}

_Bool pymv_k_equal(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, size_t count) {
  pymv_assert(count % pymv_k_item_size(equality) == 0);
  return pymv_k_kernels()->equal(equality, a, b, count);
}

_Bool pymv_k_equal_numbers(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count) {
  return pymv_k_kernels()->equal_numbers(a, b, count);
}

void pymv_k_hex(uint8_t *to, const uint8_t *from, size_t count) {
  pymv_assert(pymv_k_are_apart(pymv_k_reach_of(to, 2 * count), pymv_k_reach_of(from, count)));
  pymv_k_kernels()->hex(to, from, count);
}
