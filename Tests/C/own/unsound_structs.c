/* Every function that takes a Py_buffer, or gets one from an exporter, against every fault in it:
 * the exception says which field is wrong, nothing is touched and nothing is kept. */
#include "harness.h"
#include "liar.h"

static Py_ssize_t shape[65], strides[65];

static void no_axes_below_zero(Py_buffer *view) {
  view->ndim = -1;
}

static void too_many_axes(Py_buffer *view) {
  for (int i = 0; i < 65; i++) {
    shape[i] = 1;
  }
  view->ndim = 65;
}

static void very_many_axes(Py_buffer *view) {
  view->ndim = INT32_MAX;
}

static void no_shape(Py_buffer *view) {
  view->shape = NULL;
  view->strides = NULL;
}

static void strides_without_shape(Py_buffer *view) {
  view->shape = NULL;
}

static void negative_extent(Py_buffer *view) {
  shape[1] = -3;
}

/* The signs cancel each other out. */
static void negative_extents(Py_buffer *view) {
  shape[0] = -2;
  shape[1] = -3;
}

static void negative_row(Py_buffer *view) {
  view->ndim = 1;
  view->itemsize = 0;
  view->len = 0;
  shape[0] = -1;
}

static void huge_extent(Py_buffer *view) {
  shape[0] = PY_SSIZE_T_MAX;
}

static void huge_row(Py_buffer *view) {
  view->ndim = 1;
  shape[0] = PY_SSIZE_T_MAX / 2;
  strides[0] = 4;
}

/* 2**31 * 2**31 * 4 is 0 in 64 bits. */
static void product_that_wraps(Py_buffer *view) {
  shape[0] = shape[1] = (Py_ssize_t)1 << 31;
  view->len = 0;
}

static void extents_that_wrap(Py_buffer *view) {
  shape[0] = shape[1] = (Py_ssize_t)1 << 32;
  view->itemsize = 0;
  view->len = 0;
}

static void row_that_wraps(Py_buffer *view) {
  view->ndim = 1;
  shape[0] = (Py_ssize_t)1 << 62;
  strides[0] = 4;
  view->len = 0;
}

static void negative_itemsize(Py_buffer *view) {
  view->itemsize = -4;
}

/* len agrees with it. */
static void negative_itemsize_and_extent(Py_buffer *view) {
  view->ndim = 1;
  view->itemsize = -4;
  strides[0] = -4;
  shape[0] = -6;
}

static void no_itemsize(Py_buffer *view) {
  view->itemsize = 0;
}

static void no_itemsize_nor_shape(Py_buffer *view) {
  view->ndim = 1;
  view->itemsize = 0;
  view->shape = view->strides = NULL;
}

static void broken_item_without_shape(Py_buffer *view) {
  view->ndim = 1;
  view->len = 23;
  view->shape = view->strides = NULL;
}

static void negative_len(Py_buffer *view) {
  view->len = -24;
}

static void len_too_large(Py_buffer *view) {
  view->len = 1 << 20;
}

static void len_too_small(Py_buffer *view) {
  view->len = 20;
}

static void row_with_len_too_large(Py_buffer *view) {
  view->ndim = 1;
  shape[0] = 6;
  strides[0] = 4;
  view->len = 1 << 20;
}

static void scalar_with_len_too_large(Py_buffer *view) {
  view->ndim = 0;
  view->shape = view->strides = NULL;
}

static void huge_stride(Py_buffer *view) {
  strides[0] = PY_SSIZE_T_MAX;
}

static void hugely_negative_stride(Py_buffer *view) {
  strides[1] = PY_SSIZE_T_MIN;
}

/* Each span is a number, the sum is none. */
static void strides_that_add_up(Py_buffer *view) {
  strides[0] = PY_SSIZE_T_MAX - 64;
  strides[1] = (PY_SSIZE_T_MAX - 64) / 2;
}

static void stride_below_all_memory(Py_buffer *view) {
  strides[0] = -((Py_ssize_t)1 << 48);
}

#define MISMATCH "ValueError: product(shape) * itemsize != len of the buffer"
#define TOO_LARGE "ValueError: product(shape) * itemsize of the buffer is too large"
#define OUT_OF_MEMORY "ValueError: strides of the buffer lead out of memory"
#define TOO_MANY "ValueError: memoryview: number of dimensions must not exceed 64"
#define NO_SHAPE "ValueError: a buffer with several dimensions must have a shape"
#define NEGATIVE_SHAPE "ValueError: shape of the buffer must not be negative"
#define NEGATIVE_ITEM "ValueError: itemsize of the buffer must not be negative"

