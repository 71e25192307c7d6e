/* Included by tables.h: hexadecimal digits with AVX2 and AVX-512. */
#ifndef PYMV_X86_HEX_H
#define PYMV_X86_HEX_H

#include <immintrin.h>

#include "../portable/digits.h"
#include "processor.h"

static const uint8_t digit_characters[] = "0123456789abcdef";

/* Looks the digits up, by the halves of each byte. */
AVX2 PYMV_ALWAYS_INLINE void digits_16_avx2(uint8_t *to, const uint8_t *from) {
  const __m256i digits =
      _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)digit_characters));
  __m256i words = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
  __m256i halves = _mm256_or_si256(_mm256_srli_epi16(words, 4), _mm256_slli_epi16(words, 8));
  halves = _mm256_and_si256(halves, _mm256_set1_epi8(0x0F));
  _mm256_storeu_si256((__m256i *)(void *)to, _mm256_shuffle_epi8(digits, halves));
}

AVX2 static void write_digits_avx2(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count, digits_16_avx2);
}

/* The following functions write digits and separators of whole groups, sixteen bytes at a time, as
 * long as more bytes follow. They return the number of bytes processed. */

AVX2 static size_t write_single(uint8_t *to, const uint8_t *from, size_t count, uint8_t separator) {
  size_t done = 0;
  for (; count - done > 16; done += 16, to += 48) {
    VECTOR_OF(uint8_t, 16) low, high, between = (VECTOR_OF(uint8_t, 16)){0} + separator;
    uint8_t digits[32];
    digits_16_avx2(digits, from + done);
    memcpy(&low, digits, 16), memcpy(&high, digits + 16, 16);
    VECTOR_OF(uint8_t, 16)
    a = __builtin_shufflevector(low, between, 0, 1, 16, 2, 3, 16, 4, 5, 16, 6, 7, 16, 8, 9, 16, 10);
    VECTOR_OF(uint8_t, 16)
    middle = __builtin_shufflevector(low, high, 11, -1, 12, 13, -1, 14, 15, -1, 16, 17, -1, 18, 19,
                                     -1, 20, 21);
    VECTOR_OF(uint8_t, 16)
    b = __builtin_shufflevector(middle, between, 0, 16, 2, 3, 16, 5, 6, 16, 8, 9, 16, 11, 12, 16,
                                14, 15);
    VECTOR_OF(uint8_t, 16)
    c = __builtin_shufflevector(high, between, 16, 6, 7, 16, 8, 9, 16, 10, 11, 16, 12, 13, 16, 14,
                                15, 16);
    memcpy(to, &a, 16), memcpy(to + 16, &b, 16), memcpy(to + 32, &c, 16);
  }
  return done;
}

AVX2 PYMV_ALWAYS_INLINE size_t write_even(uint8_t *to, const uint8_t *from, size_t count,
                                          size_t group, uint8_t separator) {
  size_t done = 0;
  for (; count - done > 16; done += 16) {
    uint8_t digits[32];
    digits_16_avx2(digits, from + done);
    for (size_t i = 0; i < 16; i += group, to += 2 * group + 1) {
      memcpy(to, digits + 2 * i, 2 * group);
      to[2 * group] = separator;
    }
  }
  return done;
}

AVX2 static size_t write_groups_avx2(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                                     uint8_t separator) {
  switch (group) {
  case 1:
    return write_single(to, from, count, separator);
  case 2:
    return write_even(to, from, count, 2, separator);
  case 4:
    return write_even(to, from, count, 4, separator);
  case 8:
    return write_even(to, from, count, 8, separator);
  default:
    return 0;
  }
}

/* The characters of the halves that a selection of `vpmultishiftqb` finds in the low four bits of
 * its bytes; the table ignores the others. */
AVX512 PYMV_ALWAYS_INLINE __m512i digits_of_halves(__m512i bytes, __m512i places) {
  const __m512i digits =
      _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)digit_characters));
  return _mm512_permutexvar_epi8(_mm512_multishift_epi64_epi8(places, bytes), digits);
}

AVX512 static void write_digits_avx512(uint8_t *to, const uint8_t *from, size_t count) {
  /* Both halves of the low byte of each 16-bit word, the upper one first. */
  const __m512i places = _mm512_set1_epi64(0x3034202410140004);
  for (; count >= 32; to += 64, from += 32, count -= 32) {
    __m512i words = _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)from));
    _mm512_storeu_si512(to, digits_of_halves(words, places));
  }
  if (count == 0) return;
  __m256i rest = _mm256_maskz_loadu_epi8((1u << count) - 1, from);
  __m512i digits = digits_of_halves(_mm512_cvtepu8_epi16(rest), places);
  _mm512_mask_storeu_epi8(to, (1ull << 2 * count) - 1, digits);
}

/* Writes as many whole groups at a time as fit into one vector, as long as the rest fills it. */
AVX512 static size_t write_groups_avx512(uint8_t *to, const uint8_t *from, size_t count,
                                         size_t group, uint8_t separator) {
  enum { VECTOR = 64, LEAST = 128 /* below, preparing takes longer than it saves */ };
  if (group >= VECTOR / 2 || count < LEAST)
    return write_groups_avx2(to, from, count, group, separator);
  size_t width = 2 * group + 1, groups = VECTOR / width;
  uint8_t sources[VECTOR], halves[VECTOR];
  uint64_t is_separator = 0;
  for (size_t i = 0, source = 0, place = 0; i < VECTOR; i++) {
    sources[i] = (uint8_t)source, halves[i] = (uint8_t)(8 * (i % 8) + (place & 1 ? 0 : 4));
    is_separator |= (uint64_t)(place == 2 * group) << i;
    source += place & 1, place = place == 2 * group ? 0 : place + 1;
  }
  __m512i order = _mm512_loadu_si512(sources), places = _mm512_loadu_si512(halves);
  __m512i between = _mm512_set1_epi8((char)separator);
  size_t done = 0;
  for (; count - done >= VECTOR / 2; done += groups * group, to += groups * width) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(from + done));
    __m512i ordered = _mm512_permutexvar_epi8(order, _mm512_castsi256_si512(bytes));
    __m512i digits = digits_of_halves(ordered, places);
    _mm512_storeu_si512(to, _mm512_mask_blend_epi8(is_separator, digits, between));
  }
  return done;
}

#endif /* PYMV_X86_HEX_H */
