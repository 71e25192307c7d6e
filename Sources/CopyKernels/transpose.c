#include "CopyKernels.h"

/* A kernel transposes a square of `side` items. The loop over the squares is made once for each by
 * DEFINE_TRANSPOSE; the last squares of a row or column lie over the ones before, so that nothing
 * is left over.
 *
 * The loop goes along the row of the source first: what a cache line of it holds is used while it
 * is there. Columns are written upwards. */

#define PYMV_INLINE static inline __attribute__((always_inline))

/* Two moves of a fixed size that lie over each other: bytes within the item, and no others. */
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

/* Moves of 16 bytes, the last one over the one before. */
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

static void transpose_items(const pymv_k_block *block, size_t item) {
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

#if defined(__SSE2__)
#include <immintrin.h>

#define ARGUMENTS uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, ptrdiff_t from_stride
#define LOAD(i) _mm_loadu_si128((const __m128i *)(from + (i) * from_stride))
#define STORE(j, v) _mm_storeu_si128((__m128i *)(to + (j) * to_stride), (v))

#define DEFINE_TRANSPOSE(name, attribute, height, width, item, square) \
  attribute static _Bool name(const pymv_k_block *b) { \
    if (b->rows < (height) || b->columns < (width)) return 0; \
    for (ptrdiff_t row = 0; row < b->rows; row += (height)) { \
      ptrdiff_t i = row + (height) <= b->rows ? row : b->rows - (height); \
      for (ptrdiff_t column = 0; column < b->columns; column += (width)) { \
        ptrdiff_t j = column + (width) <= b->columns ? column : b->columns - (width); \
        square(b->to + j * b->to_stride + i * (item), b->to_stride, \
               b->from + i * b->from_stride + j * (item), b->from_stride); \
      } \
    } \
    return 1; \
  }

PYMV_INLINE void square_1x16(ARGUMENTS) {
  (void)to_stride, (void)from_stride;
  STORE(0, LOAD(0));
}

PYMV_INLINE void square_2x8(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1);
  STORE(0, _mm_unpacklo_epi64(a, b));
  STORE(1, _mm_unpackhi_epi64(a, b));
}

PYMV_INLINE void square_4x4(ARGUMENTS) {
  __m128i a = LOAD(0), b = LOAD(1), c = LOAD(2), d = LOAD(3);
  __m128i ab0 = _mm_unpacklo_epi32(a, b), ab1 = _mm_unpackhi_epi32(a, b);
  __m128i cd0 = _mm_unpacklo_epi32(c, d), cd1 = _mm_unpackhi_epi32(c, d);
  STORE(0, _mm_unpacklo_epi64(ab0, cd0));
  STORE(1, _mm_unpackhi_epi64(ab0, cd0));
  STORE(2, _mm_unpacklo_epi64(ab1, cd1));
  STORE(3, _mm_unpackhi_epi64(ab1, cd1));
}

/* Interleaving rows i and i + 4 three times transposes eight rows of eight; i and i + 8 four times,
 * sixteen of sixteen. */
#define UNROLL _Pragma("GCC unroll 16")

PYMV_INLINE void interleave_8x2(__m128i *to, const __m128i *from) {
  UNROLL for (int i = 0; i < 4; i++) {
    to[2 * i] = _mm_unpacklo_epi16(from[i], from[i + 4]);
    to[2 * i + 1] = _mm_unpackhi_epi16(from[i], from[i + 4]);
  }
}

PYMV_INLINE void interleave_16x1(__m128i *to, const __m128i *from) {
  UNROLL for (int i = 0; i < 8; i++) {
    to[2 * i] = _mm_unpacklo_epi8(from[i], from[i + 8]);
    to[2 * i + 1] = _mm_unpackhi_epi8(from[i], from[i + 8]);
  }
}

PYMV_INLINE void square_8x2(ARGUMENTS) {
  __m128i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) a[i] = LOAD(i);
  interleave_8x2(b, a);
  interleave_8x2(a, b);
  interleave_8x2(b, a);
  UNROLL for (int j = 0; j < 8; j++) STORE(j, b[j]);
}

