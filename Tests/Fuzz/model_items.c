#include "model_items.h"

#include "walk.h"

Py_ssize_t items_of_shape(int ndim, const Py_ssize_t *shape) {
  Py_ssize_t count = 1;
  for (int i = 0; i < ndim; i++) count *= shape[i];
  return count;
}

/* Convert the number of an item in an order to its indices. */
static void to_indices(Py_ssize_t number, int ndim, const Py_ssize_t *shape, int order,
                       Py_ssize_t *indices) {
  for (int i = 0; i < ndim; i++) {
    int axis = order == 'F' ? i : ndim - 1 - i;
    indices[axis] = number % shape[axis];
    number /= shape[axis];
  }
}

static char *place_of(const Items *items, const Py_ssize_t *indices) {
  Py_ssize_t number = 0;
  for (int i = 0; i < items->ndim; i++) number = number * items->shape[i] + indices[i];
  return items->places[number];
}

void items_of_buffer(Items *items, const Py_buffer *view) {
  items->ndim = view->ndim;
  if (view->ndim > 0) memcpy(items->shape, view->shape, (size_t)view->ndim * sizeof *view->shape);
  Py_ssize_t indices[PyBUF_MAX_NDIM];
  for (Py_ssize_t n = 0; n < items_of_shape(view->ndim, view->shape); n++) {
    to_indices(n, view->ndim, view->shape, 'C', indices);
    items->places[n] = item_address(view, indices);
  }
}

bool are_items_of(const Items *items, const Py_buffer *view) {
  static Items found;
  if (view->ndim != items->ndim) return false;
  for (int i = 0; i < view->ndim; i++) {
    if (view->shape[i] != items->shape[i]) return false;
  }
  size_t count = (size_t)items_of_shape(items->ndim, items->shape);
  items_of_buffer(&found, view);
  return view->len == (Py_ssize_t)count * view->itemsize &&
         memcmp(found.places, items->places, count * sizeof *items->places) == 0;
}

/* Clip a limit of a slice. */
static Py_ssize_t limit(Py_ssize_t given, Py_ssize_t extent, Py_ssize_t lowest) {
  if (given < 0) given += extent;
  return Py_MAX(lowest, Py_MIN(given, lowest + extent));
}

Indices model_slice(Py_ssize_t extent, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t step) {
  Indices indices = {.step = step == PTRDIFF_MIN ? 1 : step};
  bool forward = indices.step > 0;
  Py_ssize_t lowest = forward ? 0 : -1;
  Py_ssize_t first = forward ? 0 : extent - 1, end = forward ? extent : -1;
  if (start != PTRDIFF_MIN) first = limit(start, extent, lowest);
  if (stop != PTRDIFF_MIN) end = limit(stop, extent, lowest);
  indices.start = first;
  for (Py_ssize_t i = first; forward ? i < end : i > end; i += indices.step) indices.count++;
  return indices;
}

void keep_indices(Items *items, int axis, Indices indices) {
  static char *places[MODEL_MOST_ITEMS];
  Py_ssize_t outer = items_of_shape(axis, items->shape), extent = items->shape[axis];
  Py_ssize_t inner = items_of_shape(items->ndim - axis - 1, items->shape + axis + 1);
  Py_ssize_t count = 0;
  for (Py_ssize_t o = 0; o < outer; o++) {
    for (Py_ssize_t k = 0; k < indices.count; k++) {
      Py_ssize_t row = o * extent + indices.start + k * indices.step;
      for (Py_ssize_t i = 0; i < inner; i++) places[count++] = items->places[row * inner + i];
    }
  }
  memcpy(items->places, places, (size_t)count * sizeof *places);
  items->shape[axis] = indices.count;
}

void drop_axis(Items *items, int axis, Py_ssize_t index) {
  keep_indices(items, axis, (Indices){index, 1, 1});
  items->ndim--;
  memmove(items->shape + axis, items->shape + axis + 1,
          (size_t)(items->ndim - axis) * sizeof *items->shape);
}

void permute_axes(Items *items, const int *axes) {
  static Items from;
  from = *items;
  for (int i = 0; i < items->ndim; i++) items->shape[i] = from.shape[axes[i]];
  Py_ssize_t indices[PyBUF_MAX_NDIM], before[PyBUF_MAX_NDIM];
  for (Py_ssize_t n = 0; n < items_of_shape(items->ndim, items->shape); n++) {
    to_indices(n, items->ndim, items->shape, 'C', indices);
    for (int i = 0; i < items->ndim; i++) before[axes[i]] = indices[i];
    items->places[n] = place_of(&from, before);
  }
}

/* Sets the shape of items. @return a copy of the items before. */
static const Items *set_shape(Items *items, int ndim, const Py_ssize_t *shape) {
  static Items from;
  from = *items;
  items->ndim = ndim;
  memcpy(items->shape, shape, (size_t)ndim * sizeof *shape);
  return &from;
}

void reshape_items(Items *items, int ndim, const Py_ssize_t *shape, int order) {
  const Items *from = set_shape(items, ndim, shape);
  Py_ssize_t indices[PyBUF_MAX_NDIM];
  for (Py_ssize_t n = 0; n < items_of_shape(ndim, shape); n++) {
    to_indices(n, from->ndim, from->shape, order, indices);
    char *place = place_of(from, indices);
    to_indices(n, ndim, shape, order, indices);
    Py_ssize_t number = 0;
    for (int i = 0; i < ndim; i++) number = number * shape[i] + indices[i];
    items->places[number] = place;
  }
}

void repeat_items(Items *items, int ndim, const Py_ssize_t *shape) {
  const Items *from = set_shape(items, ndim, shape);
  Py_ssize_t indices[PyBUF_MAX_NDIM];
  for (Py_ssize_t n = 0; n < items_of_shape(ndim, shape); n++) {
    to_indices(n, ndim, shape, 'C', indices);
    Py_ssize_t *own = indices + ndim - from->ndim;
    for (int i = 0; i < from->ndim; i++) own[i] = from->shape[i] == 1 ? 0 : own[i];
    items->places[n] = place_of(from, own);
  }
}

bool are_strided(const Items *items) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0}, strides[PyBUF_MAX_NDIM] = {0};
  for (int i = 0; i < items->ndim; i++) {
    if (items->shape[i] < 2) continue;
    indices[i] = 1;
    strides[i] = place_of(items, indices) - items->places[0];
    indices[i] = 0;
  }
  for (Py_ssize_t n = 0; n < items_of_shape(items->ndim, items->shape); n++) {
    to_indices(n, items->ndim, items->shape, 'C', indices);
    char *place = items->places[0];
    for (int i = 0; i < items->ndim; i++) place += indices[i] * strides[i];
    if (place != items->places[n]) return false;
  }
  return true;
}
