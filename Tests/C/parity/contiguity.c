/* The functions that read a buffer's description alone: PyBuffer_IsContiguous, PyBuffer_GetPointer,
 * PyBuffer_FillContiguousStrides, PyBuffer_FillInfo, PyBuffer_Release. */
#include "harness.h"
#include "walk.h"

static void every_layout_knows_its_contiguity(void **state) {
  for (int i = 0; i < layout_count; i++) {
    Exporter *exporter = exporter_new(layouts[i], true);
    Py_buffer view;
    assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL_RO), 0);
    observe(text("contiguous %s", layouts[i]->name), "C %d F %d A %d X %d c %d NUL %d",
            PyBuffer_IsContiguous(&view, 'C'), PyBuffer_IsContiguous(&view, 'F'),
            PyBuffer_IsContiguous(&view, 'A'), PyBuffer_IsContiguous(&view, 'X'),
            PyBuffer_IsContiguous(&view, 'c'), PyBuffer_IsContiguous(&view, '\0'));
    PyBuffer_Release(&view);
    Py_DECREF(exporter);
  }
}

/* A buffer of shorts without memory; only its description is read. */
static Py_buffer described(int ndim, Py_ssize_t *shape, Py_ssize_t *strides) {
  static char nothing[1];
  Py_buffer view;
  memset(&view, 0, sizeof view);
  view.buf = nothing;
  view.itemsize = 2;
  view.len = 2;
  view.ndim = ndim;
  view.shape = shape;
  view.strides = strides;
  for (int i = 0; i < ndim && shape != NULL; i++) {
    view.len *= shape[i];
  }
  return view;
}

static void missing_strides_mean_c_order(void **state) {
  Py_ssize_t shapes[][3] = {{2, 3, 4}, {1, 3, 1}, {1, 1, 1}, {1, 2, 2}, {5, 1, 1}, {0, 3, 4}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(shapes); i++) {
    for (int ndim = 1; ndim <= 3; ndim++) {
      Py_buffer view = described(ndim, shapes[i], NULL);
      observe(text("no strides, %d axes of %s", ndim, sizes_text(shapes[i], 3)), "C %d F %d A %d",
              PyBuffer_IsContiguous(&view, 'C'), PyBuffer_IsContiguous(&view, 'F'),
              PyBuffer_IsContiguous(&view, 'A'));
    }
  }
}

static void strides_of_short_axes_do_not_count(void **state) {
  struct {
    Py_ssize_t shape[3], strides[3];
  } cases[] = {
      {{1, 3, 4}, {99, 8, 2}}, {{2, 1, 4}, {8, -7, 2}},  {{2, 3, 1}, {6, 2, 0}},
      {{1, 1, 1}, {0, 0, 0}},  {{2, 3, 4}, {24, 8, -2}}, {{2, 3, 4}, {24, 8, 4}},
      {{2, 3, 4}, {8, 24, 2}}, {{0, 3, 4}, {1, 1, 1}},   {{2, 2, 2}, {2, 4, 8}},
      {{2, 2, 2}, {8, 4, 2}},  {{2, 2, 2}, {0, 0, 0}},   {{2, 3, 4}, {2, 4, 12}},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Py_buffer view = described(3, cases[i].shape, cases[i].strides);
    observe(text("strides %s of shape %s", sizes_text(cases[i].strides, 3),
                 sizes_text(cases[i].shape, 3)),
            "C %d F %d A %d", PyBuffer_IsContiguous(&view, 'C'), PyBuffer_IsContiguous(&view, 'F'),
            PyBuffer_IsContiguous(&view, 'A'));
  }
}

static void suboffsets_are_never_contiguous(void **state) {
  Py_ssize_t shape[] = {1}, strides[] = {2}, suboffsets[] = {-1};
  Py_buffer view = described(1, shape, strides);
  assert_int_equal(PyBuffer_IsContiguous(&view, 'A'), 1);
  suboffsets[0] = 0;
  view.suboffsets = suboffsets;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'A'), 0);
  shape[0] = 0;
  view.len = 0;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'A'), 0);
}

static void items_are_found(const Layout *layout) {
  Exporter *exporter = exporter_new(layout, true);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_FULL_RO), 0);
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  for (Py_ssize_t item = 0; item < view.len / view.itemsize; item++) {
    assert_ptr_equal(PyBuffer_GetPointer(&view, indices), item_address(&view, indices));
    next_index(&view, indices, 'C');
  }
  PyBuffer_Release(&view);
  Py_DECREF(exporter);
}

static void every_item_of_every_layout_is_found(void **state) {
  for (int i = 0; i < layout_count; i++) {
    items_are_found(layouts[i]);
  }
}

