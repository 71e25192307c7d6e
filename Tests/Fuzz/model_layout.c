#include "model_layout.h"

#include "walk.h"

static void take_shape(Input *input, Array *array) {
  static const Py_ssize_t extents[] = {1, 2, 3, 4, 5, 8, 0, 7, 9, 16, 17, 33, 64, 100};
  Py_buffer *view = &array->view;
  view->itemsize = 1 + (Py_ssize_t)take_below(input, 17);
  view->ndim = (int)take_below(input, MODEL_MOST_AXES + 1);
  Py_ssize_t bytes = view->itemsize;
  for (int i = 0; i < view->ndim; i++) {
    array->shape[i] = extents[take_below(input, Py_ARRAY_LENGTH(extents))];
    if (bytes * array->shape[i] > MODEL_MOST_BYTES) array->shape[i] = 1;
    if (array->shape[i] > 0) bytes *= array->shape[i];
  }
}

/* A stride with which the axis still fits after `span` bytes. */
static Py_ssize_t take_stride(Input *input, const Array *array, Py_ssize_t extent,
                              Py_ssize_t span) {
  int given = take_signed(input);
  Py_ssize_t stride = given == 0 ? span : given < -64 ? given * array->view.itemsize : given;
  Py_ssize_t reach = Py_ABS(stride) * (extent - 1);
  return span + reach > MODEL_MEMORY ? 0 : stride;
}

/* Lays out the axes from `first` on, from the last to the first or the other way round.
 * Returns how many bytes they span; *start receives where the first item is in them. */
static Py_ssize_t take_strides(Input *input, Array *array, int first, Py_ssize_t *start) {
  bool first_axis_fastest = take(input) & 1;
  Py_ssize_t span = array->view.itemsize;
  *start = 0;
  for (int k = first; k < array->view.ndim; k++) {
    int axis = first_axis_fastest ? k : array->view.ndim - 1 - (k - first);
    Py_ssize_t extent = Py_MAX(array->shape[axis], 1);
    Py_ssize_t stride = take_stride(input, array, extent, span);
    array->strides[axis] = stride;
    span += Py_ABS(stride) * (extent - 1);
    if (stride < 0) *start -= stride * (extent - 1);
  }
  return span;
}

/* Axis 0 consists of pointers into the memory, to arrays of the other axes. */
static void take_rows(Input *input, Array *array, Py_ssize_t start, Py_ssize_t span) {
  Py_ssize_t suboffset = (Py_ssize_t)take_below(input, 9), room = MODEL_MEMORY - span;
  Py_ssize_t count = array->shape[0], step = 1 + (Py_ssize_t)take(input);
  bool backwards = take(input) & 1;
  for (Py_ssize_t i = 0; i < count; i++) {
    array->rows[i] = array->memory + (room > 0 ? i * step % room : 0) + start - suboffset;
  }
  for (int i = 0; i < array->view.ndim; i++) array->suboffsets[i] = i == 0 ? suboffset : -1;
  array->strides[0] = backwards ? -(Py_ssize_t)sizeof *array->rows : sizeof *array->rows;
  array->view.buf = backwards && count > 0 ? array->rows + count - 1 : array->rows;
  array->view.suboffsets = array->suboffsets;
}

static void finish(Input *input, Array *array, uint8_t *memory) {
  Py_buffer *view = &array->view;
  array->memory = memory;
  unsigned steering = take(input);
  bool indirect = view->ndim > 0 && (steering & 7) == 1;
  Py_ssize_t start;
  Py_ssize_t span = take_strides(input, array, indirect, &start);
  view->obj = NULL, view->internal = NULL, view->format = NULL, view->suboffsets = NULL;
  view->readonly = 0;
  view->buf = memory + start + (Py_ssize_t)take(input) * (MODEL_MEMORY - span) / 255;
  if (indirect) take_rows(input, array, start, span);
  view->len = view->itemsize;
  for (int i = 0; i < view->ndim; i++) view->len *= array->shape[i];
  view->shape = view->ndim > 0 ? array->shape : NULL;
  view->strides = view->ndim > 0 ? array->strides : NULL;
}

void take_array(Input *input, Array *array, uint8_t *memory) {
  take_shape(input, array);
  finish(input, array, memory);
}

void take_array_like(Input *input, Array *array, uint8_t *memory, const Array *model) {
  array->view.itemsize = model->view.itemsize;
  array->view.ndim = model->view.ndim;
  memcpy(array->shape, model->shape, sizeof array->shape);
  finish(input, array, memory);
}

bool mark_items(const Array *array, bool *marks) {
  const Py_buffer *view = &array->view;
  Py_ssize_t indices[MODEL_MOST_AXES] = {0};
  bool is_first = true; /* Whether all bytes so far are in one item only. */
  for (Py_ssize_t done = 0; done < view->len; done += view->itemsize) {
    bool *marked = marks + ((uint8_t *)item_address(view, indices) - array->memory);
    for (Py_ssize_t i = 0; i < view->itemsize; i++) {
      if (marked[i]) is_first = false;
      marked[i] = true;
    }
    next_index(view, indices, 'C');
  }
  return is_first;
}
