/* Included by tables.h: comparison of numbers of different types with AVX2 and F16C. */
#ifndef PYMV_X86_NUMBERS_H
#define PYMV_X86_NUMBERS_H

#include <immintrin.h>

#include "../portable/numbers.h"
#include "processor.h"

AVX2 PYMV_ALWAYS_INLINE void halves_to_doubles_f16c(uint64_t *to, const uint8_t *from) {
  __m256 singles = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(const void *)from));
  double *doubles = (double *)(void *)to;
  _mm256_storeu_pd(doubles, _mm256_cvtps_pd(_mm256_castps256_ps128(singles)));
  _mm256_storeu_pd(doubles + 4, _mm256_cvtps_pd(_mm256_extractf128_ps(singles, 1)));
}

DEFINE_EQUAL_NUMBERS(static, AVX2, equal_numbers_avx2, halves_to_doubles_f16c)

#endif /* PYMV_X86_NUMBERS_H */
