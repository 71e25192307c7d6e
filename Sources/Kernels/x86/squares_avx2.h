/* Included by transpose.h: the squares of squares_sse2.h, in the wider registers of AVX2. */
#ifndef PYMV_SQUARES_AVX2_H
#define PYMV_SQUARES_AVX2_H

#include "processor.h"
#include "squares_sse2.h"

#define LOAD_PD(i) _mm256_loadu_pd((const double *)(const void *)(from + (i) * from_stride))
#define STORE_PD(j, v) _mm256_storeu_pd((double *)(void *)(to + (j) * to_stride), (v))

AVX2 PYMV_ALWAYS_INLINE void square_4x8_avx2(ARGUMENTS) {
  __m256d a = LOAD_PD(0), b = LOAD_PD(1), c = LOAD_PD(2), d = LOAD_PD(3);
  __m256d ab0 = _mm256_unpacklo_pd(a, b), ab1 = _mm256_unpackhi_pd(a, b);
  __m256d cd0 = _mm256_unpacklo_pd(c, d), cd1 = _mm256_unpackhi_pd(c, d);
  STORE_PD(0, _mm256_permute2f128_pd(ab0, cd0, 0x20));
  STORE_PD(1, _mm256_permute2f128_pd(ab1, cd1, 0x20));
  STORE_PD(2, _mm256_permute2f128_pd(ab0, cd0, 0x31));
  STORE_PD(3, _mm256_permute2f128_pd(ab1, cd1, 0x31));
}

AVX2 PYMV_ALWAYS_INLINE void square_8x4_avx2(ARGUMENTS) {
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

/* Each half of a register works like the kernels for 16 bytes; the halves hold adjacent columns. */
#define LOAD_256(i) _mm256_loadu_si256((const __m256i *)(from + (i) * from_stride))
#define STORE_HALVES(side, v) \
  UNROLL for (int j = 0; j < (side); j++) STORE(j, _mm256_castsi256_si128((v)[j])); \
  UNROLL for (int j = 0; j < (side); j++) STORE((side) + j, _mm256_extracti128_si256((v)[j], 1))

AVX2 PYMV_ALWAYS_INLINE void interleave_8x2_avx2(__m256i *to, const __m256i *from) {
  UNROLL for (int i = 0; i < 4; i++) {
    to[2 * i] = _mm256_unpacklo_epi16(from[i], from[i + 4]);
    to[2 * i + 1] = _mm256_unpackhi_epi16(from[i], from[i + 4]);
  }
}

AVX2 PYMV_ALWAYS_INLINE void interleave_16x1_avx2(__m256i *to, const __m256i *from) {
  UNROLL for (int i = 0; i < 8; i++) {
    to[2 * i] = _mm256_unpacklo_epi8(from[i], from[i + 8]);
    to[2 * i + 1] = _mm256_unpackhi_epi8(from[i], from[i + 8]);
  }
}

AVX2 PYMV_ALWAYS_INLINE void turn_8x2_avx2(__m256i *to, __m256i *rows) {
  interleave_8x2_avx2(to, rows);
  interleave_8x2_avx2(rows, to);
  interleave_8x2_avx2(to, rows);
}

AVX2 PYMV_ALWAYS_INLINE void turn_16x1_avx2(__m256i *rows, __m256i *spare) {
  interleave_16x1_avx2(spare, rows);
  interleave_16x1_avx2(rows, spare);
  interleave_16x1_avx2(spare, rows);
  interleave_16x1_avx2(rows, spare);
}

AVX2 PYMV_ALWAYS_INLINE void square_8x2_avx2(ARGUMENTS) {
  __m256i a[8], b[8];
  UNROLL for (int i = 0; i < 8; i++) a[i] = LOAD_256(i);
  turn_8x2_avx2(b, a);
  STORE_HALVES(8, b);
}

AVX2 PYMV_ALWAYS_INLINE void square_16x1_avx2(ARGUMENTS) {
  __m256i a[16], b[16];
  UNROLL for (int i = 0; i < 16; i++) a[i] = LOAD_256(i);
  turn_16x1_avx2(a, b);
  STORE_HALVES(16, a);
}

#endif /* PYMV_SQUARES_AVX2_H */
