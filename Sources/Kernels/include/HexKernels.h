/* Hexadecimal digits. */
#ifndef HEX_KERNELS_H
#define HEX_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/** Write two digits for each of `count` bytes. Assumes: no overlap. */
void pymv_k_hex(uint8_t *to, const uint8_t *from, size_t count);

/** The same with a separator after every `group` bytes, but not at the end.
 * Assumes: `group` is not 0; no overlap. */
void pymv_k_hex_groups(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                       uint8_t separator);

#endif /* HEX_KERNELS_H */
