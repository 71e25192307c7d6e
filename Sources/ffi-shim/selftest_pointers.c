/* Finding items, and telling whether memory is contiguous. */
#include "selftest.h"
#include "selftest_arrays.h"

static void test_pointers(enum array_form form, const char *name) {
  bool right = true;
  for (int k = 0; k < 60; k++) {
    struct array array;
    array_make_any(&array, form);
    Py_buffer view = array_view(&array);
    for (Py_ssize_t n = 0; n < array.item_count; n++) {
      Py_ssize_t indices[PyBUF_MAX_NDIM];
      array_indices(&array, n, 'C', indices);
      right = right && call_PyBuffer_GetPointer(&view, indices) == array_item(&array, n, 'C');
    }
    array_free(&array);
  }
  claim(right, "GetPointer finds every item of %s arrays", name);
}

static void test_many_axes(void) {
  struct array array;
  Py_ssize_t shape[PyBUF_MAX_NDIM], last[PyBUF_MAX_NDIM];
  for (int k = 0; k < PyBUF_MAX_NDIM; k++) shape[k] = k % 9 == 4 ? 2 : 1;
  array_make(&array, ARRAY_SCATTERED, 3, PyBUF_MAX_NDIM, shape);
  array_indices(&array, array.item_count - 1, 'C', last);
  Py_buffer view = array_view(&array);
  claim(call_PyBuffer_GetPointer(&view, last) == array_item(&array, array.item_count - 1, 'C'),
        "GetPointer finds the last item of 64 axes");
  unsigned char *copy = array_copy(&array, 'F');
  unsigned char *result = array_allocate((size_t)array.byte_count);
  claim(call_PyBuffer_ToContiguous(result, &view, view.len, 'F') == 0 &&
            memcmp(copy, result, (size_t)array.byte_count) == 0,
        "ToContiguous copies 64 axes");
  free(result);
  free(copy);
  array_free(&array);
}

/** Does every item, counted in an order, follow the one before it? */
static bool follows(const struct array *array, char order) {
  if (array->layout.suboffsets != NULL) return false;
  unsigned char *next = array->layout.first;
  for (Py_ssize_t n = 0; n < array->item_count; n++, next += array->layout.itemsize) {
    if (array_item(array, n, order) != next) return false;
  }
  return true;
}

static void test_contiguity(enum array_form form, const char *name) {
  bool right = true;
  for (int k = 0; k < 100; k++) {
    struct array array;
    array_make_any(&array, form);
    Py_buffer view = array_view(&array);
    bool c = follows(&array, 'C'), fortran = follows(&array, 'F');
    right = right && call_PyBuffer_IsContiguous(&view, 'C') == c &&
            call_PyBuffer_IsContiguous(&view, 'F') == fortran &&
            call_PyBuffer_IsContiguous(&view, 'A') == (c || fortran) &&
            call_PyBuffer_IsContiguous(&view, 'X') == 0;
    array_free(&array);
  }
  claim(right, "IsContiguous knows %s arrays in each order", name);
}

static void claim_contiguity(const Py_buffer *view, int c, int fortran, const char *name) {
  claim(call_PyBuffer_IsContiguous(view, 'C') == c, "%s: C-contiguous %s", name, c ? "yes" : "no");
  claim(call_PyBuffer_IsContiguous(view, 'F') == fortran, "%s: Fortran-contiguous %s", name,
        fortran ? "yes" : "no");
  claim(call_PyBuffer_IsContiguous(view, 'A') == (c || fortran), "%s: contiguous %s", name,
        c || fortran ? "yes" : "no");
}

static void test_special_contiguity(void) {
  char memory[24];
  Py_ssize_t shape[] = {2, 3}, thin[] = {1, 6}, odd[] = {999, 4}, none[] = {0, 3},
             minus[] = {-1, -1};
  Py_buffer view = {.buf = memory, .len = 24, .itemsize = 4, .ndim = 2, .shape = shape};
  claim_contiguity(&view, 1, 0, "no strides, two axes");
  view.shape = thin;
  claim_contiguity(&view, 1, 1, "no strides, one axis longer than 1");
  view.strides = odd;
  claim_contiguity(&view, 1, 1, "any stride on an axis of extent 1");
  view.suboffsets = minus;
  int direct = !cpython_stands_in();
  claim_contiguity(&view, direct, direct, "suboffsets, all negative");
  view.suboffsets = NULL;
  view.shape = none;
  view.len = 0;
  claim_contiguity(&view, 1, 1, "no items");
  view = (Py_buffer){.buf = memory, .len = 24, .itemsize = 1, .ndim = 1};
  claim_contiguity(&view, 1, 1, "plain bytes");
  view = (Py_buffer){.buf = memory, .len = 4, .itemsize = 4};
  claim_contiguity(&view, 1, 1, "no axes");
  claim(call_PyBuffer_IsContiguous(&view, 'X') == 0, "an unknown order is never contiguous");
}

static void test_repeated(void) {
  int value = 7, result[6] = {0};
  Py_ssize_t shape[] = {2, 3}, strides[] = {0, 0};
  Py_buffer view = {
      .buf = &value, .len = 24, .itemsize = 4, .ndim = 2, .shape = shape, .strides = strides};
  claim_contiguity(&view, 0, 0, "strides of zero");
  claim(call_PyBuffer_ToContiguous(result, &view, 24, 'C') == 0 && result[0] == 7 && result[5] == 7,
        "ToContiguous repeats an item with strides of zero");
}

void selftest_pointers(void) {
  test_pointers(ARRAY_C, "C-contiguous");
  test_pointers(ARRAY_SCATTERED, "scattered");
  test_pointers(ARRAY_INDIRECT, "indirect");
  test_contiguity(ARRAY_C, "C-contiguous");
  test_contiguity(ARRAY_FORTRAN, "Fortran-contiguous");
  test_contiguity(ARRAY_SCATTERED, "scattered");
  test_contiguity(ARRAY_INDIRECT, "indirect");
  test_special_contiguity();
  test_many_axes();
  test_repeated();
}