static const struct {
  const char *name;
  void (*apply)(Py_buffer *view);
  const char *error;
} faults[] = {
    {"ndim -1", no_axes_below_zero, "ValueError: number of dimensions must not be negative"},
    {"ndim 65", too_many_axes, TOO_MANY},
    {"ndim INT_MAX", very_many_axes, TOO_MANY},
    {"no shape", no_shape, NO_SHAPE},
    {"strides without shape", strides_without_shape, NO_SHAPE},
    {"negative extent", negative_extent, NEGATIVE_SHAPE},
    {"negative extents", negative_extents, NEGATIVE_SHAPE},
    {"negative row", negative_row, NEGATIVE_SHAPE},
    {"huge extent", huge_extent, TOO_LARGE},
    {"huge row", huge_row, TOO_LARGE},
    {"product that wraps", product_that_wraps, TOO_LARGE},
    {"extents that wrap", extents_that_wrap, TOO_LARGE},
    {"row that wraps", row_that_wraps, TOO_LARGE},
    {"negative itemsize", negative_itemsize, NEGATIVE_ITEM},
    {"negative itemsize and extent", negative_itemsize_and_extent, NEGATIVE_ITEM},
    {"itemsize 0", no_itemsize, MISMATCH},
    {"itemsize 0, no shape", no_itemsize_nor_shape,
     "ValueError: the itemsize of a buffer without a shape must be positive"},
    {"broken item", broken_item_without_shape,
     "ValueError: len of a buffer without a shape must be a multiple of its itemsize"},
    {"negative len", negative_len, "ValueError: len of the buffer must not be negative"},
    {"len too large", len_too_large, MISMATCH},
    {"len too small", len_too_small, MISMATCH},
    {"row, len too large", row_with_len_too_large, MISMATCH},
    {"scalar, len too large", scalar_with_len_too_large, MISMATCH},
    {"huge stride", huge_stride, OUT_OF_MEMORY},
    {"hugely negative stride", hugely_negative_stride, OUT_OF_MEMORY},
    {"strides that add up", strides_that_add_up, OUT_OF_MEMORY},
    {"stride below all memory", stride_below_all_memory, OUT_OF_MEMORY},
};

static void spoil(Py_buffer *view, size_t fault) {
  memcpy(shape, view->shape, 2 * sizeof *shape);
  memcpy(strides, view->strides, 2 * sizeof *strides);
  view->shape = shape;
  view->strides = strides;
  faults[fault].apply(view);
}

static void assert_refused(size_t fault, const char *function) {
  const char *error = take_error();
  if (strcmp(error, faults[fault].error) != 0) {
    fail_msg("%s of %s: %s", function, faults[fault].name, error);
  }
}

/* --- structs of the caller --- */

static PyObject *const nothing = NULL;

static PyObject *to_contiguous(Py_buffer *view) {
  static char copy[1 << 20];
  assert_int_equal(PyBuffer_ToContiguous(copy, view, view->len, 'A'), -1);
  for (size_t i = 0; i < sizeof copy; i++) {
    assert_int_equal(copy[i], 0);
  }
  return nothing;
}

static PyObject *from_contiguous(Py_buffer *view) {
  static char items[1 << 20];
  memset(items, '!', sizeof items);
  assert_int_equal(PyBuffer_FromContiguous(view, items, view->len, 'A'), -1);
  return nothing;
}

static PyObject *from_buffer(Py_buffer *view) {
  return PyMemoryView_FromBuffer(view);
}

static PyObject *from_buffer_owned(Py_buffer *view) {
  return PyMV_FromBufferOwned(view);
}

static PyObject *from_buffer_borrowed(Py_buffer *view) {
  return PyMV_FromBufferBorrowed(view);
}

static const struct {
  const char *name;
  PyObject *(*call)(Py_buffer *view);
} callers[] = {
    {"FromBuffer", from_buffer},
    {"FromBufferOwned", from_buffer_owned},
    {"FromBufferBorrowed", from_buffer_borrowed},
    {"ToContiguous", to_contiguous},
    {"FromContiguous", from_contiguous},
};

static void a_callers_struct_is_refused_and_left_alone(void **state) {
  for (size_t fault = 0; fault < Py_ARRAY_LENGTH(faults); fault++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(callers); i++) {
      Liar *owner = liar_new();
      Py_buffer view = liar_struct();
      view.obj = (PyObject *)owner;
      spoil(&view, fault);
      const Py_buffer before = view;
      assert_null(callers[i].call(&view));
      assert_refused(fault, callers[i].name);
      assert_memory_equal(&view, &before, sizeof view);
      assert_int_equal(owner->releases, 0);
      assert_int_equal(Py_REFCNT(owner), 1);
      Py_DECREF(owner);
    }
  }
  for (size_t i = 0; i < sizeof liar_memory; i++) {
    assert_int_equal(liar_memory[i], 0);
  }
}

static void nothing_is_found_in_an_unsound_struct(void **state) {
  const Py_ssize_t first[65] = {0};
  for (size_t fault = 0; fault < Py_ARRAY_LENGTH(faults); fault++) {
    Py_buffer view = liar_struct();
    spoil(&view, fault);
    const bool has_axes = view.ndim > 0 && view.ndim <= PyBUF_MAX_NDIM;
    /* Where axes have strides nothing else is looked at. */
    if (has_axes && view.strides != NULL) continue;
    assert_null(PyBuffer_GetPointer(&view, first));
    assert_refused(fault, "GetPointer");
  }
}

