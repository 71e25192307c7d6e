#include "architecture.h"
#include "assumptions.h"
#include "table.h"
#include PYMV_K_TABLES

const pymv_k_table *pymv_k_chosen;

const pymv_k_table *pymv_k_choose(void) {
  const pymv_k_table *table = pymv_k_best_table();
  __atomic_store_n(&pymv_k_chosen, table, __ATOMIC_RELAXED);
  return table;
}

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  pymv_assert(block->rows > 0 && block->columns > 0 && item > 0);
  pymv_assert(pymv_k_block_is_apart(block, item));
  pymv_k_kernels()->transpose(block, item);
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
