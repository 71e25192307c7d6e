#include "digits.h"
#include "portable.h"

void pymv_k_hex_digits(uint8_t *to, const uint8_t *from, size_t count) {
  write_digits(to, from, count, digits_16);
}
