#include "CopyKernels.h"

/* A kernel transposes a square of `side` items. The loop over the squares is made once for each by
 * DEFINE_TRANSPOSE; what the squares leave over is copied item by item.
 *
 * The loop goes along the row of the source first: what a cache line of it holds is used while it
 * is there. Rows a power of two apart push each other out of the cache. */

#define PYMV_INLINE static inline __attribute__((always_inline))

PYMV_INLINE void copy_rest(const pymv_k_block *b, ptrdiff_t row, ptrdiff_t column, size_t item) {
  for (ptrdiff_t i = row; i < b->rows; i++) {
    const uint8_t *from = b->from + i * b->from_stride;
    uint8_t *to = b->to + i * (ptrdiff_t)item;
    for (ptrdiff_t j = column; j < b->columns; j++)
      memcpy(to + j * b->to_stride, from + j * (ptrdiff_t)item, item);
  }
}

#define DEFINE_TRANSPOSE(name, attribute, side, item, kernel) \
  attribute static void name(const pymv_k_block *b) { \
    ptrdiff_t rows = b->rows / (side) * (side), columns = b->columns / (side) * (side); \
    for (ptrdiff_t i = 0; i < rows; i += (side)) { \
      const uint8_t *from = b->from + i * b->from_stride; \
      uint8_t *to = b->to + i * (item); \
      for (ptrdiff_t j = 0; j < columns; j += (side)) \
        kernel(to + j * b->to_stride, b->to_stride, from + j * (item), b->from_stride); \
    } \
    pymv_k_block right = *b, below = *b; \
    right.rows = rows; \
    copy_rest(&right, 0, columns, (item)); \
    copy_rest(&below, rows, 0, (item)); \
  }

#define ARGUMENTS uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, ptrdiff_t from_stride

#if defined(__SSE2__)
#include <immintrin.h>

#define LOAD(i) _mm_loadu_si128((const __m128i *)(from + (i) * from_stride))
#define STORE(j, v) _mm_storeu_si128((__m128i *)(to + (j) * to_stride), (v))

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

DEFINE_TRANSPOSE(transpose_1, , 16, 1, square_16x1)
DEFINE_TRANSPOSE(transpose_2, , 8, 2, square_8x2)
DEFINE_TRANSPOSE(transpose_4, , 4, 4, square_4x4)
DEFINE_TRANSPOSE(transpose_8, , 2, 8, square_2x8)
DEFINE_TRANSPOSE(transpose_16, , 1, 16, square_1x16)

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
  for (int j = 0; j < 4; j++) {
    STORE_PD(j, _mm256_permute2f128_pd(quad[j], quad[j + 4], 0x20));
    STORE_PD(j + 4, _mm256_permute2f128_pd(quad[j], quad[j + 4], 0x31));
  }
}

DEFINE_TRANSPOSE(transpose_4_avx2, AVX2, 8, 4, square_8x4_avx2)
DEFINE_TRANSPOSE(transpose_8_avx2, AVX2, 4, 8, square_4x8_avx2)

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  _Bool avx2 = pymv_k_has_avx2();
  switch (item) {
  case 1:
    transpose_1(block);
    break;
  case 2:
    transpose_2(block);
    break;
  case 4:
    avx2 ? transpose_4_avx2(block) : transpose_4(block);
    break;
  case 8:
    avx2 ? transpose_8_avx2(block) : transpose_8(block);
    break;
  default:
    transpose_16(block);
    break;
  }
}

#else

void pymv_k_transpose(const pymv_k_block *block, size_t item) {
  switch (item) {
  case 1:
    copy_rest(block, 0, 0, 1);
    break;
  case 2:
    copy_rest(block, 0, 0, 2);
    break;
  case 4:
    copy_rest(block, 0, 0, 4);
    break;
  case 8:
    copy_rest(block, 0, 0, 8);
    break;
  default:
    copy_rest(block, 0, 0, 16);
    break;
  }
}

#endif
