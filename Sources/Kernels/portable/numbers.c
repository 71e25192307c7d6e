#include "numbers.h"

#include "portable.h"

/* Defines a function that compares integers with doubles: they are equal if each converts to the
 * other. The range check comes first, because the conversion of the largest integers may round up
 * to a double out of range. */
#define DEFINE_EQUAL_LONG(name, type, limit) \
  static _Bool name(const uint8_t *integers, const uint8_t *doubles, size_t count) { \
    for (size_t i = 0; i < count; i++) { \
      type integer; \
      double value; \
      memcpy(&integer, integers + i * sizeof integer, sizeof integer); \
      memcpy(&value, doubles + i * sizeof value, sizeof value); \
      if ((double)integer != value || value >= (limit) || (type)value != integer) return 0; \
    } \
    return 1; \
  }
DEFINE_EQUAL_LONG(equal_signed, int64_t, 0x1p63)
DEFINE_EQUAL_LONG(equal_unsigned, uint64_t, 0x1p64)

_Bool pymv_k_equal_long(const uint8_t *integers, _Bool are_signed, const uint8_t *doubles,
                        size_t count) {
  return are_signed ? equal_signed(integers, doubles, count)
                    : equal_unsigned(integers, doubles, count);
}

DEFINE_EQUAL_NUMBERS(, , pymv_k_equal_number_columns, halves_to_doubles)
