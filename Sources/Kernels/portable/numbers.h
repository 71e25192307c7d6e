/* Comparison of numbers of different types: they are converted in blocks to 64-bit words, so that
 * pairs of types need no loop of their own. DEFINE_EQUAL_NUMBERS defines a function like
 * pymv_k_equal_numbers for one kind of processor, without unrolled loops, of which there are many.
 *
 * A word is a two's complement integer, an unsigned integer, or a double. Blocks are filled up with
 * zeros to whole vectors; zeros of all kinds are equal. */
#ifndef PYMV_NUMBERS_H
#define PYMV_NUMBERS_H

#include "../table.h"
#include "portable.h"
#include "vectors.h"

enum { NUMBERS = 256 /* in a block */, LANES = 8 };

typedef VECTOR_OF(int64_t, LANES) integers_8;
typedef VECTOR_OF(double, LANES) doubles_8;
typedef VECTOR_OF(uint8_t, 32) bytes_32;

typedef enum { SIGNED, UNSIGNED, FLOAT } word_kind;

PYMV_ALWAYS_INLINE size_t size_of_number(pymv_k_number type) {
  static const uint8_t sizes[] = {1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8};
  return sizes[type];
}

PYMV_ALWAYS_INLINE word_kind kind_of_words(pymv_k_number type) {
  return type >= PYMV_K_HALF ? FLOAT : type == PYMV_K_UINT64 ? UNSIGNED : SIGNED;
}

/* Copies strided items to contiguous memory. */
static inline void gather(uint8_t *to, const uint8_t *start, ptrdiff_t stride, size_t size,
                          size_t count) {
  pymv_k_rows row = {.count = (ptrdiff_t)count,
                     .to_stride = (ptrdiff_t)size,
                     .from_stride = stride,
                     .rows = 1,
                     .item = size};
  pymv_k_choose_rows(&row);
  row.kernel(&row, to, start);
}

#define EACH_2(at) (at) + 1, (at)
#define EACH_4(at) (at) + 3, (at) + 2, (at) + 1, (at)
#define EACH_8(at) EACH_4((at) + 4), EACH_4(at)
#define SWAP(each) \
  for (size_t i = 0; i < bytes; i += sizeof(bytes_32)) { \
    bytes_32 items; \
    memcpy(&items, room + i, sizeof items); \
    items = __builtin_shufflevector(items, items, each); \
    memcpy(room + i, &items, sizeof items); \
  }
#define SWAPPED_2 \
  EACH_2(0), EACH_2(2), EACH_2(4), EACH_2(6), EACH_2(8), EACH_2(10), EACH_2(12), EACH_2(14), \
      EACH_2(16), EACH_2(18), EACH_2(20), EACH_2(22), EACH_2(24), EACH_2(26), EACH_2(28), \
      EACH_2(30)
#define SWAPPED_4 \
  EACH_4(0), EACH_4(4), EACH_4(8), EACH_4(12), EACH_4(16), EACH_4(20), EACH_4(24), EACH_4(28)
#define SWAPPED_8 EACH_8(0), EACH_8(8), EACH_8(16), EACH_8(24)

/* Swaps the bytes of items, in whole vectors. */
PYMV_ALWAYS_INLINE void swap(uint8_t *room, size_t size, size_t bytes) {
  if (size == 2) SWAP(SWAPPED_2)
  if (size == 4) SWAP(SWAPPED_4)
  if (size == 8) SWAP(SWAPPED_8)
}

/* The items of a block, contiguous and in native byte order: in place if they are so and fill the
 * block, else in `room`. */
PYMV_ALWAYS_INLINE const uint8_t *contiguous_items(const pymv_k_numbers *numbers, size_t first,
                                                   size_t count, uint8_t *room) {
  size_t size = size_of_number(numbers->type), bytes = count * size;
  const uint8_t *start = numbers->start + (ptrdiff_t)first * numbers->stride;
  if (numbers->stride == (ptrdiff_t)size && !numbers->is_swapped && count == NUMBERS) return start;
  if (numbers->stride == (ptrdiff_t)size)
    memcpy(room, start, bytes);
  else
    gather(room, start, numbers->stride, size, count);
  memset(room + bytes, 0, -bytes % sizeof(integers_8));
  if (numbers->is_swapped) swap(room, size, bytes);
  return room;
}

/* Converts the items of a block with a conversion of vectors. */
#define WIDEN(type, wide, convert) \
  for (size_t i = 0; i < count; i += LANES) { \
    VECTOR_OF(type, LANES) items; \
    memcpy(&items, from + i * sizeof(type), sizeof items); \
    wide words = convert(items); \
    memcpy(to + i, &words, sizeof words); \
  }
#define TO_INTEGERS(items) __builtin_convertvector(items, integers_8)
#define TO_DOUBLES(items) __builtin_convertvector(items, doubles_8)
#define TO_TRUTH(items) (TO_INTEGERS((items) != 0) & 1)

/* Converts LANES halves by their bits. */
PYMV_ALWAYS_INLINE void halves_to_doubles(uint64_t *to, const uint8_t *from) {
  const int64_t exponents = 0x7FF0000000000000, unit = (int64_t)1 << 52;
  VECTOR_OF(uint16_t, LANES) halves;
  memcpy(&halves, from, sizeof halves);
  integers_8 bits = TO_INTEGERS(halves), magnitudes = bits & 0x7FFF;
  integers_8 normal = (magnitudes << 42) + (1023 - 15) * unit;
  /* With the smallest exponent, a subnormal fraction is that of a number 2^-14 above its value. */
  doubles_8 subnormal = (doubles_8)(normal + unit) - 0x1p-14;
  integers_8 is_subnormal = magnitudes < 0x0400, is_special = magnitudes >= 0x7C00;
  integers_8 found = (normal & ~is_subnormal) | ((integers_8)subnormal & is_subnormal);
  found |= (is_special & exponents) | (bits & 0x8000) << 48;
  memcpy(to, &found, sizeof found);
}

