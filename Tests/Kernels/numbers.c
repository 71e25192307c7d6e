#include "numbers.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guarded.h"

enum { MOST_ITEMS = 900 };

__extension__ typedef _Float16 half;

static const char kinds[] = "bhiqBHIQ?efd";

typedef struct {
  char kind;
  bool is_big_endian;
  char text[3];
  size_t size;
  ptrdiff_t stride;
  unsigned char *start;
} Column;

static size_t size_of(char kind) {
  return kind == 'q' || kind == 'Q' || kind == 'd'   ? 8
         : kind == 'i' || kind == 'I' || kind == 'f' ? 4
         : kind == 'h' || kind == 'H' || kind == 'e' ? 2
                                                     : 1;
}

static void copy_item(const Column *column, void *to, const void *from) {
  unsigned char *bytes = to;
  memcpy(bytes, from, column->size);
  const uint16_t one = 1;
  bool is_big_machine = *(const unsigned char *)&one == 0;
  for (size_t i = 0; column->is_big_endian != is_big_machine && i < column->size / 2; i++) {
    unsigned char first = bytes[i];
    bytes[i] = bytes[column->size - 1 - i], bytes[column->size - 1 - i] = first;
  }
}

#define LOAD(type) \
  { \
    type value; \
    memcpy(&value, room, sizeof value); \
    return (long double)value; \
  }

/* A long double holds all values of all types. */
static long double load(const Column *column, size_t index) {
  unsigned char room[8];
  copy_item(column, room, column->start + (ptrdiff_t)index * column->stride);
  switch (column->kind) {
  case 'b':
    LOAD(int8_t)
  case 'h':
    LOAD(int16_t)
  case 'i':
    LOAD(int32_t)
  case 'q':
    LOAD(int64_t)
  case 'B':
    LOAD(uint8_t)
  case 'H':
    LOAD(uint16_t)
  case 'I':
    LOAD(uint32_t)
  case 'Q':
    LOAD(uint64_t)
  case 'e':
    LOAD(half)
  case 'f':
    LOAD(float)
  case 'd':
    LOAD(double)
  default:
    return room[0] != 0;
  }
}

#define STORE(type) \
  { \
    type stored = (type)value; \
    memcpy(room, &stored, sizeof stored); \
    break; \
  }

/* Stores a small integer, or 1 of a bool for any but zero. */
static void store(const Column *column, size_t index, int value) {
  unsigned char room[8] = {0};
  switch (column->kind) {
  case 'e':
    STORE(half)
  case 'f':
    STORE(float)
  case 'd':
    STORE(double)
  case '?':
    room[0] = value != 0;
    break;
  default: {
    int64_t wide = value;
    const uint16_t one = 1;
    bool is_big_machine = *(const unsigned char *)&one == 0;
    memcpy(room, (unsigned char *)&wide + (is_big_machine ? 8 - column->size : 0), column->size);
  }
  }
  copy_item(column, column->start + (ptrdiff_t)index * column->stride, room);
}

static Column choose_column(Random *random, size_t count, const Guarded *memory) {
  Column column = {.kind = kinds[random_pick(random, sizeof kinds - 1)]};
  column.is_big_endian = random_pick(random, 2);
  snprintf(column.text, sizeof column.text, "%c%c", column.is_big_endian ? '>' : '<', column.kind);
  column.size = size_of(column.kind);
  ptrdiff_t steps[] = {1, 1, 1, 2, 3, -1};
  column.stride = steps[random_pick(random, 6)] * (ptrdiff_t)column.size;
  if (random_pick(random, 6) == 0) column.stride += column.stride < 0 ? -1 : 1;
  size_t span = (count - 1) * (size_t)labs(column.stride) + column.size;
  column.start = guarded_place(memory, span, (int)random_pick(random, 2));
  if (column.stride < 0) column.start += span - column.size;
  return column;
}