static void contiguity_of_an_unsound_struct_is_no_error(void **state) {
  for (size_t fault = 0; fault < Py_ARRAY_LENGTH(faults); fault++) {
    Py_buffer view = liar_struct();
    spoil(&view, fault);
    int is_contiguous = PyBuffer_IsContiguous(&view, 'A');
    assert_true(is_contiguous == 0 || is_contiguous == 1);
    if (view.ndim < 0 || view.ndim > PyBUF_MAX_NDIM) assert_int_equal(is_contiguous, 0);
    assert_null(PyErr_Occurred());
  }
}

/* --- structs of an exporter --- */

static PyObject *get_contiguous(PyObject *exporter) {
  return PyMemoryView_GetContiguous(exporter, PyBUF_READ, 'C');
}

static PyObject *copy_to(PyObject *exporter) {
  PyObject *bytes = PyBytes_FromString("!");
  assert_int_equal(PyObject_CopyData(exporter, bytes), -1);
  Py_DECREF(bytes);
  return nothing;
}

static PyObject *copy_from(PyObject *exporter) {
  PyObject *array = PyByteArray_FromStringAndSize(NULL, 4096);
  assert_int_equal(PyObject_CopyData(array, exporter), -1);
  Py_DECREF(array);
  return nothing;
}

static PyObject *assign_from(PyObject *exporter) {
  static char bytes[24];
  PyObject *view = PyMemoryView_FromMemory(bytes, 24, PyBUF_WRITE);
  PyObject *slice = PySlice_New(NULL, NULL, NULL);
  assert_int_equal(PyObject_SetItem(view, slice, exporter), -1);
  Py_DECREF(slice);
  Py_DECREF(view);
  return nothing;
}

static const struct {
  const char *name;
  PyObject *(*call)(PyObject *exporter);
} askers[] = {
    {"FromObject", PyMemoryView_FromObject},
    {"GetContiguous", get_contiguous},
    {"CopyData to", copy_to},
    {"CopyData from", copy_from},
    {"slice assignment", assign_from},
    {"bytes", PyBytes_FromObject},
    {"bytearray", PyByteArray_FromObject},
};

static void an_exporters_struct_is_refused_and_given_back(void **state) {
  for (size_t fault = 0; fault < Py_ARRAY_LENGTH(faults); fault++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(askers); i++) {
      Liar *liar = liar_new();
      spoil(&liar->answer, fault);
      assert_null(askers[i].call((PyObject *)liar));
      assert_refused(fault, askers[i].name);
      assert_int_equal(liar->gets, 1);
      assert_int_equal(liar->releases, 1);
      assert_int_equal(Py_REFCNT(liar), 1);
      Py_DECREF(liar);
    }
  }
}

static void an_unsound_exporter_equals_nothing(void **state) {
  PyObject *view = PyMemoryView_FromMemory((char *)liar_memory, 24, PyBUF_READ);
  for (size_t fault = 0; fault < Py_ARRAY_LENGTH(faults); fault++) {
    Liar *liar = liar_new();
    spoil(&liar->answer, fault);
    assert_int_equal(PyObject_RichCompareBool(view, (PyObject *)liar, Py_EQ), 0);
    assert_int_equal(liar->releases, liar->gets);
    assert_int_equal(Py_REFCNT(liar), 1);
    Py_DECREF(liar);
  }
  Py_DECREF(view);
}

static void an_exporter_without_memory_has_no_items(void **state) {
  Liar *liar = liar_new();
  liar->answer.buf = NULL;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(askers); i++) {
    assert_null(askers[i].call((PyObject *)liar));
    assert_error("ValueError: the address of a buffer with items must not be NULL");
  }
  assert_int_equal(liar->gets, liar->releases);
  Py_ssize_t none[] = {0, 3};
  liar->answer.shape = none;
  liar->answer.len = 0;
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_non_null(view);
  Py_DECREF(view);
  assert_int_equal(liar->gets, liar->releases);
  Py_DECREF(liar);
}

static void a_sound_exporter_is_believed(void **state) {
  Liar *liar = liar_new();
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_non_null(view);
  assert_int_equal(PyMemoryView_GET_BUFFER(view)->shape[1], 3);
  Py_DECREF(view);
  assert_int_equal(liar->releases, 1);
  Py_DECREF(liar);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_callers_struct_is_refused_and_left_alone),
      CASE(nothing_is_found_in_an_unsound_struct),
      CASE(contiguity_of_an_unsound_struct_is_no_error),
      CASE(an_exporters_struct_is_refused_and_given_back),
      CASE(an_unsound_exporter_equals_nothing),
      CASE(an_exporter_without_memory_has_no_items),
      CASE(a_sound_exporter_is_believed),
  };
  return cmocka_run_group_tests_name("unsound_structs", tests, start_host, stop_host);
}
