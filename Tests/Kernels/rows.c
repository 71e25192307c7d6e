#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guarded.h"
#include "walk.h"

/* Copies of at least 4 MiB use non-temporal stores. */
enum { SMALL_BYTES = 1 << 16, LARGE_BYTES = 24 << 20, STREAMED = 4 << 20 };

/* Two axes of items. */
typedef struct {
  Py_ssize_t item, rows, count;
  Py_ssize_t step, stride; /* from row to row, from item to item; in bytes */
} Rows;

/* The memory of both sides. The second of each pair is what the loop over items works on. */
typedef struct {
  Guarded strided, packed;
  unsigned char *strided_model, *packed_model;
} Sides;

static Sides sides_new(size_t strided, size_t packed) {
  Sides sides = {guarded_new(strided), guarded_new(packed), NULL, NULL};
  sides.strided_model = malloc(sides.strided.size);
  sides.packed_model = malloc(sides.packed.size);
  if (sides.strided_model == NULL || sides.packed_model == NULL) {
    perror("malloc");
    exit(2);
  }
  memcpy(sides.strided_model, sides.strided.start, sides.strided.size);
  memcpy(sides.packed_model, sides.packed.start, sides.packed.size);
  return sides;
}

static void sides_free(Sides *sides) {
  guarded_free(&sides->strided);
  guarded_free(&sides->packed);
  free(sides->strided_model);
  free(sides->packed_model);
}

static Py_ssize_t reach(Py_ssize_t count, Py_ssize_t stride) {
  return (count - 1) * (stride < 0 ? -stride : stride);
}

static Py_ssize_t strided_bytes(const Rows *rows) {
  return reach(rows->rows, rows->step) + reach(rows->count, rows->stride) + rows->item;
}

static Py_ssize_t packed_bytes(const Rows *rows) {
  return rows->rows * rows->count * rows->item;
}

/* Whether no two items overlap. */
static int has_items_apart(const Rows *r) {
  Py_ssize_t row = reach(r->count, r->stride) + r->item;
  Py_ssize_t column = reach(r->rows, r->step) + r->item;
  Py_ssize_t apart = reach(2, r->stride);
  return (apart >= r->item && r->step >= row) || (r->step >= r->item && apart >= column);
}

static void compare(const Rows *rows, const Guarded *memory, const unsigned char *model,
                    const char *what) {
  if (memcmp(memory->start, model, memory->size) == 0) return;
  fprintf(stderr, "%s is wrong: %zd rows, %zd apart, of %zd items of %zd bytes, %zd apart\n", what,
          rows->rows, rows->step, rows->count, rows->item, rows->stride);
  exit(1);
}

/* Copies in both directions; all memory adjoins the guard pages before or after it. */
static void check(const Rows *rows, const Sides *sides, int at_end) {
  Py_ssize_t first = rows->stride < 0 ? reach(rows->count, rows->stride) : 0;
  size_t length = (size_t)packed_bytes(rows);
  unsigned char *strided = guarded_place(&sides->strided, (size_t)strided_bytes(rows), at_end);
  unsigned char *packed = guarded_place(&sides->packed, length, at_end);
  Py_ssize_t shape[] = {rows->rows, rows->count}, strides[] = {rows->step, rows->stride};
  Py_buffer view = {.buf = strided + first,
                    .len = (Py_ssize_t)length,
                    .itemsize = rows->item,
                    .ndim = 2,
                    .shape = shape,
                    .strides = strides};
  Py_buffer model = view;
  model.buf = sides->strided_model + (strided - sides->strided.start) + first;
  unsigned char *packed_model = sides->packed_model + (packed - sides->packed.start);
  gather_items(&model, 'C', packed_model);
  if (PyBuffer_ToContiguous(packed, &view, view.len, 'C') != 0) PyErr_Print();
  compare(rows, &sides->packed, sides->packed_model, "gather");
  if (!has_items_apart(rows)) return;
  for (size_t i = 0; i < length; i++) packed[i] = packed_model[i] ^= 0x55;
  scatter_items(&model, 'C', packed_model, view.len);
  if (PyBuffer_FromContiguous(&view, packed, view.len, 'C') != 0) PyErr_Print();
  compare(rows, &sides->strided, sides->strided_model, "scatter");
}

static long check_both(const Rows *rows, const Sides *sides) {
  if ((size_t)strided_bytes(rows) > sides->strided.size) return 0;
  check(rows, sides, 0);
  check(rows, sides, 1);
  return 1;
}

/* Rows of every item size and stride, of a length at which a vector more or less is needed. */
static long check_rows(const Sides *sides) {
  long checked = 0;
  for (Py_ssize_t item = 1; item <= 17; item++) {
    for (Py_ssize_t stride = -70; stride <= 70; stride++) {
      for (Py_ssize_t i = 0; i < 6; i++) {
        Rows rows = {item, 1 + 11 * (i % 3), 4 + 23 * i + (item + stride + 70) % 23, 0, stride};
        rows.step = reach(rows.count, stride) + item + i % 2 * (item + 3);
        checked += check_both(&rows, sides);
      }
    }
  }
  return checked;
}

static long check_large_rows(const Sides *sides) {
  static const Py_ssize_t items[] = {1, 2, 3, 8, 16}, strides[] = {-1, 2, 3, 5};
  long checked = 0;
  for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
    for (size_t j = 0; j < sizeof strides / sizeof *strides; j++) {
      Py_ssize_t item = items[i], stride = item * strides[j], count = STREAMED / 2 / item + 3;
      Rows rows = {item, 2, count, reach(count, stride) + 2 * item, stride};
      checked += check_both(&rows, sides);
    }
  }
  return checked;
}

static long check_planes(const Sides *sides) {
  static const Py_ssize_t extents[] = {1,  2,  3,  4,  5,  7,  8,  9,  15, 16,
                                       17, 31, 32, 33, 63, 64, 65, 97, 130};
  enum { COUNT = sizeof extents / sizeof *extents };
  long checked = 0;
  for (Py_ssize_t item = 1; item <= 16; item *= 2) {
    for (int i = 0; i < COUNT * COUNT; i++) {
      Rows rows = {item, extents[i / COUNT], extents[i % COUNT], item, 0};
      rows.stride = rows.rows * item + i % 3;
      checked += check_both(&rows, sides);
    }
  }
  return checked;
}

long rows_check(void) {
  Sides small = sides_new(SMALL_BYTES, SMALL_BYTES);
  long checked = check_rows(&small) + check_planes(&small);
  sides_free(&small);
  Sides large = sides_new(LARGE_BYTES, STREAMED + (1 << 12));
  checked += check_large_rows(&large);
  sides_free(&large);
  return checked;
}