PYMV_INLINE void square_16x1(ARGUMENTS) {
  __m128i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = LOAD(i);
  interleave_16x1(b, a);
  interleave_16x1(a, b);
  interleave_16x1(b, a);
  interleave_16x1(a, b);
  UNROLL for (int j = 0; j < 16; j++) STORE(j, a[j]);
}

/* Four columns or rows only. */
PYMV_INLINE int32_t load_4(const uint8_t *from) {
  int32_t bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

PYMV_INLINE void square_16x1_narrow(ARGUMENTS) {
  __m128i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = _mm_cvtsi32_si128(load_4(from + i * from_stride));
  interleave_16x1(b, a);
  interleave_16x1(a, b);
  interleave_16x1(b, a);
  interleave_16x1(a, b);
  UNROLL for (int j = 0; j < 4; j++) STORE(j, a[j]);
}

PYMV_INLINE void square_8x2_narrow(ARGUMENTS) {
  __m128i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) {
    a[i] = _mm_loadl_epi64((const __m128i *)(from + i * from_stride));
  }
  interleave_8x2(b, a);
  interleave_8x2(a, b);
  interleave_8x2(b, a);
  UNROLL for (int j = 0; j < 4; j++) STORE(j, b[j]);
}

PYMV_INLINE void square_16x1_low(ARGUMENTS) {
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

PYMV_INLINE void square_8x2_low(ARGUMENTS) {
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

DEFINE_TRANSPOSE(transpose_1_narrow, , 16, 4, 1, square_16x1_narrow)
DEFINE_TRANSPOSE(transpose_2_narrow, , 8, 4, 2, square_8x2_narrow)
DEFINE_TRANSPOSE(transpose_1_low, , 4, 16, 1, square_16x1_low)
DEFINE_TRANSPOSE(transpose_2_low, , 4, 8, 2, square_8x2_low)
DEFINE_TRANSPOSE(transpose_1, , 16, 16, 1, square_16x1)
DEFINE_TRANSPOSE(transpose_2, , 8, 8, 2, square_8x2)
DEFINE_TRANSPOSE(transpose_4, , 4, 4, 4, square_4x4)
DEFINE_TRANSPOSE(transpose_8, , 2, 2, 8, square_2x8)
DEFINE_TRANSPOSE(transpose_16, , 1, 1, 16, square_1x16)

#define AVX2 __attribute__((target("avx2")))
#define LOAD_PD(i) _mm256_loadu_pd((const double *)(const void *)(from + (i) * from_stride))
#define STORE_PD(j, v) _mm256_storeu_pd((double *)(void *)(to + (j) * to_stride), (v))

AVX2 PYMV_INLINE void square_4x8_avx2(ARGUMENTS) {
  __m256d a = LOAD_PD(0), b = LOAD_PD(1), c = LOAD_PD(2), d = LOAD_PD(3);
  __m256d ab0 = _mm256_unpacklo_pd(a, b), ab1 = _mm256_unpackhi_pd(a, b);
  __m256d cd0 = _mm256_unpacklo_pd(c, d), cd1 = _mm256_unpackhi_pd(c, d);
  STORE_PD(0, _mm256_permute2f128_pd(ab0, cd0, 0x20));
  STORE_PD(1, _mm256_permute2f128_pd(ab1, cd1, 0x20));
  STORE_PD(2, _mm256_permute2f128_pd(ab0, cd0, 0x31));
  STORE_PD(3, _mm256_permute2f128_pd(ab1, cd1, 0x31));
}

AVX2 PYMV_INLINE void square_8x4_avx2(ARGUMENTS) {
  __m256d quad[8];
  for (int i = 0; i < 2; i++) {
    __m256 a = _mm256_castpd_ps(LOAD_PD(4 * i)), b = _mm256_castpd_ps(LOAD_PD(4 * i + 1));
    __m256 c = _mm256_castpd_ps(LOAD_PD(4 * i + 2)), d = _mm256_castpd_ps(LOAD_PD(4 * i + 3));
    __m256d ab0 = _mm256_castps_pd(_mm256_unpacklo_ps(a, b));
    __m256d ab1 = _mm256_castps_pd(_mm256_unpackhi_ps(a, b));
    __m256d cd0 = _mm256_castps_pd(_mm256_unpacklo_ps(c, d));
    __m256d cd1 = _mm256_castps_pd(_mm256_unpackhi_ps(c, d));
    quad[4 * i] = _mm256_unpacklo_pd(ab0, cd0);
    quad[4 * i + 1] = _mm256_unpackhi_pd(ab0, cd0);
    quad[4 * i + 2] = _mm256_unpacklo_pd(ab1, cd1);
    quad[4 * i + 3] = _mm256_unpackhi_pd(ab1, cd1);
  }
  for (int j = 0; j < 4; j++) STORE_PD(j, _mm256_permute2f128_pd(quad[j], quad[j + 4], 0x20));
  for (int j = 0; j < 4; j++) STORE_PD(j + 4, _mm256_permute2f128_pd(quad[j], quad[j + 4], 0x31));
}

/* Both halves of the registers do what the kernels for 16 bytes do, for columns side by side. */
#define LOAD_256(i) _mm256_loadu_si256((const __m256i *)(from + (i) * from_stride))
#define STORE_HALVES(side, v) \
  UNROLL for (int j = 0; j < (side); j++) STORE(j, _mm256_castsi256_si128((v)[j])); \
  UNROLL for (int j = 0; j < (side); j++) STORE((side) + j, _mm256_extracti128_si256((v)[j], 1))

AVX2 PYMV_INLINE void interleave_8x2_avx2(__m256i *to, const __m256i *from) {
  UNROLL for (int i = 0; i < 4; i++) {
    to[2 * i] = _mm256_unpacklo_epi16(from[i], from[i + 4]);
    to[2 * i + 1] = _mm256_unpackhi_epi16(from[i], from[i + 4]);
  }
}

AVX2 PYMV_INLINE void interleave_16x1_avx2(__m256i *to, const __m256i *from) {
  UNROLL for (int i = 0; i < 8; i++) {
    to[2 * i] = _mm256_unpacklo_epi8(from[i], from[i + 8]);
    to[2 * i + 1] = _mm256_unpackhi_epi8(from[i], from[i + 8]);
  }
}

AVX2 PYMV_INLINE void square_8x2_avx2(ARGUMENTS) {
  __m256i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) a[i] = LOAD_256(i);
  interleave_8x2_avx2(b, a);
  interleave_8x2_avx2(a, b);
  interleave_8x2_avx2(b, a);
  STORE_HALVES(8, b);
}

AVX2 PYMV_INLINE void square_16x1_avx2(ARGUMENTS) {
  __m256i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = LOAD_256(i);
  interleave_16x1_avx2(b, a);
  interleave_16x1_avx2(a, b);
  interleave_16x1_avx2(b, a);
  interleave_16x1_avx2(a, b);
  STORE_HALVES(16, a);
}

DEFINE_TRANSPOSE(transpose_1_avx2, AVX2, 16, 32, 1, square_16x1_avx2)
DEFINE_TRANSPOSE(transpose_2_avx2, AVX2, 8, 16, 2, square_8x2_avx2)
DEFINE_TRANSPOSE(transpose_4_avx2, AVX2, 8, 8, 4, square_8x4_avx2)
DEFINE_TRANSPOSE(transpose_8_avx2, AVX2, 4, 4, 8, square_4x8_avx2)

static _Bool transpose_squares(const pymv_k_block *block, size_t item) {
  switch (item) {
  case 1:
    return (pymv_k_has_avx2() && transpose_1_avx2(block)) || transpose_1(block) ||
           transpose_1_narrow(block) || transpose_1_low(block);
  case 2:
    return (pymv_k_has_avx2() && transpose_2_avx2(block)) || transpose_2(block) ||
           transpose_2_narrow(block) || transpose_2_low(block);
  case 4:
    return (pymv_k_has_avx2() && transpose_4_avx2(block)) || transpose_4(block);
  case 8:
    return (pymv_k_has_avx2() && transpose_8_avx2(block)) || transpose_8(block);
  case 16:
    return transpose_16(block);
  default:
    return 0;
  }
}

#else

static _Bool transpose_squares(const pymv_k_block *block, size_t item) {
  (void)block, (void)item;
  return 0;
}

#endif

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  if (!transpose_squares(block, item)) transpose_items(block, item);
}
