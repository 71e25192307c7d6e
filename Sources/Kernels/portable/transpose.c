#include "portable.h"

/* Copies items of `width` to 2 * `width` bytes by two overlapping moves of fixed size. */
#define DEFINE_ITEMS(width) \
  static void items_##width(const pymv_k_block *b, size_t item) { \
    size_t second = item - (width); \
    for (ptrdiff_t i = 0; i < b->rows; i++) { \
      const uint8_t *from = b->from + i * b->from_stride; \
      uint8_t *to = b->to + i * (ptrdiff_t)item; \
      for (ptrdiff_t j = 0; j < b->columns; j++, from += item, to += b->to_stride) { \
        memcpy(to, from, (width)); \
        memcpy(to + second, from + second, (width)); \
      } \
    } \
  }

DEFINE_ITEMS(1)
DEFINE_ITEMS(2)
DEFINE_ITEMS(4)
DEFINE_ITEMS(8)
DEFINE_ITEMS(16)

/* Copies larger items by moves of 16 bytes; the last one overlaps the one before. */
static void items_over_16(const pymv_k_block *b, size_t item) {
  for (ptrdiff_t i = 0; i < b->rows; i++) {
    const uint8_t *from = b->from + i * b->from_stride;
    uint8_t *to = b->to + i * (ptrdiff_t)item;
    for (ptrdiff_t j = 0; j < b->columns; j++, from += item, to += b->to_stride) {
      for (size_t k = 0; k + 16 < item; k += 16) memcpy(to + k, from + k, 16);
      memcpy(to + item - 16, from + item - 16, 16);
    }
  }
}

void pymv_k_transpose_items(const pymv_k_block *block, size_t item) {
  if (item > 32)
    items_over_16(block, item);
  else if (item >= 16)
    items_16(block, item);
  else if (item >= 8)
    items_8(block, item);
  else if (item >= 4)
    items_4(block, item);
  else if (item >= 2)
    items_2(block, item);
  else
    items_1(block, item);
}
