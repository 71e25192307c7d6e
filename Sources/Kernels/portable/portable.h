/* Kernels in plain C, for every processor that has no better ones. */
#ifndef PYMV_PORTABLE_H
#define PYMV_PORTABLE_H

#include "../table.h"

/* What the table says of the members of these names. */
void pymv_k_transpose_items(const pymv_k_block *block, size_t item);
_Bool pymv_k_equal_items(pymv_k_equality equality, const uint8_t *a, const uint8_t *b,
                         size_t count);
void pymv_k_hex_digits(uint8_t *to, const uint8_t *from, size_t count);

#endif /* PYMV_PORTABLE_H */
