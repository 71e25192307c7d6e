/* Every array of at most three axes of at most five items, for some item sizes; the axes in every
 * order in memory; dense, with reversed axes, and with gaps. The destination starts at every offset
 * from a cache line. Bytes around it must not change; the source adjoins an inaccessible page. */
#include "exhaustive.h"

#include <stdio.h>
#include <string.h>

#include "guarded.h"
#include "walk.h"

enum {
  AXES = 3,
  MOST_EXTENT = 5,
  ORDERS = 6,
  SIGNS = 1 << AXES, /* sets of reversed axes */
  LINE = 64,
  ROOM = 1 << 16, /* bytes of a layout, at most */
  UNTOUCHED = 0xA5,
};

static const Py_ssize_t items[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 24, 32, 40, 48, 64, 65};

enum { ITEMS = sizeof items / sizeof *items };

/* Axes from the innermost in memory to the outermost. Those of k axes are the first k! ones. */
static const int orders[ORDERS][AXES] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1},
                                         {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

long exhaustive_count(void) {
  return (long)ITEMS * EXHAUSTIVE_SHAPES * EXHAUSTIVE_WAYS;
}

/* The extents are the digits of a number; 0 for an axis that does not exist. */
static bool choose_shape(RandomLayout *layout, long shape) {
  Py_buffer *view = &layout->view;
  view->len = view->itemsize;
  for (int axis = 0; axis < AXES; axis++, shape /= MOST_EXTENT + 1) {
    layout->shape[axis] = shape % (MOST_EXTENT + 1);
    if (layout->shape[axis] == 0) continue;
    if (view->ndim++ != axis) return false;
    view->len *= layout->shape[axis];
  }
  return true;
}

/* Bytes between items (gap 1) or between the blocks of outer axes (2); 3 takes every second item
 * of the innermost axis. */
static Py_ssize_t step_with_gap(Py_ssize_t span, bool innermost, long gap) {
  if (innermost) return gap == 1 ? span + 3 : gap == 3 ? 2 * span : span;
  return gap == 2 ? span + 5 : span;
}

static void choose_strides(RandomLayout *layout, const int *order, long signs, long gap) {
  layout->blocks = 1;
  layout->span = layout->view.itemsize;
  for (int i = 0, count = 0; i < AXES; i++) {
    int axis = order[i];
    if (axis >= layout->view.ndim) continue;
    Py_ssize_t step = step_with_gap(layout->span, count++ == 0, gap);
    Py_ssize_t reach = step * (layout->shape[axis] - 1);
    bool backwards = (signs >> axis & 1) != 0;
    layout->strides[axis] = backwards ? -step : step;
    if (backwards) layout->first += reach;
    layout->span += reach;
  }
}

bool exhaustive_choose(RandomLayout *layout, Py_ssize_t item, long shape, long way) {
  static const long orders_of[] = {1, 1, 2, 6};
  memset(layout, 0, sizeof *layout);
  layout->view.itemsize = item;
  if (!choose_shape(layout, shape)) return false;
  long order = way % ORDERS, variant = way / ORDERS;
  int ndim = layout->view.ndim;
  bool reversed = variant < SIGNS;
  if (order >= orders_of[ndim] || (reversed ? variant >> ndim != 0 : ndim == 0)) return false;
  choose_strides(layout, orders[order], reversed ? variant : 0, reversed ? 0 : variant - SIGNS + 1);
  return true;
}

/* What a destination must be equal to is in `model`, between two lines of UNTOUCHED bytes. */
typedef struct {
  Guarded source, destination;
  unsigned char model[ROOM];
} Memory;

static Memory *memory(void) {
  static Memory memory;
  if (memory.source.start == NULL) {
    memory.source = guarded_new(ROOM);
    memory.destination = guarded_new(ROOM);
  }
  return &memory;
}

/* At either end, or somewhere between. */
static unsigned char *place_source(long number, size_t size) {
  const Guarded *source = &memory()->source;
  int place = (int)(number / ITEMS % 4);
  if (place < 2) return guarded_place(source, size, place);
  return source->start + number * 7 % (2 * LINE);
}

static bool copy(const RandomLayout *layout, bool writing, unsigned char *contiguous) {
  Py_ssize_t length = layout->view.len;
  int status = writing ? PyBuffer_FromContiguous(&layout->view, contiguous, length, 'C')
                       : PyBuffer_ToContiguous(contiguous, &layout->view, length, 'C');
  if (status != 0) PyErr_Print();
  return status == 0;
}

/* Copies to one place, with a line of other bytes around it that must not change. */
static bool check_place(RandomLayout *layout, bool writing, unsigned char *from, unsigned char *to,
                        size_t size) {
  const Guarded *destination = &memory()->destination;
  size_t before = (size_t)(to - destination->start);
  size_t after = destination->size - before - size;
  if (before > LINE) before = LINE;
  if (after > LINE) after = LINE;
  memset(to - before, UNTOUCHED, before + size + after);
  if (writing) random_layout_place(layout, to);
  return copy(layout, writing, writing ? from : to) &&
         memcmp(to - before, memory()->model + LINE - before, before + size + after) == 0;
}

static void report(const RandomLayout *layout, bool writing, const unsigned char *to, size_t size) {
  const Guarded *destination = &memory()->destination;
  fprintf(stderr, "%s is wrong at %zu bytes from a cache line, %zu from the first byte; bytes:",
          writing ? "PyBuffer_FromContiguous" : "PyBuffer_ToContiguous", (size_t)to % LINE,
          (size_t)(to - destination->start));
  for (size_t i = 0; i < size; i++) {
    if (to[i] != memory()->model[LINE + i]) fprintf(stderr, " %zu", i);
  }
  fprintf(stderr, "\n");
  random_layout_describe(layout);
}

/* Copies to all offsets from a cache line, and next to each inaccessible page. */
static bool check_places(RandomLayout *layout, bool writing, unsigned char *from, size_t size) {
  const Guarded *destination = &memory()->destination;
  for (int offset = 0; offset < LINE + 2; offset++) {
    unsigned char *to = offset < LINE ? destination->start + LINE + offset
                                      : guarded_place(destination, size, offset - LINE);
    if (!check_place(layout, writing, from, to, size)) {
      report(layout, writing, to, size);
      return false;
    }
  }
  return true;
}

static bool check_direction(RandomLayout *layout, bool writing, long number) {
  unsigned char *model = memory()->model + LINE;
  size_t length = (size_t)layout->view.len, span = random_layout_size(layout);
  unsigned char *from = place_source(number, writing ? length : span);
  memset(memory()->model, UNTOUCHED, span + 2 * LINE);
  if (writing) {
    random_layout_place(layout, model);
    scatter_items(&layout->view, 'C', from, layout->view.len);
  } else {
    random_layout_place(layout, from);
    gather_items(&layout->view, 'C', model);
  }
  return check_places(layout, writing, from, writing ? span : length);
}

long exhaustive_check(long number) {
  RandomLayout layout;
  long shape = number / ITEMS % EXHAUSTIVE_SHAPES, way = number / ITEMS / EXHAUSTIVE_SHAPES;
  if (!exhaustive_choose(&layout, items[number % ITEMS], shape, way)) return 0;
  bool right = check_direction(&layout, false, number) && check_direction(&layout, true, number);
  return right ? 2 * (LINE + 2) : -1;
}
