/* Included by tables.h: hexadecimal digits with AVX2. */
#ifndef PYMV_X86_HEX_H
#define PYMV_X86_HEX_H

#include "../portable/digits.h"
#include "processor.h"

AVX2 static void write_digits_avx2(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count);
}

/* The following functions write digits and separators of whole groups, sixteen bytes at a time, as
 * long as more bytes follow. They return the number of bytes processed. */

AVX2 static size_t write_single(uint8_t *to, const uint8_t *from, size_t count, uint8_t separator) {
  size_t done = 0;
  for (; count - done > 16; done += 16, to += 48) {
    VECTOR_OF(uint8_t, 16) low, high, between = (VECTOR_OF(uint8_t, 16)){0} + separator;
    uint8_t digits[32];
    digits_16(digits, from + done);
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
    digits_16(digits, from + done);
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

#endif /* PYMV_X86_HEX_H */
