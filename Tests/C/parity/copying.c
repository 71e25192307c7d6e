/* PyBuffer_ToContiguous and PyBuffer_FromContiguous, against a loop over the items. */
#include "harness.h"
#include "random_layout.h"

enum { ROUNDS = 1500, COPY_SIZE = 4 * 4 * 4 * 4 * 4 * 17 };

/* The order in which a copy must run: for 'A' that of the memory if it is contiguous, else C. */
static char effective_order(const Py_buffer *view, char order) {
  if (order != 'A') return order;
  Py_buffer copy = *view;
  bool fortran = PyBuffer_IsContiguous(&copy, 'F') && !PyBuffer_IsContiguous(&copy, 'C');
  return fortran ? 'F' : 'C';
}

static void copy_out_item_by_item(char *to, const Py_buffer *view, char order) {
  Py_ssize_t indices[RANDOM_MAX_NDIM] = {0};
  for (Py_ssize_t done = 0; done < view->len; done += view->itemsize) {
    memcpy(to + done, item_address(view, indices), (size_t)view->itemsize);
    next_index(view, indices, order);
  }
}

static void copy_in_item_by_item(const Py_buffer *view, const char *from, Py_ssize_t len,
                                 char order) {
  Py_ssize_t indices[RANDOM_MAX_NDIM] = {0};
  for (Py_ssize_t done = 0; done + view->itemsize <= len; done += view->itemsize) {
    memcpy(item_address(view, indices), from + done, (size_t)view->itemsize);
    next_index(view, indices, order);
  }
}

static unsigned checksum(const void *bytes, Py_ssize_t size) {
  unsigned sum = 2166136261u;
  for (Py_ssize_t i = 0; i < size; i++) {
    sum = (sum ^ ((const unsigned char *)bytes)[i]) * 16777619u;
  }
  return sum;
}

static void random_layouts_are_copied_out(char order) {
  static RandomBuffer buffer;
  static char copied[COPY_SIZE], expected[COPY_SIZE];
  unsigned sum = 0;
  random_restart();
  for (int round = 0; round < ROUNDS; round++) {
    random_buffer(&buffer);
    memset(copied, 0x5A, sizeof copied);
    memset(expected, 0x5A, sizeof expected);
    assert_int_equal(PyBuffer_ToContiguous(copied, &buffer.view, buffer.view.len, order), 0);
    copy_out_item_by_item(expected, &buffer.view, effective_order(&buffer.view, order));
    assert_memory_equal(copied, expected, sizeof expected);
    sum += checksum(copied, buffer.view.len);
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

/* Also with less than the whole, in whole items; the rest must stay as it is. */
static void random_layouts_are_filled(char order) {
  static RandomBuffer buffer;
  static unsigned char expected[RANDOM_MEMORY_SIZE], before[RANDOM_MEMORY_SIZE];
  static char items[COPY_SIZE];
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof items; i++) {
    items[i] = (char)(i * 7 + i / 128);
  }
  random_restart();
  for (int round = 0; round < ROUNDS; round++) {
    random_buffer(&buffer);
    Py_ssize_t count = buffer.view.len / buffer.view.itemsize;
    Py_ssize_t part = round % 3 == 0 && count > 0 ? random_below((unsigned)count) : count;
    Py_ssize_t len = part * buffer.view.itemsize;
    memcpy(before, buffer.memory, sizeof before);
    copy_in_item_by_item(&buffer.view, items, len, effective_order(&buffer.view, order));
    memcpy(expected, buffer.memory, sizeof expected);
    memcpy(buffer.memory, before, sizeof before);
    assert_int_equal(PyBuffer_FromContiguous(&buffer.view, items, len, order), 0);
    assert_memory_equal(buffer.memory, expected, sizeof expected);
    sum += checksum(buffer.memory, sizeof buffer.memory);
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
