/* Hexadecimal digits in vectors; inlined into the functions for each kind of processor. */
#ifndef PYMV_DIGITS_H
#define PYMV_DIGITS_H

#include "../table.h"
#include "vectors.h"

/* The two halves of a byte as the bytes of a 16-bit word, the upper half first in memory. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HALVES(word) ((word) >> 4 | ((word) & 0x0F) << 8)
#else
#define HALVES(word) (((word) & 0xF0) << 4 | ((word) & 0x0F))
#endif

/* Defines a function that writes the digits of `width` bytes. */
#define DEFINE_DIGITS(width) \
  PYMV_ALWAYS_INLINE void digits_##width(uint8_t *to, const uint8_t *from) { \
    VECTOR_OF(uint8_t, width) bytes; \
    memcpy(&bytes, from, width); \
    VECTOR_OF(uint16_t, width) words = __builtin_convertvector(bytes, VECTOR_OF(uint16_t, width)); \
    VECTOR_OF(int8_t, 2 * width) digits = (VECTOR_OF(int8_t, 2 * width)) HALVES(words); \
    digits += '0' + ((digits > 9) & ('a' - 10 - '0')); \
    memcpy(to, &digits, sizeof digits); \
  }

DEFINE_DIGITS(1)
DEFINE_DIGITS(8)
DEFINE_DIGITS(16)

/* Writes the digits of less than sixteen bytes. */
PYMV_ALWAYS_INLINE void write_few_digits(uint8_t *to, const uint8_t *from, size_t count) {
  if (count >= 8) digits_8(to, from), to += 16, from += 8, count -= 8;
  for (; count > 0; to += 2, from++, count--) digits_1(to, from);
}

/* Writes the digits of `count` bytes, given the function for sixteen. The last sixteen overlap the
 * ones before, so that there is no remainder. */
PYMV_ALWAYS_INLINE void write_digits(uint8_t *to, const uint8_t *from, size_t count,
                                     void (*sixteen)(uint8_t *to, const uint8_t *from)) {
  if (count < 16) {
    write_few_digits(to, from, count);
    return;
  }
  for (size_t done = 0; done < count - 16; done += 16) sixteen(to + 2 * done, from + done);
  sixteen(to + 2 * (count - 16), from + count - 16);
}

#endif /* PYMV_DIGITS_H */
