#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "members.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* --- Equality of runs --- */

static const size_t value_sizes[] = {
    [PYMV_K_BYTES] = 1,   [PYMV_K_FLOAT16] = 2, [PYMV_K_FLOAT32] = 4,
    [PYMV_K_FLOAT64] = 8, [PYMV_K_TRUTH] = 1,
};

/* Values whose last byte says the exponent: 1 and more, or true. */
static void fill_values(unsigned char *bytes, size_t count, size_t size) {
  for (size_t i = 0; i < count; i++)
    bytes[i] = (unsigned char)(i % size == size - 1 ? 0x40 : i + 1);
}

static void put(unsigned char *value, size_t size, unsigned char last, unsigned char others) {
  memset(value, others, size - 1);
  value[size - 1] = last;
}

typedef struct {
  pymv_k_equality equality;
  unsigned char *a, *b;
  size_t count;
} Pair;

static void claim_equal(const Pair *pair, bool expected, const char *what, size_t index) {
  claim(pymv_k_equal(pair->equality, pair->a, pair->b, pair->count) == expected, "equal",
        "kind %d of %zu bytes, %s at byte %zu", (int)pair->equality, pair->count, what, index);
}

/* Each value in turn differs, or is a pair that is equal or unequal despite its bytes. */
static long check_value(const Pair *pair, size_t index) {
  size_t size = value_sizes[pair->equality];
  unsigned char *a = pair->a + index, *b = pair->b + index, before[8];
  bool is_float = size > 1, is_truth = pair->equality == PYMV_K_TRUTH;
  memcpy(before, b, size);
  put(b, size, is_truth ? 0 : 0x41, b[0]);
  claim_equal(pair, false, "another value", index);
  if (is_truth) *b = (unsigned char)(*a + 1);
  if (is_float) put(a, size, 0x80, 0), put(b, size, 0, 0);
  claim_equal(pair, is_truth || is_float, "an equal value of other bytes", index);
  if (is_float) {
    put(a, size, 0xFF, 0xFF), put(b, size, 0xFF, 0xFF);
    claim_equal(pair, false, "NaN", index);
  }
  memcpy(a, before, size), memcpy(b, before, size);
  return 2 + is_float;
}

static long check_run(pymv_k_equality equality, size_t count, long number) {
  Pair pair = {equality, place_in(source_room(), count, number),
               place_in(target_room(), count, number / 3), count};
  fill_values(pair.a, count, value_sizes[equality]);
  memcpy(pair.b, pair.a, count);
  claim_equal(&pair, true, "no difference", count);
  long checked = 1;
  for (size_t i = 0; i < count; i += value_sizes[equality]) checked += check_value(&pair, i);
  return checked;
}

long check_equality(void) {
  enum { MOST_BYTES = 200, PLACES = 9 };
  long checked = 0;
  for (int equality = 0; equality < (int)COUNT_OF(value_sizes); equality++) {
    for (size_t count = 0; count <= MOST_BYTES; count += value_sizes[equality]) {
      for (long number = 0; number < PLACES; number++)
        checked += check_run((pymv_k_equality)equality, count, number);
    }
  }
  return checked;
}

/* --- Equality of numbers of two types --- */

static const size_t number_sizes[] = {
    [PYMV_K_INT8] = 1,  [PYMV_K_INT16] = 2,  [PYMV_K_INT32] = 4,  [PYMV_K_INT64] = 8,
    [PYMV_K_UINT8] = 1, [PYMV_K_UINT16] = 2, [PYMV_K_UINT32] = 4, [PYMV_K_UINT64] = 8,
    [PYMV_K_BOOL] = 1,  [PYMV_K_HALF] = 2,   [PYMV_K_SINGLE] = 4, [PYMV_K_DOUBLE] = 8,
};

enum { TYPES = COUNT_OF(number_sizes), NUMBER_STRIDES = 5 };

__extension__ typedef _Float16 half;

static void store(const pymv_k_numbers *column, size_t index, int value) {
  unsigned char bytes[8];
  const int64_t wide = value;
  const half small = (half)value;
  const float single = (float)value;
  const double twice = value;
  size_t size = number_sizes[column->type];
  memcpy(bytes,
         column->type == PYMV_K_HALF     ? (const void *)&small
         : column->type == PYMV_K_SINGLE ? (const void *)&single
         : column->type == PYMV_K_DOUBLE ? (const void *)&twice
                                         : (const void *)&wide,
         size);
  unsigned char *to = (unsigned char *)column->start + (ptrdiff_t)index * column->stride;
  for (size_t i = 0; i < size; i++) to[i] = bytes[column->is_swapped ? size - 1 - i : i];
}

