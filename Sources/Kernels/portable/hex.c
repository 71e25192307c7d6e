#include "digits.h"
#include "portable.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

void pymv_k_hex_digits(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count, digits_16);
}

#pragma clang attribute pop
