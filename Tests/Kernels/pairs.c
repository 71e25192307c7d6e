#include "pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exhaustive.h"
#include "walk.h"

enum { ROOM = 1 << 15, MOST_ITEM = 16 };

/* Formats whose items are compared as bytes, as bools, as floats and as strings. */
static const struct {
  char text[4];
  Py_ssize_t item;
} formats[] = {{"B", 1}, {"?", 1}, {"h", 2}, {"e", 2}, {"f", 4}, {"d", 8}, {"3s", 3}, {"16s", 16}};

/* One array of each way to lay a shape out, in memory of its own. */
typedef struct {
  RandomLayout layouts[EXHAUSTIVE_WAYS];
  PyObject *views[EXHAUSTIVE_WAYS];
  int count;
  unsigned char memory[EXHAUSTIVE_WAYS][ROOM];
} Side;

/* Items that are never NaN, and differ from item to item. */
static void fill(const Py_buffer *view, bool is_bool) {
  unsigned char items[5 * 5 * 5 * MOST_ITEM];
  for (Py_ssize_t i = 0; i < view->len; i++)
    items[i] = (unsigned char)(is_bool ? i % 3 == 0 : i * 7 % 31 + 1);
  scatter_items(view, 'C', items, view->len);
}

static void make_views(Side *side, int format, long shape) {
  side->count = 0;
  for (long way = 0; way < EXHAUSTIVE_WAYS; way++) {
    RandomLayout *layout = &side->layouts[side->count];
    if (!exhaustive_choose(layout, formats[format].item, shape, way)) continue;
    random_layout_place(layout, side->memory[side->count]);
    layout->view.format = (char *)formats[format].text;
    fill(&layout->view, formats[format].text[0] == '?');
    Py_buffer given = layout->view;
    PyObject *view = PyMemoryView_FromBuffer(&given);
    if (view == NULL) PyErr_Print(), exit(2);
    side->views[side->count++] = view;
  }
}

static void drop_views(Side *side) {
  while (side->count > 0) Py_DECREF(side->views[--side->count]);
}

static long compare_all(const Side *a, const Side *b, int expected) {
  for (int i = 0; i < a->count; i++) {
    for (int j = 0; j < b->count; j++) {
      if (PyObject_RichCompareBool(a->views[i], b->views[j], Py_EQ) == expected) continue;
      fprintf(stderr, "equality is wrong, expected %d, of:\n", expected);
      random_layout_describe(&a->layouts[i]);
      random_layout_describe(&b->layouts[j]);
      exit(1);
    }
  }
  return (long)a->count * b->count;
}

/* Changes the value of the k-th item of all layouts; called twice, it changes nothing. */
static void change_item(Side *side, Py_ssize_t k) {
  for (int i = 0; i < side->count; i++) {
    const Py_buffer *view = &side->layouts[i].view;
    Py_ssize_t indices[RANDOM_MAX_NDIM] = {0};
    for (Py_ssize_t before = 0; before < k; before++) next_index(view, indices, 'C');
    unsigned char *item = item_address(view, indices);
    item[view->itemsize - 1] ^= 1;
  }
}

static long check_shape(Side *a, Side *b, int format, long shape) {
  make_views(a, format, shape);
  make_views(b, format, shape);
  long count = 0;
  if (a->count > 0) {
    Py_ssize_t items = a->layouts[0].view.len / formats[format].item;
    count += compare_all(a, b, true);
    change_item(b, shape * 7 % items);
    count += compare_all(a, b, false);
  }
  drop_views(a);
  drop_views(b);
  return count;
}

long pairs_check(long step) {
  static Side a, b;
  long count = 0;
  for (int format = 0; format < (int)(sizeof formats / sizeof *formats); format++) {
    for (long shape = 0; shape < EXHAUSTIVE_SHAPES; shape += step)
      count += check_shape(&a, &b, format, shape);
  }
  return count;
}
