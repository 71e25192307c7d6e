/* Within the copy kernels: cache lines written without reading them into the cache. */
#ifndef PYMV_STREAM_H
#define PYMV_STREAM_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "Kernels.h"

enum { PYMV_K_LINE = 64 };

/* Write one line. Assumes: `to` is where a line begins. */
static inline void pymv_k_stream_line(uint8_t *to, const uint8_t *from) {
#if defined(__SSE2__)
  const __m128i *parts = (const __m128i *)from;
  __m128i a = _mm_loadu_si128(parts), b = _mm_loadu_si128(parts + 1);
  __m128i c = _mm_loadu_si128(parts + 2), d = _mm_loadu_si128(parts + 3);
  __m128i *line = (__m128i *)to;
  _mm_stream_si128(line, a);
  _mm_stream_si128(line + 1, b);
  _mm_stream_si128(line + 2, c);
  _mm_stream_si128(line + 3, d);
#else
  memcpy(to, from, PYMV_K_LINE);
#endif
}

#endif /* PYMV_STREAM_H */
