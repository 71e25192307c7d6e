#include "random_layout.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_AXES = 6 }; /* limit for layouts that do not have many */

unsigned random_pick(Random *random, unsigned bound) {
  random->state += 0x9E3779B97F4A7C15u;
  uint64_t mixed = random->state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return (unsigned)((mixed >> 32) % bound);
}

static bool one_in(Random *random, unsigned count) {
  return random_pick(random, count) == 0;
}

static Py_ssize_t item_count(const RandomLayout *layout, int from, int to) {
  Py_ssize_t count = 1;
  for (int i = from; i < to; i++) {
    count *= layout->shape[i];
  }
  return count;
}

static void choose_shape(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  static const unsigned short_extents = 4;
  Py_buffer *view = &layout->view;
  view->itemsize = 1 + (Py_ssize_t)random_pick(random, RANDOM_MAX_ITEMSIZE);
  if (one_in(random, 2)) view->itemsize = (Py_ssize_t)1 << random_pick(random, 5);
  view->ndim = (int)random_pick(random, FEW_AXES + 1);
  if (one_in(random, 4)) view->ndim = 1;
  if (kind->many_axes) view->ndim = 8 + (int)random_pick(random, RANDOM_MAX_NDIM - 7);
  Py_ssize_t left = kind->item_limit;
  for (int i = 0; i < view->ndim; i++) {
    Py_ssize_t limit = left < kind->extent_limit ? left : kind->extent_limit;
    if (view->ndim == 1) limit = left;
    if (one_in(random, 2) && limit > short_extents) limit = short_extents;
    layout->shape[i] = 1 + (Py_ssize_t)random_pick(random, (unsigned)limit);
    if (kind->least_bytes == 0 && one_in(random, 100)) layout->shape[i] = 0;
    if (layout->shape[i] > 0) left /= layout->shape[i];
  }
}

/* Lengthens one axis until the items have kind->least_bytes bytes. */
static void lengthen(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  Py_buffer *view = &layout->view;
  if (kind->least_bytes == 0) return;
  if (view->ndim == 0) {
    view->ndim = 1;
    layout->shape[0] = 1;
  }
  for (;;) {
    Py_ssize_t bytes = item_count(layout, 0, view->ndim) * view->itemsize;
    if (bytes >= kind->least_bytes) return;
    Py_ssize_t *extent = &layout->shape[random_pick(random, (unsigned)view->ndim)];
    *extent =
        *extent * (2 + (Py_ssize_t)random_pick(random, 3)) + (Py_ssize_t)random_pick(random, 3);
  }
}

static void choose_indirection(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  layout->indirect = 0;
  if (kind->most_indirect == 0 || layout->view.ndim == 0 || !one_in(random, 8)) return;
  int axes = 1 + (int)random_pick(random, (unsigned)layout->view.ndim);
  if (item_count(layout, 0, axes) > kind->most_indirect) return;
  layout->indirect = axes;
  layout->suboffset = (Py_ssize_t)random_pick(random, 4);
}

/* Step of an axis whose indices up to now span `span` bytes. Only short steps are doubled, so that
 * the gaps of many axes do not multiply. */
static Py_ssize_t choose_step(Py_ssize_t span, bool may_share, Random *random) {
  if (may_share && one_in(random, 6)) return 0;
  if (may_share && one_in(random, 8)) return 1 + (Py_ssize_t)random_pick(random, 40);
  switch (random_pick(random, 5)) {
  case 0:
    return span + (Py_ssize_t)random_pick(random, 9);
  case 1:
    return span < 4096 ? span * (2 + (Py_ssize_t)random_pick(random, 3)) : span + 1;
  default:
    return span;
  }
}

/* Puts the direct axes in random order, or in their own; the innermost one in memory first. */
static int choose_order(const RandomLayout *layout, int *order, bool shuffled, Random *random) {
  int count = 0;
  for (int i = layout->view.ndim - 1; i >= layout->indirect; i--) {
    int place = shuffled ? (int)random_pick(random, (unsigned)count + 1) : count;
    order[count] = order[place];
    order[place] = i;
    count++;
  }
  return count;
}

static void add_axis(RandomLayout *layout, int axis, Py_ssize_t step, bool backwards) {
  Py_ssize_t extent = layout->shape[axis] > 0 ? layout->shape[axis] : 1;
  layout->strides[axis] = backwards ? -step : step;
  if (backwards) layout->first += step * (extent - 1);
  layout->span += step * (extent - 1);
}

static void choose_strides(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  int order[RANDOM_MAX_NDIM];
  bool shuffled = !one_in(random, 4);
  int count = choose_order(layout, order, shuffled, random);
  layout->span = layout->view.itemsize;
  layout->first = 0;
  bool dense = kind->many_axes && one_in(random, 2);
  for (int k = 0; k < count; k++) {
    Py_ssize_t step =
        dense ? layout->span : choose_step(layout->span, kind->items_may_share, random);
    add_axis(layout, order[k], step, one_in(random, 4));
  }
}

