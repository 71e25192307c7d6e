/* Included by transpose.h: squares for portable/squares.h, transposed in SSE2 registers. */
#ifndef PYMV_SQUARES_SSE2_H
#define PYMV_SQUARES_SSE2_H

#include <immintrin.h>

#include "../table.h"

#define ARGUMENTS uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, ptrdiff_t from_stride
#define LOAD(i) _mm_loadu_si128((const __m128i *)(from + (i) * from_stride))
#define STORE(j, v) _mm_storeu_si128((__m128i *)(to + (j) * to_stride), (v))
#define UNROLL _Pragma("GCC unroll 16")

PYMV_ALWAYS_INLINE void square_1x16(ARGUMENTS) {
  (void)to_stride, (void)from_stride;
  STORE(0, LOAD(0));
}

PYMV_ALWAYS_INLINE void square_2x8(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1);
  STORE(0, _mm_unpacklo_epi64(a, b));
  STORE(1, _mm_unpackhi_epi64(a, b));
}

PYMV_ALWAYS_INLINE void square_4x4(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1), c = LOAD(2), d = LOAD(3);
  __m128i ab0 = _mm_unpacklo_epi32(a, b), ab1 = _mm_unpackhi_epi32(a, b);
  __m128i cd0 = _mm_unpacklo_epi32(c, d), cd1 = _mm_unpackhi_epi32(c, d);
  STORE(0, _mm_unpacklo_epi64(ab0, cd0));
  STORE(1, _mm_unpackhi_epi64(ab0, cd0));
  STORE(2, _mm_unpacklo_epi64(ab1, cd1));
  STORE(3, _mm_unpackhi_epi64(ab1, cd1));
}

PYMV_ALWAYS_INLINE void interleave_8x2(__m128i *to, const __m128i *from) {
  UNROLL for (int i = 0; i < 4; i++) {
    to[2 * i] = _mm_unpacklo_epi16(from[i], from[i + 4]);
    to[2 * i + 1] = _mm_unpackhi_epi16(from[i], from[i + 4]);
  }
}

PYMV_ALWAYS_INLINE void interleave_16x1(__m128i *to, const __m128i *from) {
  UNROLL for (int i = 0; i < 8; i++) {
    to[2 * i] = _mm_unpacklo_epi8(from[i], from[i + 8]);
    to[2 * i + 1] = _mm_unpackhi_epi8(from[i], from[i + 8]);
  }
}

/* Interleaving rows i and i + 4 three times transposes eight rows. Overwrites `rows`. */
PYMV_ALWAYS_INLINE void turn_8x2(__m128i *to, __m128i *rows) {
  interleave_8x2(to, rows);
  interleave_8x2(rows, to);
  interleave_8x2(to, rows);
}

/* Interleaving rows i and i + 8 four times transposes sixteen rows in place. */
PYMV_ALWAYS_INLINE void turn_16x1(__m128i *rows, __m128i *spare) {
  interleave_16x1(spare, rows);
  interleave_16x1(rows, spare);
  interleave_16x1(spare, rows);
  interleave_16x1(rows, spare);
}

PYMV_ALWAYS_INLINE void square_8x2(ARGUMENTS) {
  __m128i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) a[i] = LOAD(i);
  turn_8x2(b, a);
  UNROLL for (int j = 0; j < 8; j++) STORE(j, b[j]);
}

PYMV_ALWAYS_INLINE void square_16x1(ARGUMENTS) {
  __m128i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = LOAD(i);
  turn_16x1(a, b);
  UNROLL for (int j = 0; j < 16; j++) STORE(j, a[j]);
}

