/* Kernels in plain C, for processors without specialized ones. */
#ifndef PYMV_PORTABLE_H
#define PYMV_PORTABLE_H

#include "../table.h"

/* Implementations of the members of pymv_k_table. */
void pymv_k_transpose_items(const pymv_k_block *block, size_t item);
_Bool pymv_k_equal_items(pymv_k_equality equality, const uint8_t *a, const uint8_t *b,
                         size_t count);
_Bool pymv_k_equal_number_columns(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count);
void pymv_k_hex_digits(uint8_t *to, const uint8_t *from, size_t count);

/* Whether integers of 64 bits are equal to doubles. */
_Bool pymv_k_equal_long(const uint8_t *integers, _Bool are_signed, const uint8_t *doubles,
                        size_t count);

#endif /* PYMV_PORTABLE_H */
