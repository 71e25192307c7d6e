/* The definitions that architecture.h lists, with SSE2. */
#ifndef PYMV_X86_INLINE_H
#define PYMV_X86_INLINE_H

#include <emmintrin.h>

#include "../table.h"

#define PYMV_K_TABLES "x86/tables.h"

/* The smallest squares have four rows or columns. */
enum { PYMV_K_LEAST = 4 };

static inline void pymv_k_stream_line(uint8_t *to, const uint8_t *from) {
  pymv_assert((uintptr_t)to % PYMV_K_LINE == 0);
  const __m128i *parts = (const __m128i *)from;
  __m128i a = _mm_loadu_si128(parts), b = _mm_loadu_si128(parts + 1);
  __m128i c = _mm_loadu_si128(parts + 2), d = _mm_loadu_si128(parts + 3);
  __m128i *line = (__m128i *)to;
  _mm_stream_si128(line, a);
  _mm_stream_si128(line + 1, b);
  _mm_stream_si128(line + 2, c);
  _mm_stream_si128(line + 3, d);
}

static inline void pymv_k_fence(void) {
  _mm_sfence();
}

/* Writes the bytes up to the first aligned vector with memcpy; the vectors hold the pattern rotated
 * accordingly. */
static inline size_t pymv_k_fill_streaming(uint8_t *to, const uint8_t *pattern, size_t size) {
  pymv_assert(size >= PYMV_K_PATTERN);
  uint8_t twice[2 * PYMV_K_PATTERN];
  memcpy(twice, pattern, PYMV_K_PATTERN);
  memcpy(twice + PYMV_K_PATTERN, pattern, PYMV_K_PATTERN);
  size_t head = (size_t)(-(uintptr_t)to) % sizeof(__m128i);
  memcpy(to, pattern, head);
  const __m128i *vectors = (const __m128i *)(const void *)(twice + head);
  __m128i a = _mm_loadu_si128(vectors), b = _mm_loadu_si128(vectors + 1);
  __m128i c = _mm_loadu_si128(vectors + 2);
  __m128i *line = (__m128i *)(void *)(to + head);
  size_t count = (size - head) / PYMV_K_PATTERN;
  for (size_t i = 0; i < count; i++, line += 3) {
    _mm_stream_si128(line, a);
    _mm_stream_si128(line + 1, b);
    _mm_stream_si128(line + 2, c);
  }
  _mm_sfence();
  memcpy(line, twice + head, (size - head) % PYMV_K_PATTERN);
  return size;
}

#endif /* PYMV_X86_INLINE_H */