/* Four columns only. */
PYMV_ALWAYS_INLINE int32_t load_4(const uint8_t *from) {
  int32_t bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

PYMV_ALWAYS_INLINE void square_16x1_narrow(ARGUMENTS) {
  __m128i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = _mm_cvtsi32_si128(load_4(from + i * from_stride));
  turn_16x1(a, b);
  UNROLL for (int j = 0; j < 4; j++) STORE(j, a[j]);
}

PYMV_ALWAYS_INLINE void square_8x2_narrow(ARGUMENTS) {
  __m128i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) {
    a[i] = _mm_loadl_epi64((const __m128i *)(from + i * from_stride));
  }
  turn_8x2(b, a);
  UNROLL for (int j = 0; j < 4; j++) STORE(j, b[j]);
}

/* Four rows only. */
PYMV_ALWAYS_INLINE void square_16x1_low(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1), c = LOAD(2), d = LOAD(3);
  __m128i ac0 = _mm_unpacklo_epi8(a, c), ac1 = _mm_unpackhi_epi8(a, c);
  __m128i bd0 = _mm_unpacklo_epi8(b, d), bd1 = _mm_unpackhi_epi8(b, d);
  __m128i columns[4] = {_mm_unpacklo_epi8(ac0, bd0), _mm_unpackhi_epi8(ac0, bd0),
                        _mm_unpacklo_epi8(ac1, bd1), _mm_unpackhi_epi8(ac1, bd1)};
  UNROLL for (int j = 0; j < 16; j++) {
    int32_t column = _mm_cvtsi128_si32(columns[j / 4]);
    memcpy(to + j * to_stride, &column, sizeof column);
    columns[j / 4] = _mm_srli_si128(columns[j / 4], 4);
  }
}

/* Four rows and columns only. */
PYMV_ALWAYS_INLINE void square_4x1(ARGUMENTS) {
  __m128i v[4];
  UNROLL for (int i = 0; i < 4; i++) v[i] = _mm_cvtsi32_si128(load_4(from + i * from_stride));
  __m128i ab = _mm_unpacklo_epi8(v[0], v[1]), cd = _mm_unpacklo_epi8(v[2], v[3]);
  __m128i columns = _mm_unpacklo_epi16(ab, cd);
  UNROLL for (int j = 0; j < 4; j++) {
    int32_t column = _mm_cvtsi128_si32(columns);
    memcpy(to + j * to_stride, &column, sizeof column);
    columns = _mm_srli_si128(columns, 4);
  }
}

PYMV_ALWAYS_INLINE void square_4x2(ARGUMENTS) {
  __m128i v[4];
  UNROLL for (int i = 0; i < 4; i++) {
    v[i] = _mm_loadl_epi64((const __m128i *)(from + i * from_stride));
  }
  __m128i ab = _mm_unpacklo_epi16(v[0], v[1]), cd = _mm_unpacklo_epi16(v[2], v[3]);
  __m128i columns[2] = {_mm_unpacklo_epi32(ab, cd), _mm_unpackhi_epi32(ab, cd)};
  UNROLL for (int j = 0; j < 4; j++) {
    _mm_storel_epi64((__m128i *)(to + j * to_stride), columns[j / 2]);
    columns[j / 2] = _mm_srli_si128(columns[j / 2], 8);
  }
}

PYMV_ALWAYS_INLINE void square_8x2_low(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1), c = LOAD(2), d = LOAD(3);
  __m128i ac0 = _mm_unpacklo_epi16(a, c), ac1 = _mm_unpackhi_epi16(a, c);
  __m128i bd0 = _mm_unpacklo_epi16(b, d), bd1 = _mm_unpackhi_epi16(b, d);
  __m128i columns[4] = {_mm_unpacklo_epi16(ac0, bd0), _mm_unpackhi_epi16(ac0, bd0),
                        _mm_unpacklo_epi16(ac1, bd1), _mm_unpackhi_epi16(ac1, bd1)};
  UNROLL for (int j = 0; j < 8; j++) {
    _mm_storel_epi64((__m128i *)(to + j * to_stride), columns[j / 2]);
    columns[j / 2] = _mm_srli_si128(columns[j / 2], 8);
  }
}

#endif /* PYMV_SQUARES_SSE2_H */
