/* Included by tables.h: hexadecimal digits. */
#ifndef PYMV_ARM64_HEX_H
#define PYMV_ARM64_HEX_H

#include <arm_neon.h>

#include "../portable/digits.h"

/* The digits of sixteen bytes: those of the upper halves, and those of the lower halves. */
PYMV_ALWAYS_INLINE uint8x16x2_t digits_of(const uint8_t *from) {
  const uint8x16_t digits = vld1q_u8((const uint8_t *)"0123456789abcdef");
  uint8x16_t bytes = vld1q_u8(from);
  return (uint8x16x2_t){{vqtbl1q_u8(digits, vshrq_n_u8(bytes, 4)),
                         vqtbl1q_u8(digits, vandq_u8(bytes, vdupq_n_u8(0x0F)))}};
}

PYMV_ALWAYS_INLINE void digits_16_neon(uint8_t *to, const uint8_t *from) {
  vst2q_u8(to, digits_of(from));
}

static void write_digits_neon(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count, digits_16_neon);
}

/* Writes a separator after every byte, sixteen bytes at a time, as long as more bytes follow. */
static size_t write_groups_neon(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                                uint8_t separator) {
  size_t done = 0;
  if (group != 1) return 0;
  for (; count - done > 16; done += 16, to += 48) {
    uint8x16x2_t digits = digits_of(from + done);
    uint8x16x3_t groups = {{digits.val[0], digits.val[1], vdupq_n_u8(separator)}};
    vst3q_u8(to, groups);
  }
  return done;
}

#endif /* PYMV_ARM64_HEX_H */
