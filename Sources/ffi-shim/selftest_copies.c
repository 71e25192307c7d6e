/* Copying to and from contiguous memory, compared with plain loops. */
#include "failure.h"
#include "selftest.h"
#include "selftest_arrays.h"

static const struct {
  enum array_form form;
  const char *name;
} forms[] = {{ARRAY_C, "C-contiguous"},
             {ARRAY_FORTRAN, "Fortran-contiguous"},
             {ARRAY_SCATTERED, "scattered"},
             {ARRAY_INDIRECT, "indirect"}};

enum { TIMES = 60 };

/** What 'A' means for a view, and what the other orders mean. */
static char effective_order(const Py_buffer *view, char order) {
  if (order != 'A') return order;
  bool fortran = call_PyBuffer_IsContiguous(view, 'F') && !call_PyBuffer_IsContiguous(view, 'C');
  return fortran ? 'F' : 'C';
}

/** Compare one ToContiguous with a plain loop. */
static bool gathers(enum array_form form, char order) {
  struct array array;
  array_make_any(&array, form);
  Py_buffer view = array_view(&array);
  size_t size = (size_t)array.byte_count;
  unsigned char *expected = array_copy(&array, effective_order(&view, order));
  unsigned char *result = array_allocate(size);
  bool right = call_PyBuffer_ToContiguous(result, &view, view.len, order) == 0 &&
               memcmp(result, expected, size) == 0;
  free(result);
  free(expected);
  array_free(&array);
  return right;
}

/** Compare one FromContiguous of the first `part` of 4 quarters with a plain loop, the bytes
 * between the items included. */
static bool scatters(enum array_form form, char order, int part) {
  struct array array;
  array_make_any(&array, form);
  Py_buffer view = array_view(&array);
  char effective = effective_order(&view, order);
  Py_ssize_t count = array.item_count * part / 4;
  unsigned char *before = array_allocate(array.memory_size);
  memcpy(before, array.memory, array.memory_size);
  unsigned char *old = array_copy(&array, effective);
  unsigned char *new = array_allocate((size_t)array.byte_count);
  for (Py_ssize_t k = 0; k < array.byte_count; k++) new[k] = (unsigned char)array_random(256);
  int status = call_PyBuffer_FromContiguous(&view, new, count * view.itemsize, order);
  bool right = status == 0;
  for (Py_ssize_t n = 0; n < count; n++) {
    const unsigned char *item = array_item(&array, n, effective);
    right = right && memcmp(item, new + n *view.itemsize, (size_t)view.itemsize) == 0;
  }
  array_store(&array, effective, old, count);
  right = right && memcmp(before, array.memory, array.memory_size) == 0;
  free(new);
  free(old);
  free(before);
  array_free(&array);
  return right;
}

static void test_form(size_t f, char order) {
  int gathered = 0, scattered = 0, partial = 0;
  for (int k = 0; k < TIMES; k++) {
    gathered += gathers(forms[f].form, order);
    scattered += scatters(forms[f].form, order, 4);
    partial += scatters(forms[f].form, order, k % 4);
  }
  claim(gathered == TIMES, "ToContiguous in order %c agrees with a plain loop on %s arrays", order,
        forms[f].name);
  claim(scattered == TIMES, "FromContiguous in order %c agrees with a plain loop on %s arrays",
        order, forms[f].name);
  claim(partial == TIMES,
        "FromContiguous with fewer items in order %c fills the first of %s arrays", order,
        forms[f].name);
}

static void test_lengths(void) {
  struct array array;
  unsigned char bytes[64] = {0};
  array_make(&array, ARRAY_C, 4, 2, (Py_ssize_t[]){2, 4});
  array_thin(&array);
  Py_buffer view = array_view(&array);
  claim(call_PyBuffer_ToContiguous(bytes, &view, view.len + 1, 'C') == -1,
        "ToContiguous refuses a length that is not the view's");
  claim_raised("ValueError", "PyBuffer_ToContiguous: len != view->len", "ToContiguous says why");
  claim(call_PyBuffer_ToContiguous(bytes, &view, view.len - 1, 'C') == -1,
        "ToContiguous refuses too short a length");
  claim_raised("ValueError", "PyBuffer_ToContiguous: len != view->len", "and says the same");
  for (size_t k = 0; k < sizeof bytes; k++) bytes[k] = (unsigned char)(k + 1);
  claim(call_PyBuffer_FromContiguous(&view, bytes, view.len, 'C') == 0 &&
            array_equals(&array, 'C', bytes),
        "FromContiguous fills all items");
  if (claim_ours("FromContiguous refuses an item size of 0")) {
    view.itemsize = 0;
    int status = call_PyBuffer_FromContiguous(&view, bytes, 8, 'C');
    struct failure failure = failure_take();
    claim(status == -1 && strcmp(failure.type, "ValueError") == 0,
          "FromContiguous refuses an item size of 0");
  }
  array_free(&array);
}

/** An axisless item, and an unknown order. */
static void test_special(void) {
  double item = 1.5, result = 0;
  Py_buffer view = {.buf = &item, .len = 8, .itemsize = 8};
  claim(call_PyBuffer_ToContiguous(&result, &view, 8, 'F') == 0 && result == 1.5,
        "ToContiguous copies an item without axes");
  result = 2.5;
  claim(call_PyBuffer_FromContiguous(&view, &result, 8, 'A') == 0 && item == 2.5,
        "FromContiguous fills an item without axes");
}

void selftest_copies(void) {
  for (size_t f = 0; f < Py_ARRAY_LENGTH(forms); f++) {
    for (const char *order = "CFA"; *order != '\0'; order++) test_form(f, *order);
  }
  test_lengths();
  test_special();
}
