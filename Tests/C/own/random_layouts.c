/* Functions of buffers and of exporters on random layouts, compared with a loop over the items. */
#include <stdlib.h>

#include "harness.h"
#include "liar.h"
#include "random_layout.h"
#include "walk.h"

enum { ROUNDS = 1000, MOST_ITEMS = 256, MOST_BYTES = MOST_ITEMS * RANDOM_MAX_ITEMSIZE };

static const LayoutKind readable = {MOST_ITEMS, 12, 0, 1, RANDOM_MAX_ROWS, 0};
static const LayoutKind writable = {MOST_ITEMS, 12, 0, 0, RANDOM_MAX_ROWS, 0};

static Liar *new_exporter(const RandomLayout *layout) {
  Liar *exporter = liar_new();
  exporter->answer = layout->view;
  return exporter;
}

static void give_up(Liar *exporter) {
  assert_int_equal(exporter->gets, exporter->releases);
  assert_int_equal(Py_REFCNT(exporter), 1);
  Py_DECREF(exporter);
}

static void check_items(const Py_buffer *view) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  for (Py_ssize_t done = 0; done < view->len; done += view->itemsize) {
    assert_ptr_equal(PyBuffer_GetPointer(view, indices), item_address(view, indices));
    next_index(view, indices, 'C');
  }
}

static void check_contiguity(const Py_buffer *view) {
  bool is_c = items_are_in_order(view, 'C'), is_fortran = items_are_in_order(view, 'F');
  assert_int_equal(PyBuffer_IsContiguous(view, 'C'), is_c);
  assert_int_equal(PyBuffer_IsContiguous(view, 'F'), is_fortran);
  assert_int_equal(PyBuffer_IsContiguous(view, 'A'), is_c || is_fortran);
}

static void items_and_contiguity_are_found(void **state) {
  Random random = {1};
  for (int round = 0; round < ROUNDS; round++) {
    RandomLayout layout;
    random_layout_choose(&layout, &readable, &random);
    unsigned char *memory = random_layout_in_new_memory(&layout);
    check_items(&layout.view);
    check_contiguity(&layout.view);
    free(memory);
  }
}

static void contiguous_views_have_the_items_in_order(void **state) {
  static char expected[MOST_BYTES];
  Random random = {2};
  for (int round = 0; round < ROUNDS; round++) {
    RandomLayout layout;
    random_layout_choose(&layout, &readable, &random);
    unsigned char *memory = random_layout_in_new_memory(&layout);
    Liar *exporter = new_exporter(&layout);
    char order = "CFA"[round % 3];
    PyObject *view = PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, order);
    assert_non_null(view);
    gather_items(&layout.view, order_of_items(&layout.view, order), expected);
    const void *found = PyMemoryView_GET_BUFFER(view)->buf;
    assert_int_equal(memcmp(found, expected, (size_t)layout.view.len), 0);
    Py_DECREF(view);
    give_up(exporter);
    free(memory);
  }
}

/* From one layout to another of the same shape. */
static void items_are_copied_to_their_places(void **state) {
  static char items[MOST_BYTES];
  Random random = {3};
  for (int round = 0; round < ROUNDS; round++) {
    RandomLayout from, to;
    random_layout_choose(&from, &readable, &random);
    random_layout_choose_like(&to, &from, &writable, &random);
    unsigned char *from_memory = random_layout_in_new_memory(&from);
    unsigned char *memory = random_layout_in_new_memory(&to);
    unsigned char *expected = random_layout_in_new_memory(&to);
    gather_items(&from.view, 'C', items);
    scatter_items(&to.view, 'C', items, to.view.len);
    random_layout_place(&to, memory);
    Liar *source = new_exporter(&from), *destination = new_exporter(&to);
    assert_int_equal(PyObject_CopyData((PyObject *)destination, (PyObject *)source), 0);
    assert_int_equal(memcmp(memory, expected, random_layout_size(&to)), 0);
    give_up(destination);
    give_up(source);
    free(expected), free(memory), free(from_memory);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(items_and_contiguity_are_found),
      CASE(contiguous_views_have_the_items_in_order),
      CASE(items_are_copied_to_their_places),
  };
  return cmocka_run_group_tests_name("random layouts", tests, start_host, stop_host);
}
