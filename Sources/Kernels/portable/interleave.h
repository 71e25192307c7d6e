/* Rows of items of one or two bytes, interleaved to items of four bytes. */
#ifndef PYMV_INTERLEAVE_H
#define PYMV_INTERLEAVE_H

#include "../table.h"

#define NOT_UNROLLED _Pragma("clang loop unroll(disable)")

/* Defines functions that interleave four rows of bytes or two of pairs of bytes: WIDTH bytes of
 * each row at a time, lane by lane of 16 bytes. `low8` and so on interleave the halves of lanes. */
#define DEFINE_INTERLEAVE(attribute, name, vector, low8, high8, low16, high16) \
  attribute static inline void name##_bytes(uint8_t *to, const uint8_t *a, const uint8_t *b, \
                                            const uint8_t *c, const uint8_t *d) { \
    vector va, vb, vc, vd; \
    memcpy(&va, a, sizeof va), memcpy(&vb, b, sizeof vb); \
    memcpy(&vc, c, sizeof vc), memcpy(&vd, d, sizeof vd); \
    vector ab0 = low8(va, vb), ab1 = high8(va, vb), cd0 = low8(vc, vd), cd1 = high8(vc, vd); \
    vector out[4] = {low16(ab0, cd0), high16(ab0, cd0), low16(ab1, cd1), high16(ab1, cd1)}; \
    memcpy(to, out, sizeof out); \
  } \
  attribute static inline void name##_pairs(uint8_t *to, const uint8_t *a, const uint8_t *b) { \
    vector va, vb; \
    memcpy(&va, a, sizeof va), memcpy(&vb, b, sizeof vb); \
    vector out[2] = {low16(va, vb), high16(va, vb)}; \
    memcpy(to, out, sizeof out); \
  } \
  attribute static void name(uint8_t *to, const uint8_t *const *rows, ptrdiff_t count, \
                             size_t item) { \
    enum { WIDTH = sizeof(vector) }; \
    ptrdiff_t i = 0; \
    if (item == 1) { \
      for (; i + WIDTH <= count; i += WIDTH, to += 4 * WIDTH) \
        name##_bytes(to, rows[0] + i, rows[1] + i, rows[2] + i, rows[3] + i); \
    } else { \
      for (; i + WIDTH <= count; i += WIDTH, to += 2 * WIDTH) \
        name##_pairs(to, rows[0] + i, rows[1] + i); \
    } \
    if (i == count) return; \
    uint8_t rest[4][WIDTH]; \
    for (size_t row = 0; row < 4 / item; row++) \
      memcpy(rest[row], rows[row] + i, (size_t)(count - i)); \
    if (item == 1) \
      name##_bytes(to, rest[0], rest[1], rest[2], rest[3]); \
    else \
      name##_pairs(to, rest[0], rest[1]); \
  }

typedef uint8_t lane __attribute__((vector_size(16)));
typedef uint16_t lane16 __attribute__((vector_size(16)));

#define LANE_LOW8(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define LANE_HIGH8(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LANE_LOW16(a, b) \
  (lane) __builtin_shufflevector((lane16)(a), (lane16)(b), 0, 8, 1, 9, 2, 10, 3, 11)
#define LANE_HIGH16(a, b) \
  (lane) __builtin_shufflevector((lane16)(a), (lane16)(b), 4, 12, 5, 13, 6, 14, 7, 15)

DEFINE_INTERLEAVE(__attribute__((minsize)), interleave_lanes, lane, LANE_LOW8, LANE_HIGH8,
                  LANE_LOW16, LANE_HIGH16)

static void stream_lines_lanes(uint8_t *to, const uint8_t *from, ptrdiff_t count) {
  NOT_UNROLLED for (; count > 0; count -= PYMV_K_LINE, to += PYMV_K_LINE, from += PYMV_K_LINE)
      pymv_k_stream_line(to, from);
}

#endif /* PYMV_INTERLEAVE_H */
