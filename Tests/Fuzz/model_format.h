/* A second implementation of struct formats, after the manual of Python's struct module, field by
 * field. */
#ifndef PYMV_TESTS_MODEL_FORMAT_H
#define PYMV_TESTS_MODEL_FORMAT_H

#include "fuzz.h"

enum { MODEL_MOST_VALUES = 128 };

/** What an item unpacks to. */
typedef struct {
  enum { INTEGER, REAL, COMPLEX, BYTES } kind;
  union {
    __int128 integer;
    double parts[2]; /**< Of a real number, the first. */
    struct {
      const uint8_t *start;
      size_t count;
    } bytes;
  };
} ModelValue;

/** Size of one item in bytes; -1 if the format is invalid. */
Py_ssize_t model_size(const char *format);

/** Unpack an item.
 * @param values room for MODEL_MOST_VALUES.
 * @return the number of values; -1 if the format is invalid, or has more bytes than `size` or more
 * values than MODEL_MOST_VALUES. */
int model_unpack(const char *format, const void *item, Py_ssize_t size, ModelValue *values);

/** Whether two items are equal; never with an invalid format. */
bool model_equal(const char *left, const void *a, const char *right, const void *b,
                 Py_ssize_t left_size, Py_ssize_t right_size);

#endif /* PYMV_TESTS_MODEL_FORMAT_H */
