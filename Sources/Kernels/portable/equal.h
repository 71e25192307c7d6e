/* Comparison of runs of items in vectors of 32 bytes, which compilers split for processors with
 * shorter ones. DEFINE_EQUAL defines a function like pymv_k_equal for one kind of processor. */
#ifndef PYMV_EQUAL_H
#define PYMV_EQUAL_H

#include "../table.h"

enum { WIDTH = 32, BLOCK = 4 * WIDTH };

typedef float floats __attribute__((vector_size(WIDTH)));
typedef double doubles __attribute__((vector_size(WIDTH)));
typedef int8_t bytes __attribute__((vector_size(WIDTH)));
typedef uint16_t halves __attribute__((vector_size(WIDTH)));
typedef uint64_t words __attribute__((vector_size(WIDTH)));

/* All bits of the lanes that differ. */
#define UNEQUAL(x, y) ((x) != (y))
/* By bits: different ones are equal if both are those of a zero; those of a NaN equal nothing. */
#define UNEQUAL_HALF(x, y) \
  ((((x) != (y)) & ((((x) | (y)) & 0x7FFF) != 0)) | (((x) & 0x7FFF) > 0x7C00))
#define UNEQUAL_TRUTH(x, y) (((x) == 0) != ((y) == 0))

/* Whether two runs of items are equal.
 *
 * Compares whole blocks; the last one overlaps the one before, so that there is no remainder. Runs
 * shorter than a block are compared item by item. */
#define DEFINE_EQUAL_ITEMS(attribute, name, vector, item, unequal) \
  attribute static inline _Bool name(const uint8_t *a, const uint8_t *b, size_t count) { \
    if (count < BLOCK) { \
      for (size_t i = 0; i < count; i += sizeof(item)) { \
        item x, y; \
        memcpy(&x, a + i, sizeof x), memcpy(&y, b + i, sizeof y); \
        if (unequal(x, y)) return 0; \
      } \
      return 1; \
    } \
    for (size_t left = count - BLOCK;;) { \
      words all = {0}; \
      for (size_t part = 0; part < BLOCK; part += WIDTH) { \
        vector x, y; \
        memcpy(&x, a + part, WIDTH), memcpy(&y, b + part, WIDTH); \
        all |= (words)unequal(x, y); \
      } \
      if (__builtin_reduce_or(all) != 0) return 0; \
      if (left == 0) return 1; \
      size_t step = left < BLOCK ? left : BLOCK; \
      a += step, b += step, left -= step; \
    } \
  }

#define DEFINE_EQUAL(linkage, attribute, name) \
  DEFINE_EQUAL_ITEMS(attribute, name##_float16, halves, uint16_t, UNEQUAL_HALF) \
  DEFINE_EQUAL_ITEMS(attribute, name##_float32, floats, float, UNEQUAL) \
  DEFINE_EQUAL_ITEMS(attribute, name##_float64, doubles, double, UNEQUAL) \
  DEFINE_EQUAL_ITEMS(attribute, name##_truth, bytes, int8_t, UNEQUAL_TRUTH) \
  linkage attribute _Bool name(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, \
                               size_t count) { \
    switch (equality) { \
    case PYMV_K_FLOAT16: \
      return name##_float16(a, b, count); \
    case PYMV_K_FLOAT32: \
      return name##_float32(a, b, count); \
    case PYMV_K_FLOAT64: \
      return name##_float64(a, b, count); \
    case PYMV_K_TRUTH: \
      return name##_truth(a, b, count); \
    default: \
      return memcmp(a, b, count) == 0; \
    } \
  }

#endif /* PYMV_EQUAL_H */
