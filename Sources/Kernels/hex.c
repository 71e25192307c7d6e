#include "portable/digits.h"
#include "assumptions.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

void pymv_k_hex_groups(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                       uint8_t separator) {
  pymv_assert(group > 0);
  pymv_assert(count == 0 || pymv_k_are_apart(pymv_k_reach_of(to, 2 * count + (count - 1) / group),
                                             pymv_k_reach_of(from, count)));
  const pymv_k_table *kernels = pymv_k_kernels();
  size_t done = 0;
  if (kernels->hex_groups != 0) done = kernels->hex_groups(to, from, count, group, separator);
  to += 2 * done + done / group;
  while (done < count) {
    size_t part = count - done < group ? count - done : group;
    /* Digits beyond the group are overwritten by the next group. */
    if (part < 32 && count - done >= part + 8)
      for (size_t i = 0; i < part; i += 8) digits_8(to + 2 * i, from + done + i);
    else
      kernels->hex(to, from + done, part);
    to += 2 * part, done += part;
    if (done < count) *to++ = separator;
  }
}

#pragma clang attribute pop
