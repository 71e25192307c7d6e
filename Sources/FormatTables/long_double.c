#include <FormatTables.h>
#include <string.h>

enum {
  SIZE = sizeof(long double),
  /* x87: 10 of 16 bytes hold the value; the others are written as zeros. */
  USED = __LDBL_MANT_DIG__ == 64 ? 10 : SIZE,
};

static void copy(void *to, const void *from, _Bool is_swapped) {
  unsigned char *target = to;
  const unsigned char *source = from;
  for (int i = 0; i < SIZE; i++) target[i] = source[is_swapped ? SIZE - 1 - i : i];
}

static long double value_at(const void *place, _Bool is_swapped) {
  long double value;
  copy(&value, place, is_swapped);
  return value;
}

double pymv_c_long_double_load(const void *place, _Bool is_swapped) {
  return (double)value_at(place, is_swapped);
}

double pymv_c_long_double_load_exactly(const void *place, _Bool is_swapped) {
  long double value = value_at(place, is_swapped);
  return (double)value == value ? (double)value : __builtin_nan("");
}

void pymv_c_long_double_store(double value, void *place, _Bool is_swapped) {
  long double wide = value;
  unsigned char bytes[SIZE] = {0};
  memcpy(bytes, &wide, USED);
  copy(place, bytes, is_swapped);
}

_Bool pymv_c_long_doubles_equal(const void *a, _Bool a_is_swapped, const void *b,
                                _Bool b_is_swapped) {
  return value_at(a, a_is_swapped) == value_at(b, b_is_swapped);
}
