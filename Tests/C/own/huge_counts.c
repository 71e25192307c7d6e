/* Formats with large repeat counts: arrays without items take constant time.
 */
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"

static Py_ssize_t none[] = {0};

static PyObject *view_of(const char *format, Py_ssize_t itemsize, Py_ssize_t *count, void *items) {
  Py_buffer info = {.buf = items,
                    .len = itemsize * *count,
                    .itemsize = itemsize,
                    .ndim = 1,
                    .format = (char *)format,
                    .shape = count,
                    .strides = &itemsize};
  PyObject *view = PyMemoryView_FromBuffer(&info);
  assert_non_null(view);
  return view;
}

static void assert_equality(PyObject *left, PyObject *right, int are_equal) {
  assert_int_equal(PyObject_RichCompareBool(left, right, Py_EQ), are_equal);
  assert_int_equal(PyObject_RichCompareBool(right, left, Py_NE), !are_equal);
}

static void no_items_are_compared_at_once(void **state) {
  static const struct {
    const char *format;
    Py_ssize_t itemsize;
  } kinds[] = {
      {"40000000000000b", 40000000000000},      {"40000000000000B", 40000000000000},
      {">20000000000000h", 40000000000000},     {"20000000000000h20000000000000?", 60000000000000},
      {"<5000000000000F", 40000000000000},      {"40000000000000x", 40000000000000},
      {"9223372036854775807s", PY_SSIZE_T_MAX}, {"9223372036854775807b", PY_SSIZE_T_MAX},
  };
  enum { KINDS = sizeof kinds / sizeof kinds[0] };
  char nothing = 0;
  for (int i = 0; i < KINDS * KINDS; i++) {
    const int left = i % KINDS, right = i / KINDS;
    PyObject *view = view_of(kinds[left].format, kinds[left].itemsize, none, &nothing);
    PyObject *other = view_of(kinds[right].format, kinds[right].itemsize, none, &nothing);
    assert_equality(view, other, 1);
    assert_int_equal(PyBuffer_SizeFromFormat(kinds[left].format), kinds[left].itemsize);
    Py_DECREF(other);
    Py_DECREF(view);
  }
}

/* As many values as an item has bytes, and more values without bytes. */
static void more_values_than_bytes_are_counted(void **state) {
  char nothing = 0;
  PyObject *view = view_of("9223372036854775807b0s0p", PY_SSIZE_T_MAX, none, &nothing);
  PyObject *other = view_of("9223372036854775807B0p0p", PY_SSIZE_T_MAX, none, &nothing);
  assert_equality(view, other, 1);
  Py_DECREF(other);
  other = view_of("9223372036854775807b0s", 1, none, &nothing);
  assert_equality(view, other, 0);
  Py_DECREF(other);
  Py_DECREF(view);
}

/* Existing items are compared value by value, up to the last one. */
static void large_items_are_compared_to_their_end(void **state) {
  enum { COUNT = 1000000 };
  Py_ssize_t two[] = {2};
  int8_t *narrow = calloc(2 * COUNT, 1);
  int16_t *wide = calloc(2 * COUNT, 2);
  assert_non_null(narrow);
  assert_non_null(wide);
  PyObject *view = view_of("1000000b", COUNT, two, narrow);
  PyObject *other = view_of("999999h1h", 2 * COUNT, two, wide);
  assert_equality(view, other, 1);
  wide[2 * COUNT - 1] = -1;
  assert_equality(view, other, 0);
  narrow[2 * COUNT - 1] = -1;
  assert_equality(view, other, 1);
  Py_DECREF(other);
  Py_DECREF(view);
  free(wide);
  free(narrow);
}

/* More fields than one block of the comparison has, in rows with gaps. */
static void long_formats_are_compared_to_their_end(void **state) {
  enum { FIELDS = 50, ITEMS = 2 * 3, MOST_BYTES = 4 * FIELDS };
  static char left[2 + 2 * FIELDS], right[2 + 2 * FIELDS];
  static uint8_t a[ITEMS * 3 * FIELDS], b[2 * 4 * MOST_BYTES * 3];
  left[0] = '<';
  right[0] = '>';
  for (int i = 0; i < FIELDS; i++) {
    memcpy(left + 1 + 2 * i, "hb", 2);
    memcpy(right + 1 + 2 * i, "bh", 2);
  }
  Py_ssize_t shape[] = {2, 3}, tight[] = {9 * FIELDS, 3 * FIELDS}, loose[] = {1000, 200};
  Py_buffer info = {.buf = a, .len = sizeof a, .itemsize = 3 * FIELDS, .ndim = 2, .format = left};
  info.shape = shape;
  info.strides = tight;
  PyObject *view = PyMemoryView_FromBuffer(&info);
  info.buf = b;
  info.format = right;
  info.strides = loose;
  PyObject *other = PyMemoryView_FromBuffer(&info);
  assert_non_null(view);
  assert_non_null(other);
  assert_equality(view, other, 1);
  const int last = 1000 + 2 * 200;
  for (int i = 0; i < 3 * FIELDS; i++) {
    b[last + i] = 1;
    assert_equality(view, other, 0);
    b[last + i] = 0;
  }
  b[last + 3 * FIELDS] = 1;
  assert_equality(view, other, 1);
  Py_DECREF(other);
  Py_DECREF(view);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(no_items_are_compared_at_once),
      CASE(more_values_than_bytes_are_counted),
      CASE(large_items_are_compared_to_their_end),
      CASE(long_formats_are_compared_to_their_end),
  };
  // Visiting the absent values would take hours.
  alarm(60);
  return cmocka_run_group_tests_name("huge_counts", tests, start_host, stop_host);
}
