/* Included by tables.h: rows interleaved, and lines written, with AVX2. */
#ifndef PYMV_X86_INTERLEAVE_H
#define PYMV_X86_INTERLEAVE_H

#include <immintrin.h>

#include "../portable/interleave.h"
#include "processor.h"

DEFINE_INTERLEAVE(AVX2, interleave_avx2, __m256i, _mm256_unpacklo_epi8, _mm256_unpackhi_epi8,
                  _mm256_unpacklo_epi16, _mm256_unpackhi_epi16)

AVX2 static void stream_lines_avx2(uint8_t *to, const uint8_t *from, ptrdiff_t count) {
  NOT_UNROLLED for (; count > 0; count -= PYMV_K_LINE, to += PYMV_K_LINE, from += PYMV_K_LINE) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)from);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(from + 32));
    _mm256_stream_si256((__m256i *)(void *)to, a);
    _mm256_stream_si256((__m256i *)(void *)(to + 32), b);
  }
}

#endif /* PYMV_X86_INTERLEAVE_H */