static pymv_k_numbers column_of(Room room, int type, int way, size_t count, long number) {
  ptrdiff_t size = (ptrdiff_t)number_sizes[type];
  const ptrdiff_t strides[NUMBER_STRIDES] = {size, -size, 2 * size, size + 1, -size - 1};
  pymv_k_numbers column = {
      .type = (pymv_k_number)type, .is_swapped = way % 2 != 0, .stride = strides[way / 2]};
  ptrdiff_t reach = (ptrdiff_t)(count - 1) * column.stride;
  size_t span = (size_t)((reach < 0 ? -reach : reach) + size);
  column.start = place_in(room, span, number) - (reach < 0 ? reach : 0);
  return column;
}

static void claim_numbers(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count,
                          bool expected) {
  claim(pymv_k_equal_numbers(a, b, count) == expected, "equal_numbers",
        "%zu of types %d and %d, swapped %d and %d, strides %td and %td; expected %d", count,
        (int)a->type, (int)b->type, a->is_swapped, b->is_swapped, a->stride, b->stride, expected);
}

/* Equal columns, and columns with one difference, at either end or in the middle. */
static long check_columns(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count) {
  int limit = a->type == PYMV_K_BOOL || b->type == PYMV_K_BOOL ? 2 : 100;
  for (size_t i = 0; i < count; i++) {
    store(a, i, (int)(7 * i + 1) % limit);
    store(b, i, (int)(7 * i + 1) % limit);
  }
  claim_numbers(a, b, count, true);
  const size_t indices[] = {0, count / 2, count - 1};
  for (size_t k = 0; k < COUNT_OF(indices); k++) {
    int value = (int)(7 * indices[k] + 1) % limit;
    store(b, indices[k], limit - 1 - value == value ? 0 : limit - 1 - value);
    claim_numbers(a, b, count, false);
    store(b, indices[k], value);
  }
  return 1 + (long)COUNT_OF(indices);
}

long check_numbers(void) {
  static const size_t counts[] = {1, 2, 3, 4, 5, 8, 9, 17, 33, 65};
  enum { WAYS = 2 * NUMBER_STRIDES };
  long checked = 0;
  for (int types = 0; types < TYPES * TYPES; types++) {
    for (int ways = 0; ways < WAYS * WAYS; ways++) {
      for (size_t k = 0; k < COUNT_OF(counts); k++) {
        pymv_k_numbers a =
            column_of(source_room(), types / TYPES, ways / WAYS, counts[k], types + ways);
        pymv_k_numbers b =
            column_of(target_room(), types % TYPES, ways % WAYS, counts[k], ways / 2);
        checked += check_columns(&a, &b, counts[k]);
      }
    }
  }
  return checked;
}

/* --- Digits --- */

enum { MOST_HEX = 200 };

/* Writes the expected text into the model; `group` 0: no separators. */
static void write_model(unsigned char *to, const unsigned char *from, size_t count, size_t group) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < count; i++) {
    if (group != 0 && i > 0 && i % group == 0) *to++ = ':';
    *to++ = (unsigned char)digits[from[i] / 16];
    *to++ = (unsigned char)digits[from[i] % 16];
  }
}

static void check_text(size_t count, size_t group, long number) {
  size_t separators = group > 0 && count > 0 ? (count - 1) / group : 0;
  size_t size = 2 * count + separators;
  unsigned char *to = place_in(target_room(), size, number);
  const unsigned char *from = place_in(source_room(), count, number / 3 + 1);
  fill_target(to, size);
  write_model(model_of(to), from, count, group);
  if (group == 0)
    pymv_k_hex(to, from, count);
  else
    pymv_k_hex_groups(to, from, count, group, ':');
  claim(is_as_modelled(to, size), "hex", "%zu bytes in groups of %zu", count, group);
}

long check_hex(void) {
  enum { PLACES = 192 };
  long checked = 0;
  for (size_t count = 0; count <= MOST_HEX; count++) {
    for (long number = 0; number < PLACES; number++, checked++) check_text(count, 0, number);
  }
  return checked;
}

long check_hex_groups(void) {
  long checked = 0;
  for (size_t count = 0; count <= MOST_HEX; count++) {
    for (size_t group = 1; group <= MOST_HEX + 1; group++) {
      for (long number = 0; number < 3; number++, checked++) check_text(count, group, number);
    }
  }
  return checked;
}

/* --- Workers --- */

static void count_part(void *context, int part) {
  __atomic_fetch_add(&((int *)context)[part], 1, __ATOMIC_RELAXED);
}

long check_workers(void) {
  for (int count = 0; count <= PYMV_K_MOST_THREADS; count++) {
    int parts[PYMV_K_MOST_THREADS] = {0};
    pymv_k_run_parts(count_part, parts, count);
    for (int part = 0; part < PYMV_K_MOST_THREADS; part++)
      claim(parts[part] == (part < count), "run_parts", "part %d of %d ran %d times", part, count,
            parts[part]);
  }
  return PYMV_K_MOST_THREADS + 1;
}
