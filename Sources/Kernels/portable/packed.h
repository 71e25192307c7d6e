/* Transposition of packed rows: kernels may read and write a few bytes beyond the block. */
#ifndef PYMV_PACKED_H
#define PYMV_PACKED_H

#include "../table.h"

/* Columns from top to bottom, so that bytes beyond an item are overwritten by the next one. */
#define DEFINE_MOVES(attribute, name, width, whole) \
  attribute static void name(const pymv_k_block *b, size_t item) { \
    for (ptrdiff_t j = 0; j < b->columns; j++) { \
      const uint8_t *from = b->from + j * (ptrdiff_t)item; \
      uint8_t *to = b->to + j * b->to_stride; \
      for (ptrdiff_t i = 0; i < b->rows; i++, to += item, from += b->from_stride) \
        for (size_t done = 0; done < (whole); done += (width)) \
          memcpy(to + done, from + done, width); \
    } \
  }

DEFINE_MOVES(__attribute__((minsize)), move_4, 4, 4)
DEFINE_MOVES(, move_8, 8, 8)
DEFINE_MOVES(, move_16, 16, 16)
DEFINE_MOVES(__attribute__((minsize)), move_more, 32, item)

static void transpose_moves(const pymv_k_block *block, size_t item) {
  if (item <= 4)
    move_4(block, item);
  else if (item <= 8)
    move_8(block, item);
  else if (item <= 16)
    move_16(block, item);
  else
    move_more(block, item);
}

#endif /* PYMV_PACKED_H */