/* Converts integers of less than 2^51. */
PYMV_ALWAYS_INLINE void words_to_doubles(uint64_t *to, const uint8_t *from, size_t count) {
  const doubles_8 middle = (doubles_8){0} + 0x1.8p52; /* at whose places fractions are integers */
  for (size_t i = 0; i < count; i += LANES) {
    integers_8 words;
    memcpy(&words, from + i * sizeof *to, sizeof words);
    doubles_8 values = (doubles_8)(words + (integers_8)middle) - middle;
    memcpy(to + i, &values, sizeof values);
  }
}

/* Whether integers are less than 2^51, and at least -2^51 if they are signed. */
PYMV_ALWAYS_INLINE _Bool are_short(const uint8_t *from, word_kind kind, size_t count) {
  const int64_t bias = kind == SIGNED ? (int64_t)1 << 51 : 0;
  integers_8 all = {0};
  for (size_t i = 0; i < count; i += LANES) {
    integers_8 words;
    memcpy(&words, from + i * sizeof(int64_t), sizeof words);
    all |= words + bias;
  }
  return (uint64_t)__builtin_reduce_or(all) >> (kind == SIGNED ? 52 : 51) == 0;
}

PYMV_ALWAYS_INLINE _Bool equal_integers(const uint8_t *a, const uint8_t *b, _Bool same_kind,
                                        size_t count) {
  /* Equal words with the highest bit set are different numbers if only one is signed. */
  const int64_t differing = same_kind ? 0 : INT64_MIN;
  integers_8 all = {0};
  for (size_t i = 0; i < count; i += LANES) {
    integers_8 x, y;
    memcpy(&x, a + i * sizeof(int64_t), sizeof x), memcpy(&y, b + i * sizeof(int64_t), sizeof y);
    all |= (x ^ y) | (x & differing);
  }
  return __builtin_reduce_or(all) == 0;
}

PYMV_ALWAYS_INLINE _Bool equal_doubles(const uint8_t *a, const uint8_t *b, size_t count) {
  integers_8 all = {0};
  for (size_t i = 0; i < count; i += LANES) {
    doubles_8 x, y;
    memcpy(&x, a + i * sizeof(double), sizeof x), memcpy(&y, b + i * sizeof(double), sizeof y);
    all |= x != y;
  }
  return __builtin_reduce_or(all) == 0;
}

/* A block of numbers as words. */
typedef struct {
  const uint8_t *words;
  word_kind kind;
} number_block;

#define SMALL __attribute__((minsize))

#define DEFINE_EQUAL_NUMBERS(linkage, attribute, name, convert_halves) \
  SMALL attribute static number_block name##_load(const pymv_k_numbers *numbers, size_t first, \
                                                  size_t count, uint64_t *to, uint8_t *room) { \
    const uint8_t *from = contiguous_items(numbers, first, count, room); \
    number_block block = {(const uint8_t *)to, kind_of_words(numbers->type)}; \
    switch (numbers->type) { \
    case PYMV_K_INT8: \
      WIDEN(int8_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_INT16: \
      WIDEN(int16_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_INT32: \
      WIDEN(int32_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_UINT8: \
      WIDEN(uint8_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_UINT16: \
      WIDEN(uint16_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_UINT32: \
      WIDEN(uint32_t, integers_8, TO_INTEGERS) \
      break; \
    case PYMV_K_BOOL: \
      WIDEN(uint8_t, integers_8, TO_TRUTH) \
      break; \
    case PYMV_K_HALF: \
      for (size_t i = 0; i < count; i += LANES) \
        convert_halves(to + i, from + i * sizeof(uint16_t)); \
      break; \
    case PYMV_K_SINGLE: \
      WIDEN(float, doubles_8, TO_DOUBLES) \
      break; \
    case PYMV_K_INT64: \
    case PYMV_K_UINT64: \
    case PYMV_K_DOUBLE: \
      block.words = from; \
      break; \
    } \
    return block; \
  } \
  SMALL attribute static _Bool name##_mixed(number_block integers, number_block floats, \
                                            size_t count) { \
    uint64_t converted[NUMBERS]; \
    if (!are_short(integers.words, integers.kind, count)) \
      return pymv_k_equal_long(integers.words, integers.kind == SIGNED, floats.words, count); \
    words_to_doubles(converted, integers.words, count); \
    return equal_doubles((const uint8_t *)converted, floats.words, count); \
  } \
  linkage SMALL attribute _Bool name(const pymv_k_numbers *a, const pymv_k_numbers *b, \
                                     size_t count) { \
    uint64_t left[NUMBERS], right[NUMBERS]; \
    uint8_t room[2][NUMBERS * sizeof(uint64_t)]; \
    for (size_t first = 0; first < count; first += NUMBERS) { \
      size_t part = count - first < NUMBERS ? count - first : NUMBERS; \
      number_block x = name##_load(a, first, part, left, room[0]); \
      number_block y = name##_load(b, first, part, right, room[1]); \
      _Bool is_equal = x.kind == FLOAT && y.kind == FLOAT ? equal_doubles(x.words, y.words, part) \
                       : x.kind == FLOAT                  ? name##_mixed(y, x, part) \
                       : y.kind == FLOAT \
                           ? name##_mixed(x, y, part) \
                           : equal_integers(x.words, y.words, x.kind == y.kind, part); \
      if (!is_equal) return 0; \
    } \
    return 1; \
  }

#endif /* PYMV_NUMBERS_H */