static PyObject *view_of(const Column *column, size_t count) {
  Py_ssize_t shape = (Py_ssize_t)count, stride = column->stride;
  Py_buffer buffer = {.buf = column->start,
                      .len = shape * (Py_ssize_t)column->size,
                      .itemsize = (Py_ssize_t)column->size,
                      .ndim = 1,
                      .format = (char *)column->text,
                      .shape = &shape,
                      .strides = &stride};
  PyObject *view = PyMemoryView_FromBuffer(&buffer);
  if (view == NULL) PyErr_Print(), exit(2);
  return view;
}

static bool are_equal(const Column *a, const Column *b, size_t count) {
  PyObject *left = view_of(a, count), *right = view_of(b, count);
  int answer = PyObject_RichCompareBool(left, right, Py_EQ);
  if (answer < 0) PyErr_Print(), exit(2);
  Py_DECREF(left), Py_DECREF(right);
  return answer;
}

/* A place where the columns differ, mostly, or a number that only some types have. */
static void spoil(Random *random, const Column *column, size_t count) {
  size_t index = random_pick(random, (unsigned)count);
  unsigned char *item = column->start + (ptrdiff_t)index * column->stride;
  for (size_t i = 0; i < column->size; i++) {
    static const unsigned char bytes[] = {0, 0xFF, 0x80, 0x7F, 1};
    item[i] = bytes[random_pick(random, sizeof bytes)];
  }
}

int numbers_check(Random *random) {
  size_t count = 1 + random_pick(random, random_pick(random, 2) ? 20 : MOST_ITEMS);
  Guarded first = guarded_new(28 * count), second = guarded_new(28 * count);
  Column a = choose_column(random, count, &first), b = choose_column(random, count, &second);
  unsigned limit = a.kind == '?' || b.kind == '?' ? 2 : 127;
  for (size_t i = 0; i < count; i++) {
    int value = (int)random_pick(random, limit);
    store(&a, i, value), store(&b, i, value);
  }
  unsigned way = random_pick(random, 6);
  if (way == 0) spoil(random, &a, count);
  if (way == 1) spoil(random, &b, count);
  if (way == 2) { /* The same bytes for both, as far as they go: large numbers, NaN, infinities. */
    size_t index = random_pick(random, (unsigned)count);
    static const unsigned char fills[] = {0xFF, 0x80, 0x7F, 0xF0};
    unsigned char bytes[8], *item;
    memset(bytes, fills[random_pick(random, 4)], 8);
    item = a.start + (ptrdiff_t)index * a.stride, memcpy(item, bytes, a.size);
    item = b.start + (ptrdiff_t)index * b.stride, memcpy(item, bytes, b.size);
  }
  bool expected = true;
  for (size_t i = 0; i < count; i++) expected = expected && load(&a, i) == load(&b, i);
  int failed = are_equal(&a, &b, count) != expected || are_equal(&b, &a, count) != expected;
  if (failed) fprintf(stderr, "%zu of %s and %s, expected %d\n", count, a.text, b.text, expected);
  guarded_free(&first), guarded_free(&second);
  return failed;
}

int numbers_check_halves(void) {
  enum { COUNT = 300 /* more than a block */ };
  static uint16_t halves[COUNT];
  static double doubles[COUNT];
  Column a = {'e', false, "<e", 2, 2, (unsigned char *)halves};
  Column b = {'d', false, "<d", 8, 8, (unsigned char *)doubles};
  for (size_t i = 0; i < COUNT; i++) store(&a, i, 3), store(&b, i, 3);
  for (unsigned pattern = 0; pattern < 0x10000; pattern++) {
    size_t index = pattern % COUNT;
    halves[index] = (uint16_t)pattern;
    doubles[index] = (double)load(&a, index);
    bool is_equal = are_equal(&a, &b, COUNT), is_number = !isnan(doubles[index]);
    doubles[index] = is_number ? nextafter(doubles[index], 0.3) : 3;
    if (is_equal != is_number || are_equal(&a, &b, COUNT)) {
      fprintf(stderr, "16-bit float %#x is compared wrongly\n", pattern);
      return 1;
    }
    store(&a, index, 3), store(&b, index, 3);
  }
  return 0;
}
