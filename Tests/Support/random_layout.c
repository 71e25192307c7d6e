#include "random_layout.h"

#include <stdbool.h>

static uint64_t random_state = 1;

void random_restart(void) {
  random_state = 1;
}

unsigned random_below(unsigned bound) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(random_state >> 33) % bound;
}

static void choose_shape(RandomBuffer *buffer) {
  static const Py_ssize_t itemsizes[] = {1, 2, 3, 4, 8, 12, 16, 17};
  Py_buffer *view = &buffer->view;
  view->itemsize = itemsizes[random_below(8)];
  view->ndim = (int)random_below(RANDOM_MAX_NDIM + 1);
  for (int i = 0; i < view->ndim; i++) {
    buffer->shape[i] = random_below(20) == 0 ? 0 : 1 + (Py_ssize_t)random_below(4);
  }
}

/* Stacks the axes from `first` on in random order, each with a random gap and sign, and returns the
 * number of bytes spanned; *start receives the offset of the first item. */
static Py_ssize_t choose_strides(RandomBuffer *buffer, int first, Py_ssize_t *start) {
  int order[RANDOM_MAX_NDIM];
  int count = 0;
  for (int i = first; i < buffer->view.ndim; i++) {
    int place = (int)random_below((unsigned)count + 1);
    order[count] = order[place];
    order[place] = i;
    count++;
  }
  Py_ssize_t span = buffer->view.itemsize;
  *start = 0;
  for (int k = 0; k < count; k++) {
    int axis = order[k];
    Py_ssize_t extent = buffer->shape[axis] > 0 ? buffer->shape[axis] : 1;
    Py_ssize_t step = span + (random_below(2) == 0 ? 0 : (Py_ssize_t)random_below(5));
    bool backwards = random_below(3) == 0;
    buffer->strides[axis] = backwards ? -step : step;
    if (backwards) *start += step * (extent - 1);
    span = step * extent;
  }
  return span;
}

static void choose_memory(RandomBuffer *buffer) {
  Py_buffer *view = &buffer->view;
  bool indirect = view->ndim > 0 && random_below(4) == 0;
  Py_ssize_t start;
  Py_ssize_t span = choose_strides(buffer, indirect ? 1 : 0, &start);
  view->buf = buffer->memory + start;
  view->suboffsets = NULL;
  if (indirect) {
    Py_ssize_t suboffset = (Py_ssize_t)random_below(3);
    for (int i = 0; i < view->ndim; i++) {
      buffer->suboffsets[i] = i == 0 ? suboffset : -1;
    }
    for (Py_ssize_t i = 0; i < buffer->shape[0]; i++) {
      buffer->rows[i] =
          (char *)buffer->memory + span * (buffer->shape[0] - 1 - i) + start - suboffset;
    }
    buffer->strides[0] = sizeof(char *);
    view->buf = buffer->rows;
    view->suboffsets = buffer->suboffsets;
  }
}

void random_buffer(RandomBuffer *buffer) {
  choose_shape(buffer);
  choose_memory(buffer);
  Py_buffer *view = &buffer->view;
  view->obj = NULL;
  view->readonly = 0;
  view->format = NULL;
  view->internal = NULL;
  view->len = view->itemsize;
  for (int i = 0; i < view->ndim; i++) {
    view->len *= buffer->shape[i];
  }
  view->shape = view->ndim > 0 ? buffer->shape : NULL;
  view->strides = view->ndim > 0 ? buffer->strides : NULL;
  for (size_t i = 0; i < sizeof buffer->memory; i++) {
    buffer->memory[i] = (unsigned char)(i * 31 + i / 256);
  }
}

char *item_address(const Py_buffer *view, const Py_ssize_t *indices) {
  char *address = view->buf;
  for (int i = 0; i < view->ndim; i++) {
    address += indices[i] * view->strides[i];
    if (view->suboffsets != NULL && view->suboffsets[i] >= 0) {
      address = *(char **)address + view->suboffsets[i];
    }
  }
  return address;
}

void next_index(const Py_buffer *view, Py_ssize_t *indices, char order) {
  for (int i = 0; i < view->ndim; i++) {
    int axis = order == 'F' ? i : view->ndim - 1 - i;
    if (++indices[axis] < view->shape[axis]) return;
    indices[axis] = 0;
  }
}