static void both_axes_may_go_through_pointers(void **state) {
  char items[4][8] = {"abcdefg", "hijklmn", "opqrstu", "vwxyz"};
  char *inner[2][2] = {{items[0], items[1]}, {items[2], items[3]}};
  char **outer[2] = {inner[0], inner[1]};
  Py_ssize_t shape[] = {2, 2}, strides[] = {8, 8}, suboffsets[] = {0, 3};
  Py_buffer view = described(2, shape, strides);
  view.buf = outer;
  view.suboffsets = suboffsets;
  char found[5] = "";
  for (Py_ssize_t i = 0; i < 4; i++) {
    Py_ssize_t indices[] = {i / 2, i % 2};
    found[i] = *(char *)PyBuffer_GetPointer(&view, indices);
  }
  assert_string_equal(found, "dkry");
}

static void strides_are_filled_in_either_order(void **state) {
  Py_ssize_t shapes[][3] = {{2, 3, 4}, {1, 1, 1}, {4, 0, 2}, {0, 0, 0}, {5, 1, 7}};
  const char orders[] = {'C', 'F', 'A', 'X', '\0', 'f'};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(shapes); i++) {
    for (size_t k = 0; k < sizeof orders; k++) {
      for (int ndim = 0; ndim <= 3; ndim++) {
        Py_ssize_t strides[3] = {-1, -1, -1};
        PyBuffer_FillContiguousStrides(ndim, shapes[i], strides, 4, orders[k]);
        observe(text("fill strides %d axes %s order %d", ndim, sizes_text(shapes[i], 3), orders[k]),
                "%s", sizes_text(strides, 3));
      }
    }
  }
}

static void fill(const char *claim, int readonly, int flags) {
  static char memory[8];
  PyObject *owner = PyList_New(0);
  Py_buffer view;
  memset(&view, 0xA5, sizeof view);
  int result = PyBuffer_FillInfo(&view, owner, memory, 8, readonly, flags);
  if (result < 0) {
    observe(claim, "%s", take_error());
    assert_int_equal(Py_REFCNT(owner), 1);
  } else {
    assert_ptr_equal(view.obj, owner);
    assert_int_equal(Py_REFCNT(owner), 2);
    assert_true(view.shape == NULL || view.shape == &view.len);
    assert_true(view.strides == NULL || view.strides == &view.itemsize);
    assert_null(view.internal);
    observe(claim, "%s readonly %d", buffer_text(&view, memory), view.readonly);
    PyBuffer_Release(&view);
    assert_null(view.obj);
    assert_int_equal(Py_REFCNT(owner), 1);
  }
  Py_DECREF(owner);
}

static void plain_bytes_are_filled_in_for_every_request(void **state) {
  for (int flags = 0; flags <= 0x3ff; flags++) {
    fill(text("FillInfo writable 0x%03x", (unsigned)flags), 0, flags);
    fill(text("FillInfo read-only 0x%03x", (unsigned)flags), 1, flags);
  }
}

static void only_1_is_read_only_enough_to_refuse_a_writer(void **state) {
  const int values[] = {0, 1, 2, -1};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    fill(text("FillInfo readonly=%d", values[i]), values[i], PyBUF_CONTIG);
  }
}

static void a_view_without_owner_is_filled_and_released(void **state) {
  char memory[4];
  Py_buffer view;
  assert_int_equal(PyBuffer_FillInfo(&view, NULL, memory, 4, 0, PyBUF_FULL), 0);
  assert_null(view.obj);
  PyBuffer_Release(&view);
  assert_ptr_equal(view.buf, memory);
}

static void a_missing_view_is_refused(void **state) {
  assert_int_equal(PyBuffer_FillInfo(NULL, NULL, NULL, 0, 1, PyBUF_SIMPLE), -1);
  assert_error("BufferError: PyBuffer_FillInfo: view==NULL argument is obsolete");
}

static void no_bytes_need_no_memory(void **state) {
  Py_buffer view;
  assert_int_equal(PyBuffer_FillInfo(&view, NULL, NULL, 0, 0, PyBUF_FULL), 0);
  observe("FillInfo of no bytes at NULL", "%s", buffer_text(&view, NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_layout_knows_its_contiguity),
      CASE(missing_strides_mean_c_order),
      CASE(strides_of_short_axes_do_not_count),
      CASE(suboffsets_are_never_contiguous),
      CASE(every_item_of_every_layout_is_found),
      CASE(both_axes_may_go_through_pointers),
      CASE(strides_are_filled_in_either_order),
      CASE(plain_bytes_are_filled_in_for_every_request),
      CASE(only_1_is_read_only_enough_to_refuse_a_writer),
      CASE(a_view_without_owner_is_filled_and_released),
      CASE(a_missing_view_is_refused),
      CASE(no_bytes_need_no_memory),
  };
  return cmocka_run_group_tests_name("contiguity", tests, start_host, stop_host);
}