/* Chooses everything but the shape. */
static void choose_places(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  choose_indirection(layout, kind, random);
  choose_strides(layout, kind, random);
  layout->blocks = item_count(layout, 0, layout->indirect);
  layout->view.len = item_count(layout, 0, layout->view.ndim) * layout->view.itemsize;
}

void random_layout_choose(RandomLayout *layout, const LayoutKind *kind, Random *random) {
  memset(layout, 0, sizeof *layout);
  choose_shape(layout, kind, random);
  lengthen(layout, kind, random);
  choose_places(layout, kind, random);
}

void random_layout_choose_permutation(RandomLayout *layout, Py_ssize_t most_bytes, Random *random) {
  static const Py_ssize_t items[] = {1, 1, 2, 2, 3, 4, 4, 6, 8, 8, 12, 16, 24};
  memset(layout, 0, sizeof *layout);
  Py_buffer *view = &layout->view;
  view->itemsize = items[random_pick(random, sizeof items / sizeof *items)];
  view->ndim = 2 + (int)random_pick(random, FEW_AXES - 1);
  Py_ssize_t left = most_bytes / view->itemsize;
  for (int i = 0; i < view->ndim; i++) {
    Py_ssize_t limit = Py_MIN(left, i == 0 && one_in(random, 2) ? left / 4 : 40);
    layout->shape[i] = 1 + (Py_ssize_t)random_pick(random, (unsigned)Py_MAX(limit, 1));
    left /= layout->shape[i];
  }
  int order[RANDOM_MAX_NDIM];
  int count = choose_order(layout, order, true, random);
  layout->blocks = 1;
  layout->span = view->itemsize;
  layout->view.len = item_count(layout, 0, view->ndim) * view->itemsize;
  bool dense = !one_in(random, 4), upwards = !one_in(random, 4);
  for (int k = 0; k < count; k++) {
    Py_ssize_t step = dense ? layout->span : layout->span + (Py_ssize_t)random_pick(random, 9);
    add_axis(layout, order[k], step, !upwards && one_in(random, 3));
  }
}

void random_layout_choose_like(RandomLayout *layout, const RandomLayout *model,
                               const LayoutKind *kind, Random *random) {
  memset(layout, 0, sizeof *layout);
  layout->view.itemsize = model->view.itemsize;
  layout->view.ndim = model->view.ndim;
  memcpy(layout->shape, model->shape, sizeof layout->shape);
  choose_places(layout, kind, random);
}

size_t random_layout_size(const RandomLayout *layout) {
  return layout->view.len == 0 ? 0 : (size_t)(layout->span * layout->blocks);
}

/* Makes the leading axes those of a C-contiguous table of pointers, the last block first. */
static void place_rows(RandomLayout *layout, char *memory) {
  for (Py_ssize_t i = 0; i < layout->blocks; i++) {
    Py_ssize_t place = layout->blocks - 1 - i;
    layout->rows[i] = memory + place * layout->span + layout->first - layout->suboffset;
  }
  Py_ssize_t stride = sizeof(char *);
  for (int i = layout->view.ndim - 1; i >= 0; i--) {
    layout->suboffsets[i] = i == layout->indirect - 1 ? layout->suboffset : -1;
    if (i >= layout->indirect) continue;
    layout->strides[i] = stride;
    stride *= layout->shape[i];
  }
  layout->view.buf = layout->rows;
  layout->view.suboffsets = layout->suboffsets;
}

void random_layout_place(RandomLayout *layout, unsigned char *memory) {
  Py_buffer *view = &layout->view;
  view->buf = memory + layout->first;
  view->suboffsets = NULL;
  if (layout->indirect > 0) place_rows(layout, (char *)memory);
  view->obj = NULL;
  view->readonly = 0;
  view->format = NULL;
  view->internal = NULL;
  view->shape = view->ndim > 0 ? layout->shape : NULL;
  view->strides = view->ndim > 0 ? layout->strides : NULL;
}

unsigned char *random_layout_in_new_memory(RandomLayout *layout) {
  size_t size = random_layout_size(layout);
  unsigned char *memory = malloc(size + 1);
  if (memory == NULL) abort();
  for (size_t i = 0; i < size; i++) {
    memory[i] = (unsigned char)(i * 31 + i / 256);
  }
  random_layout_place(layout, memory);
  return memory;
}

void random_layout_describe(const RandomLayout *layout) {
  const Py_buffer *view = &layout->view;
  fprintf(stderr, "  itemsize %zd, indirect axes %d\n", view->itemsize, layout->indirect);
  for (int i = 0; i < view->ndim; i++) {
    fprintf(stderr, "  axis %d: extent %zd, stride %zd\n", i, layout->shape[i], layout->strides[i]);
  }
}
