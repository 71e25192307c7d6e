#include "flaws.h"

#include "harness.h"

enum { MANY_AXES = PyBUF_MAX_NDIM + 1 };

static Py_ssize_t shape[MANY_AXES], strides[MANY_AXES];

static void no_axes_below_zero(Py_buffer *view) {
  view->ndim = -1;
}

static void too_many_axes(Py_buffer *view) {
  for (int i = 0; i < MANY_AXES; i++) {
    shape[i] = 1;
  }
  view->ndim = MANY_AXES;
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

const Flaw flaws[] = {
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

const size_t flaw_count = sizeof flaws / sizeof *flaws;

void flaw_apply(const Flaw *flaw, Py_buffer *view) {
  memcpy(shape, view->shape, 2 * sizeof *shape);
  memcpy(strides, view->strides, 2 * sizeof *strides);
  view->shape = shape;
  view->strides = strides;
  flaw->apply(view);
}

void assert_refused(const Flaw *flaw, const char *function) {
  const char *error = take_error();
  if (strcmp(error, flaw->error) != 0) {
    fail_msg("%s of %s: %s", function, flaw->name, error);
  }
}
