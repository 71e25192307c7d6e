#include "equality.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guarded.h"
#include "walk.h"

__extension__ typedef _Float16 half;

/* Fills memory with bytes that make floats of any size without a NaN, but with zeros. */
static void calm(const Guarded *memory) {
  static const unsigned char bytes[] = {0, 0x80, 0x3F, 0};
  for (size_t i = 0; i < memory->size; i++) memory->start[i] = bytes[memory->start[i] % 4];
}

/* One way to read items: `count` values of a kind, or bytes. */
typedef struct {
  char kind;
  size_t value_size;
  char text[16];
} Format;

static Format choose_format(size_t itemsize, Random *random) {
  static const Format kinds[] = {
      {'s', 1, ""}, {'?', 1, ""}, {'e', 2, ""}, {'f', 4, ""}, {'d', 8, ""}};
  Format format;
  do format = kinds[random_pick(random, sizeof kinds / sizeof *kinds)];
  while (itemsize % format.value_size != 0);
  size_t count = itemsize / format.value_size;
  if (format.kind == 's' && (itemsize == 1 || itemsize == 2 || itemsize == 4 || itemsize == 8))
    snprintf(format.text, sizeof format.text, "%c", "BhiiqqqQ"[itemsize - 1]);
  else if (count == 1)
    snprintf(format.text, sizeof format.text, "%c", format.kind);
  else
    snprintf(format.text, sizeof format.text, "%zu%c", count, format.kind);
  return format;
}

static bool are_equal_values(const Format *format, const unsigned char *x, const unsigned char *y) {
  half halves[2];
  float single[2];
  double twice[2];
  switch (format->kind) {
  case 'e':
    memcpy(&halves[0], x, sizeof *halves), memcpy(&halves[1], y, sizeof *halves);
    return halves[0] == halves[1];
  case 'f':
    memcpy(&single[0], x, sizeof *single), memcpy(&single[1], y, sizeof *single);
    return single[0] == single[1];
  case 'd':
    memcpy(&twice[0], x, sizeof *twice), memcpy(&twice[1], y, sizeof *twice);
    return twice[0] == twice[1];
  case '?':
    return (*x == 0) == (*y == 0);
  default:
    return *x == *y;
  }
}

static bool are_equal_items(const Py_buffer *view, const Format *format,
                            const unsigned char *copy) {
  Py_ssize_t indices[RANDOM_MAX_NDIM] = {0};
  for (Py_ssize_t i = 0; i < view->len; i += view->itemsize) {
    const unsigned char *item = item_address(view, indices);
    for (Py_ssize_t k = 0; k < view->itemsize; k += (Py_ssize_t)format->value_size) {
      if (!are_equal_values(format, item + k, copy + i + k)) return false;
    }
    next_index(view, indices, 'C');
  }
  return true;
}

/* Changes the signs of some zeros, and the bytes of some true bools. */
static void vary(unsigned char *copy, size_t size, const Format *format, Random *random) {
  static const unsigned char zeros[8];
  for (size_t i = 0; i < size; i += format->value_size) {
    unsigned char *last = copy + i + format->value_size - 1;
    bool is_zero = memcmp(copy + i, zeros, format->value_size - 1) == 0 && (*last & 0x7F) == 0;
    if (format->kind == '?' ? *last != 0 : is_zero && format->kind != 's')
      *last = (unsigned char)(format->kind == '?' ? 1 + random_pick(random, 255)
                                                  : random_pick(random, 2) << 7);
  }
}

static void place_nan(const Py_buffer *view, const Format *format, Random *random) {
  Py_ssize_t indices[RANDOM_MAX_NDIM];
  for (int i = 0; i < view->ndim; i++) {
    indices[i] = (Py_ssize_t)random_pick(random, (unsigned)view->shape[i]);
  }
  double twice = NAN;
  float single = NAN;
  half small = NAN;
  char *item = item_address(view, indices);
  if (format->kind == 'd') memcpy(item, &twice, sizeof twice);
  if (format->kind == 'f') memcpy(item, &single, sizeof single);
  if (format->kind == 'e') memcpy(item, &small, sizeof small);
}

static int is_equal(PyObject *a, PyObject *b) {
  PyObject *answer = PyObject_RichCompare(a, b, Py_EQ);
  if (answer == NULL) {
    PyErr_Print();
    exit(2);
  }
  Py_DECREF(answer);
  return answer == Py_True;
}

static int check(Py_buffer *view, unsigned char *copy, Format *format, Random *random) {
  size_t size = (size_t)view->len;
  if (size > 0 && random_pick(random, 8) == 0) place_nan(view, format, random);
  gather_items(view, 'C', copy);
  vary(copy, size, format, random);
  if (size > 0 && random_pick(random, 2) == 0) copy[random_pick(random, (unsigned)size)] ^= 0x40;
  int expected = are_equal_items(view, format, copy);
  view->format = format->text;
  Py_buffer other = *view;
  other.buf = copy;
  other.strides = other.suboffsets = NULL;
  Py_buffer given = *view;
  PyObject *a = PyMemoryView_FromBuffer(&given), *b = PyMemoryView_FromBuffer(&other);
  if (a == NULL || b == NULL) PyErr_Print();
  int failed = is_equal(a, b) != expected || is_equal(b, a) != expected;
  Py_DECREF(a), Py_DECREF(b);
  if (failed) fprintf(stderr, "format %s, expected %d\n", format->text, expected);
  return failed;
}

int equality_check(RandomLayout *layout, Random *random) {
  size_t size = random_layout_size(layout), length = (size_t)layout->view.len;
  Guarded strided = guarded_new(size + 1), contiguous = guarded_new(length + 1);
  calm(&strided);
  random_layout_place(layout, guarded_place(&strided, size, (int)random_pick(random, 2)));
  unsigned char *copy = guarded_place(&contiguous, length, (int)random_pick(random, 2));
  Format format = choose_format((size_t)layout->view.itemsize, random);
  int failed = check(&layout->view, copy, &format, random);
  guarded_free(&strided), guarded_free(&contiguous);
  return failed;
}
