#include "Kernels.h"

/* Vectors that compilers break up where the processor has shorter ones. */
#define VECTOR(type, count) type __attribute__((vector_size((count) * sizeof(type))))

#define PYMV_INLINE static inline __attribute__((always_inline))

/* A word whose bytes in memory are the two halves of a byte, the upper one first. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HALVES(word) ((word) >> 4 | ((word) & 0x0F) << 8)
#else
#define HALVES(word) (((word) & 0xF0) << 4 | ((word) & 0x0F))
#endif

/* Write the digits of some bytes. */
#define DEFINE_DIGITS(width) \
  PYMV_INLINE void digits_##width(uint8_t *to, const uint8_t *from) { \
    VECTOR(uint8_t, width) bytes; \
    memcpy(&bytes, from, width); \
    VECTOR(uint16_t, width) words = __builtin_convertvector(bytes, VECTOR(uint16_t, width)); \
    VECTOR(int8_t, 2 * width) digits = (VECTOR(int8_t, 2 * width)) HALVES(words); \
    digits += '0' + ((digits > 9) & ('a' - 10 - '0')); \
    memcpy(to, &digits, sizeof digits); \
  }

DEFINE_DIGITS(1)
DEFINE_DIGITS(8)
DEFINE_DIGITS(16)

PYMV_INLINE void write_digits(uint8_t *to, const uint8_t *from, size_t count) {
  for (; count >= 16; to += 32, from += 16, count -= 16) digits_16(to, from);
  for (; count > 0; to += 2, from++, count--) digits_1(to, from);
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))

AVX2 static void write_digits_avx2(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count);
}

/* The following write digits and separators of whole groups, sixteen bytes at a time, while others
 * follow. Return the number of bytes done. */

AVX2 static size_t write_single(uint8_t *to, const uint8_t *from, size_t count, uint8_t separator) {
  size_t done = 0;
  for (; count - done > 16; done += 16, to += 48) {
    VECTOR(uint8_t, 16) low, high, between = (VECTOR(uint8_t, 16)){0} + separator;
    uint8_t digits[32];
    digits_16(digits, from + done);
    memcpy(&low, digits, 16), memcpy(&high, digits + 16, 16);
    VECTOR(uint8_t, 16)
    a = __builtin_shufflevector(low, between, 0, 1, 16, 2, 3, 16, 4, 5, 16, 6, 7, 16, 8, 9, 16, 10);
    VECTOR(uint8_t, 16)
    middle = __builtin_shufflevector(low, high, 11, -1, 12, 13, -1, 14, 15, -1, 16, 17, -1, 18, 19,
                                     -1, 20, 21);
    VECTOR(uint8_t, 16)
    b = __builtin_shufflevector(middle, between, 0, 16, 2, 3, 16, 5, 6, 16, 8, 9, 16, 11, 12, 16,
                                14, 15);
    VECTOR(uint8_t, 16)
    c = __builtin_shufflevector(high, between, 16, 6, 7, 16, 8, 9, 16, 10, 11, 16, 12, 13, 16, 14,
                                15, 16);
    memcpy(to, &a, 16), memcpy(to + 16, &b, 16), memcpy(to + 32, &c, 16);
  }
  return done;
}

AVX2 PYMV_INLINE size_t write_even(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                                   uint8_t separator) {
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

AVX2 static size_t write_groups(uint8_t *to, const uint8_t *from, size_t count, size_t group,
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
#endif

void pymv_k_hex(uint8_t *to, const uint8_t *from, size_t count) {
#if defined(__x86_64__)
  if (pymv_k_has_avx2()) {
    write_digits_avx2(to, from, count);
    return;
  }
#endif
  write_digits(to, from, count);
}

void pymv_k_hex_groups(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                       uint8_t separator) {
  size_t done = 0;
#if defined(__x86_64__)
  if (pymv_k_has_avx2()) done = write_groups(to, from, count, group, separator);
#endif
  to += 2 * done + done / group;
  while (done < count) {
    size_t part = count - done < group ? count - done : group;
    /* Digits beyond the group are overwritten by what follows. */
    if (part <= 32 && count - done >= part + 8)
      for (size_t i = 0; i < part; i += 8) digits_8(to + 2 * i, from + done + i);
    else
      pymv_k_hex(to, from + done, part);
    to += 2 * part, done += part;
    if (done < count) *to++ = separator;
  }
}
