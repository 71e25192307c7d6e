/* Arrays without bytes to read: no items, or any number of items of size 0. Their pointers are
 * invalid and must not be dereferenced, and their items must not be visited one by one. */
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"

enum { COUNTLESS_BITS = 44 };

static char *forbidden;
static Py_ssize_t countless[] = {(Py_ssize_t)1 << COUNTLESS_BITS, 2};
static Py_ssize_t far[] = {(Py_ssize_t)1 << 40, 8};
static Py_ssize_t pointers[] = {0, 0}, no_pointers[] = {-1, -1};

static PyObject *view_of(const char *format, Py_ssize_t itemsize, int ndim, Py_ssize_t *shape,
                         Py_ssize_t *suboffsets) {
  Py_buffer info = {.buf = forbidden,
                    .itemsize = itemsize,
                    .ndim = ndim,
                    .format = (char *)format,
                    .shape = shape,
                    .strides = far,
                    .suboffsets = suboffsets};
  PyObject *view = PyMemoryView_FromBuffer(&info);
  assert_non_null(view);
  return view;
}

static PyObject *countless_view(const char *format, int ndim, Py_ssize_t *suboffsets) {
  return view_of(format, 0, ndim, countless, suboffsets);
}

static void lists_of_no_items_follow_no_pointers(void **state) {
  Py_ssize_t rows[] = {2, 0}, none[] = {0, 2};
  PyObject *view = view_of("i", 4, 2, rows, pointers);
  PyObject *list = PyObject_CallMethod(view, "tolist", NULL);
  assert_non_null(list);
  assert_int_equal(PyList_Size(list), 2);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(PyList_Size(PyList_GetItem(list, i)), 0);
  }
  Py_DECREF(list);
  Py_DECREF(view);
  view = view_of("i", 4, 2, none, pointers);
  list = PyObject_CallMethod(view, "tolist", NULL);
  assert_non_null(list);
  assert_int_equal(PyList_Size(list), 0);
  Py_DECREF(list);
  Py_DECREF(view);
}

static void assert_equality(PyObject *left, PyObject *right, int are_equal) {
  assert_int_equal(PyObject_RichCompareBool(left, right, Py_EQ), are_equal);
  assert_int_equal(PyObject_RichCompareBool(right, left, Py_NE), !are_equal);
}

/* Each format has no value, or one of no bytes; "0s" and "0p" are both the value b''. */
static void countless_items_without_bytes_are_compared_at_once(void **state) {
  const char *formats[] = {"", "0i", "0s", "0p", "B"};
  const int kinds[] = {0, 0, 1, 1, 2};
  Py_ssize_t *all_suboffsets[] = {NULL, no_pointers, pointers};
  for (int i = 0; i < 5 * 5 * 3 * 2; i++) {
    const int left = i % 5, right = i / 5 % 5, ndim = i / 75 + 1;
    PyObject *view = countless_view(formats[left], ndim, all_suboffsets[i / 25 % 3]);
    PyObject *other = countless_view(formats[right], ndim, NULL);
    assert_equality(view, other, kinds[left] == kinds[right] && kinds[left] != 2);
    Py_DECREF(other);
    Py_DECREF(view);
  }
}

/* Items of size 0 are compared with items that have bytes: equality depends on the values alone. */
static void items_without_bytes_are_compared_with_others(void **state) {
  static char texts[4];
  Py_ssize_t two[] = {2}, neighbours[] = {2};
  PyObject *view = view_of("0s", 0, 1, two, pointers);
  Py_buffer info = {.buf = texts,
                    .len = 4,
                    .itemsize = 2,
                    .ndim = 1,
                    .format = (char *)"2p",
                    .shape = two,
                    .strides = neighbours};
  PyObject *other = PyMemoryView_FromBuffer(&info);
  assert_equality(view, other, 1);
  texts[2] = 1;
  assert_equality(view, other, 0);
  Py_DECREF(other);
  Py_DECREF(view);
}

static void countless_items_without_bytes_are_copied_at_once(void **state) {
  char nothing = '!';
  Py_ssize_t *all_suboffsets[] = {NULL, no_pointers, pointers};
  for (int i = 0; i < 3 * 2 * 3; i++) {
    const char order = "CFA"[i % 3];
    PyObject *view = countless_view("B", i / 9 + 1, all_suboffsets[i / 3 % 3]);
    Py_buffer *buffer = PyMemoryView_GET_BUFFER(view);
    assert_int_equal(PyBuffer_ToContiguous(&nothing, buffer, 0, order), 0);
    assert_int_equal(PyObject_CopyData(view, view), 0);
    PyObject *copy = PyObject_CallMethod(view, "tobytes", NULL);
    assert_int_equal(PyBytes_Size(copy), 0);
    Py_DECREF(copy);
    Py_DECREF(view);
  }
  assert_int_equal(nothing, '!');
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(lists_of_no_items_follow_no_pointers),
      CASE(countless_items_without_bytes_are_compared_at_once),
      CASE(items_without_bytes_are_compared_with_others),
      CASE(countless_items_without_bytes_are_copied_at_once),
  };
  forbidden = mmap(NULL, 1 << 16, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  // Visiting the items one by one would take days.
  alarm(60);
  return cmocka_run_group_tests_name("nothing_to_read", tests, start_host, stop_host);
}
