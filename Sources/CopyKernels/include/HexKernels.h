/* Hexadecimal digits: SSE2 where the processor has it, plain C elsewhere. */
#ifndef HEX_KERNELS_H
#define HEX_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline uint8_t pymv_k_hex_digit(unsigned value) {
  return (uint8_t)(value + (value < 10 ? '0' : 'a' - 10));
}

/* Write two digits for each of `count` bytes. */
static inline void pymv_k_hex(uint8_t *restrict to, const uint8_t *restrict from, size_t count) {
#if defined(__SSE2__)
  const __m128i low_half = _mm_set1_epi8(0x0F), nine = _mm_set1_epi8(9);
  const __m128i zero = _mm_set1_epi8('0'), to_letter = _mm_set1_epi8('a' - 10 - '0');
  for (; count >= 16; to += 32, from += 16, count -= 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)from);
    __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), low_half);
    __m128i low = _mm_and_si128(bytes, low_half);
    high = _mm_add_epi8(_mm_add_epi8(high, zero),
                        _mm_and_si128(_mm_cmpgt_epi8(high, nine), to_letter));
    low =
        _mm_add_epi8(_mm_add_epi8(low, zero), _mm_and_si128(_mm_cmpgt_epi8(low, nine), to_letter));
    _mm_storeu_si128((__m128i *)to, _mm_unpacklo_epi8(high, low));
    _mm_storeu_si128((__m128i *)(to + 16), _mm_unpackhi_epi8(high, low));
  }
#endif
  for (; count > 0; to += 2, from++, count--) {
    to[0] = pymv_k_hex_digit(*from >> 4);
    to[1] = pymv_k_hex_digit(*from & 0x0F);
  }
}

/* The same with a separator after each byte but the last. Digits are made a block at a time. */
static inline void pymv_k_hex_single(uint8_t *restrict to, const uint8_t *restrict from,
                                     size_t count, uint8_t separator) {
  uint8_t digits[128];
  while (count > 0) {
    size_t part = count < 64 ? count : 64;
    pymv_k_hex(digits, from, part);
    for (size_t i = 0; i < part; i++) {
      to[3 * i] = digits[2 * i];
      to[3 * i + 1] = digits[2 * i + 1];
      if (i + 1 < count) to[3 * i + 2] = separator;
    }
    to += 3 * part, from += part, count -= part;
  }
}

#endif /* HEX_KERNELS_H */
