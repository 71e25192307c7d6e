/* Assertions and sample views for tests of the flat API. */
#ifndef PYMV_TESTS_FLAT_H
#define PYMV_TESTS_FLAT_H

#include <pymv.h>

#include <limits.h>
#include <stdio.h>

#include "harness.h"

#define SHAPE(...) ((const ptrdiff_t[]){__VA_ARGS__})
#define AXES(...) ((const int[]){__VA_ARGS__})
#define LEFT_OUT PTRDIFF_MIN

/** Assert that a call returned -1 or NULL, and raised an error of this kind and text. */
#define assert_fails(result, kind, expected_text) \
  do { \
    long returned = (long)(result); \
    assert_true(returned == -1 || returned == 0); \
    assert_string_equal(flat_error(), kind ": " expected_text); \
  } while (0)

/** Assert that a view has these items in C order, and drop the reference. */
#define assert_items(view, ...) \
  flat_assert_items((view), (const double[]){__VA_ARGS__}, \
                    sizeof((const double[]){__VA_ARGS__}) / sizeof(double), __FILE__, __LINE__)

/** The error of the last call, "IndexError: text". */
static inline const char *flat_error(void) {
  const char *kind = NULL, *message = PyMV_TakeError(&kind);
  return message == NULL ? "no error" : text("%s: %s", kind, message);
}

/** Read the items of a view of numbers in C order, at most `room`. @return number of items in the
 * view. */
static inline size_t flat_items(PyObject *view, double *items, size_t room) {
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(view, &info), 0);
  ptrdiff_t index[64] = {0};
  size_t count = 1;
  for (int axis = 0; axis < info.ndim; axis++) count *= (size_t)info.shape[axis];
  for (size_t i = 0; i < count && i < room; i++) {
    size_t rest = i;
    for (int axis = info.ndim - 1; axis >= 0; axis--) {
      index[axis] = (ptrdiff_t)(rest % (size_t)info.shape[axis]);
      rest /= (size_t)info.shape[axis];
    }
    assert_int_equal(PyMV_GetDouble(view, index, &items[i]), 0);
  }
  return count;
}

static inline void flat_assert_items(PyObject *view, const double *expected, size_t count,
                                     const char *file, int line) {
  double items[64];
  if (view == NULL) fprintf(stderr, "%s\n", flat_error());
  _assert_true(view != NULL, "a view", file, line);
  _assert_int_equal(flat_items(view, items, 64), count, file, line);
  for (size_t i = 0; i < count; i++) {
    if (items[i] != expected[i])
      fprintf(stderr, "item %zu: %g, not %g\n", i, items[i], expected[i]);
    _assert_true(items[i] == expected[i], "an item", file, line);
  }
  PyMV_DecRef(view);
}

/** A new view of shorts, 2 x 3 x 4, which are 0 to 23 in C order. */
static inline PyObject *flat_cube(void) {
  static short items[24];
  for (short i = 0; i < 24; i++) items[i] = i;
  PyObject *view = PyMV_FromArray(items, "h", 0, 3, SHAPE(2, 3, 4), NULL, NULL, 0, NULL, NULL);
  assert_non_null(view);
  return view;
}

/** A new view of bytes, 2 x 3, whose rows are reached through pointers: 0 1 2, 10 11 12. */
static inline PyObject *flat_rows(void) {
  static unsigned char rows[2][4] = {{99, 0, 1, 2}, {99, 10, 11, 12}};
  static void *pointers[2];
  for (int i = 0; i < 2; i++) pointers[i] = rows[i];
  PyObject *view = PyMV_FromArray(pointers, "B", 0, 2, SHAPE(2, 3), SHAPE(sizeof(void *), 1),
                                  SHAPE(1, -1), 0, NULL, NULL);
  assert_non_null(view);
  return view;
}

#endif /* PYMV_TESTS_FLAT_H */
