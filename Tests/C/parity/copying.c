/* PyBuffer_ToContiguous and PyBuffer_FromContiguous, compared with a loop over the items. */
#include <stdlib.h>

#include "harness.h"
#include "random_layout.h"
#include "walk.h"

enum { ROUNDS = 1500, MOST_ITEMS = 256, COPY_SIZE = MOST_ITEMS * RANDOM_MAX_ITEMSIZE };

static const LayoutKind kind = {.item_limit = MOST_ITEMS, .extent_limit = 4, .most_indirect = 8};

static unsigned checksum(const void *bytes, Py_ssize_t size) {
  unsigned sum = 2166136261u;
  for (Py_ssize_t i = 0; i < size; i++) {
    sum = (sum ^ ((const unsigned char *)bytes)[i]) * 16777619u;
  }
  return sum;
}

static void random_layouts_are_copied_out(char order) {
  static char copied[COPY_SIZE], expected[COPY_SIZE];
  RandomLayout layout;
  Py_buffer *view = &layout.view;
  Random random = {1};
  unsigned sum = 0;
  for (int round = 0; round < ROUNDS; round++) {
    random_layout_choose(&layout, &kind, &random);
    unsigned char *memory = random_layout_in_new_memory(&layout);
    memset(copied, 0x5A, sizeof copied);
    memset(expected, 0x5A, sizeof expected);
    assert_int_equal(PyBuffer_ToContiguous(copied, view, view->len, order), 0);
    gather_items(view, order_of_items(view, order), expected);
    assert_memory_equal(copied, expected, sizeof expected);
    sum += checksum(copied, view->len);
    free(memory);
  }
  observe(text("copied out %c", order), "%d layouts, checksum %08x", ROUNDS, sum);
}

static void random_layouts_are_copied_out_in_c_order(void **state) {
  random_layouts_are_copied_out('C');
}

static void random_layouts_are_copied_out_in_fortran_order(void **state) {
  random_layouts_are_copied_out('F');
}

static void random_layouts_are_copied_out_in_their_own_order(void **state) {
  random_layouts_are_copied_out('A');
}

/* Also with fewer bytes than the whole, in whole items; the remainder must stay unchanged. */
static void random_layouts_are_filled(char order) {
  static char items[COPY_SIZE];
  RandomLayout layout;
  Py_buffer *view = &layout.view;
  Random random = {1};
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof items; i++) {
    items[i] = (char)(i * 7 + i / 128);
  }
  for (int round = 0; round < ROUNDS; round++) {
    random_layout_choose(&layout, &kind, &random);
    unsigned char *memory = random_layout_in_new_memory(&layout);
    size_t size = random_layout_size(&layout);
    unsigned char *expected = malloc(size + 1), *before = malloc(size + 1);
    Py_ssize_t count = view->len / view->itemsize;
    Py_ssize_t part = round % 3 == 0 && count > 0 ? random_pick(&random, (unsigned)count) : count;
    Py_ssize_t len = part * view->itemsize;
    memcpy(before, memory, size);
    scatter_items(view, order_of_items(view, order), items, len);
    memcpy(expected, memory, size);
    memcpy(memory, before, size);
    assert_int_equal(PyBuffer_FromContiguous(view, items, len, order), 0);
    assert_memory_equal(memory, expected, size);
    sum += checksum(memory, (Py_ssize_t)size);
    free(expected), free(before), free(memory);
  }
  observe(text("filled %c", order), "%d layouts, checksum %08x", ROUNDS, sum);
}

static void random_layouts_are_filled_in_c_order(void **state) {
  random_layouts_are_filled('C');
}

static void random_layouts_are_filled_in_fortran_order(void **state) {
  random_layouts_are_filled('F');
}

static void random_layouts_are_filled_in_their_own_order(void **state) {
  random_layouts_are_filled('A');
}

static void every_layout_is_copied_out(void **state) {
  const char orders[] = {'C', 'F', 'A'};
  for (int i = 0; i < layout_count; i++) {
    Exporter *exporter = exporter_new(layouts[i], true);
    Py_buffer view;
    assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL_RO), 0);
    for (size_t k = 0; k < sizeof orders; k++) {
      char copied[EXPORTER_DATA_SIZE] = "";
      assert_int_equal(PyBuffer_ToContiguous(copied, &view, view.len, orders[k]), 0);
      observe(text("to contiguous %s %c", layouts[i]->name, orders[k]), "%s",
              bytes_text(copied, view.len));
    }
    PyBuffer_Release(&view);
    Py_DECREF(exporter);
  }
}

static void every_layout_is_filled(void **state) {
  const char orders[] = {'C', 'F', 'A'};
  char items[EXPORTER_DATA_SIZE];
  for (int i = 0; i < EXPORTER_DATA_SIZE; i++) {
    items[i] = (char)(255 - i);
  }
  for (int i = 0; i < layout_count; i++) {
    for (size_t k = 0; k < sizeof orders; k++) {
      Exporter *exporter = exporter_new(layouts[i], false);
      Py_buffer view;
      assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL), 0);
      assert_int_equal(PyBuffer_FromContiguous(&view, items, view.len, orders[k]), 0);
      observe(text("from contiguous %s %c", layouts[i]->name, orders[k]), "%s",
              bytes_text(exporter->data, sizeof exporter->data));
      PyBuffer_Release(&view);
      Py_DECREF(exporter);
    }
  }
}

static void a_wrong_length_is_refused(void **state) {
  Exporter *exporter = exporter_new(layout_named("F"), true);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL_RO), 0);
  const Py_ssize_t lengths[] = {0, 5, 7, -1};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(lengths); i++) {
    char copied[8] = "unused";
    assert_int_equal(PyBuffer_ToContiguous(copied, &view, lengths[i], 'C'), -1);
    assert_error("ValueError: PyBuffer_ToContiguous: len != view->len");
    assert_string_equal(copied, "unused");
  }
  PyBuffer_Release(&view);
  Py_DECREF(exporter);
}

/* Fills the first items of a buffer, or all if there are fewer. */
static void fill_first(const char *layout, Py_ssize_t count, char order) {
  char items[64];
  memset(items, '!', sizeof items);
  Exporter *exporter = exporter_new(layout_named(layout), false);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL), 0);
  Py_ssize_t len = Py_MIN(count * view.itemsize, view.len);
  assert_int_equal(PyBuffer_FromContiguous(&view, items, len, order), 0);
  observe(text("from %zd items to %s %c", count, layout, order), "%s",
          bytes_text(exporter->data, 40));
  PyBuffer_Release(&view);
  Py_DECREF(exporter);
}

static void fewer_items_fill_the_first_ones(void **state) {
  const char *names[] = {"rev", "step2", "F", "C2", "gaps", "h", "0d", "pil"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    for (Py_ssize_t count = 0; count < 6; count++) {
      fill_first(names[i], count, 'C');
      fill_first(names[i], count, 'F');
      fill_first(names[i], count, 'A');
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(random_layouts_are_copied_out_in_c_order),
      CASE(random_layouts_are_copied_out_in_fortran_order),
      CASE(random_layouts_are_copied_out_in_their_own_order),
      CASE(random_layouts_are_filled_in_c_order),
      CASE(random_layouts_are_filled_in_fortran_order),
      CASE(random_layouts_are_filled_in_their_own_order),
      CASE(every_layout_is_copied_out),
      CASE(every_layout_is_filled),
      CASE(a_wrong_length_is_refused),
      CASE(fewer_items_fill_the_first_ones),
  };
  return cmocka_run_group_tests_name("copying", tests, start_host, stop_host);
}
