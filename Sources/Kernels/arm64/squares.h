/* Included by tables.h: squares that are transposed in registers, for portable/squares.h. */
#ifndef PYMV_ARM64_SQUARES_H
#define PYMV_ARM64_SQUARES_H

#include <arm_neon.h>

#include "../table.h"

#define UNROLL _Pragma("clang loop unroll(full)")

/* Defines a function that transposes `height` x `width` items. Interleaving the first half of the
 * rows with the second, as often as `count` can be halved, transposes `count` x `count` items. Rows
 * and columns that a smaller square lacks are zeros. */
#define DEFINE_SQUARE(name, vector, count, low, high, height, width) \
  PYMV_ALWAYS_INLINE void name(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, \
                               ptrdiff_t from_stride) { \
    enum { ITEM = sizeof(vector) / (count) }; \
    vector rows[count], turned[count]; \
    UNROLL for (int i = 0; i < (count); i++) { \
      rows[i] = (vector){0}; \
      if (i < (height)) memcpy(&rows[i], from + i * from_stride, (width) * ITEM); \
    } \
    UNROLL for (int half = (count) / 2; half > 0; half /= 2) { \
      UNROLL for (int i = 0; i < (count) / 2; i++) { \
        turned[2 * i] = low(rows[i], rows[i + (count) / 2]); \
        turned[2 * i + 1] = high(rows[i], rows[i + (count) / 2]); \
      } \
      UNROLL for (int i = 0; i < (count); i++) rows[i] = turned[i]; \
    } \
    UNROLL for (int j = 0; j < (width); j++) \
        memcpy(to + j * to_stride, &rows[j], (height) * ITEM); \
  }

DEFINE_SQUARE(square_4x1, uint8x8_t, 8, vzip1_u8, vzip2_u8, 4, 4)
DEFINE_SQUARE(square_16x1_narrow, uint8x16_t, 16, vzip1q_u8, vzip2q_u8, 16, 4)
DEFINE_SQUARE(square_16x1_low, uint8x16_t, 16, vzip1q_u8, vzip2q_u8, 4, 16)
DEFINE_SQUARE(square_16x1, uint8x16_t, 16, vzip1q_u8, vzip2q_u8, 16, 16)
DEFINE_SQUARE(square_4x2, uint16x4_t, 4, vzip1_u16, vzip2_u16, 4, 4)
DEFINE_SQUARE(square_8x2_narrow, uint16x8_t, 8, vzip1q_u16, vzip2q_u16, 8, 4)
DEFINE_SQUARE(square_8x2_low, uint16x8_t, 8, vzip1q_u16, vzip2q_u16, 4, 8)
DEFINE_SQUARE(square_8x2, uint16x8_t, 8, vzip1q_u16, vzip2q_u16, 8, 8)
DEFINE_SQUARE(square_4x4, uint32x4_t, 4, vzip1q_u32, vzip2q_u32, 4, 4)
DEFINE_SQUARE(square_2x8, uint64x2_t, 2, vzip1q_u64, vzip2q_u64, 2, 2)

/* One item; pymv_k_transpose_items would copy it twice. */
PYMV_ALWAYS_INLINE void square_1x16(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                    ptrdiff_t from_stride) {
  (void)to_stride, (void)from_stride;
  memcpy(to, from, 16);
}

#endif /* PYMV_ARM64_SQUARES_H */
