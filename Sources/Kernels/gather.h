/* Private to the kernels: what gathers along rows by shuffles of vectors have in common. */
#ifndef PYMV_GATHER_H
#define PYMV_GATHER_H

#include "architecture.h"
#include "table.h"
#include "walk.h"

#define PLAIN _Pragma("clang loop unroll(disable)")

enum {
  LANE = 16, /* bytes of the vectors in which most processors shuffle */
  MOST_LOADS = 8,
  STREAMED_ROW = 1 << 10,    /* bytes of a row that is written with non-temporal stores, at least */
  STREAMED_DENSE = 16 << 20, /* bytes of items without gaps, at least */
  AHEAD = 4 << 10, /* distance of prefetching, in bytes of the side with the larger stride */
};

/* How to pack the items of a row: each vector that is stored consists of bytes of some adjacent
 * vectors that are loaded. */
typedef struct {
  ptrdiff_t width; /* bytes of a vector */
  ptrdiff_t items; /* of a vector that is stored */
  int loads;       /* for a vector that is stored: 1 to 4, or MOST_LOADS */
  ptrdiff_t item;  /* bytes */
  ptrdiff_t stride;
  ptrdiff_t distance; /* absolute value of the stride */
  ptrdiff_t first;    /* place of the first item in the loaded bytes */
  ptrdiff_t ahead;    /* distance of prefetching; 0 for short rows, whose end is near */
  _Bool streamed;     /* rows are written with non-temporal stores if they are long enough */
  ptrdiff_t counted, vectors; /* of the last row */
} Gather;

static inline ptrdiff_t ahead_in_row(ptrdiff_t count, ptrdiff_t stride) {
  if (count * magnitude(stride) < 4 * AHEAD) return 0;
  return stride < 0 ? -AHEAD : AHEAD;
}

/* Sets the numbers of items and loads for a vector of `width` bytes that is stored. */
static inline void choose_vector(pymv_k_rows *r, ptrdiff_t width) {
  pymv_assert(r->from_stride != 0 && (ptrdiff_t)r->item <= width);
  ptrdiff_t item = (ptrdiff_t)r->item, distance = magnitude(r->from_stride);
  ptrdiff_t items = width / item, most = MOST_LOADS * width;
  if (distance > most || (items - 1) * distance + item > most) items = (most - item) / distance + 1;
  ptrdiff_t loads = ((items - 1) * distance + item + width - 1) / width;
  r->vector_items = (int)items;
  r->vector_loads = loads > 4 ? MOST_LOADS : (int)loads;
}

/* Bytes beyond the last item follow the last load, or, for a negative stride, precede it. */
static inline Gather gather_of(const pymv_k_rows *r, ptrdiff_t width) {
  Gather g = {.width = width, .item = (ptrdiff_t)r->item, .stride = r->from_stride};
  g.items = r->vector_items, g.loads = r->vector_loads;
  g.distance = magnitude(g.stride);
  g.first = g.stride < 0 ? g.loads * width - g.item : 0;
  g.ahead = ahead_in_row(r->count, g.stride);
  _Bool dense = g.distance == g.item;
  g.streamed = r->streamed && (!dense || r->count * r->rows * g.item >= STREAMED_DENSE);
  return g;
}

/* The number of vectors of a row of `count` items, a multiple of `step`, that neither load nor
 * store beyond the row. */
__attribute__((noinline, minsize)) static ptrdiff_t count_vectors(const Gather *g, ptrdiff_t count,
                                                                  ptrdiff_t step) {
  ptrdiff_t before = (step - 1) * g->items;
  ptrdiff_t unused = (count - 1 - before) * g->distance + g->item - g->loads * g->width;
  ptrdiff_t room = (count - before) * g->item - g->width;
  if (unused < 0 || room < 0) return 0;
  ptrdiff_t last_load = unused / g->distance, last_store = room / g->item;
  ptrdiff_t last = last_load < last_store ? last_load : last_store;
  return (last / (step * g->items) + 1) * step;
}

/* The same, without divisions for rows of the same length. */
static inline ptrdiff_t vectors_of(Gather *g, ptrdiff_t count, ptrdiff_t step) {
  if (g->counted != count) g->vectors = count_vectors(g, count, step), g->counted = count;
  return g->vectors;
}

/* Number of items before the first cache line to write with non-temporal stores; negative if there
 * is none, because the row is short or lines do not start at items. */
static inline ptrdiff_t items_before_lines(const Gather *g, const uint8_t *to, ptrdiff_t count) {
  ptrdiff_t bytes = (ptrdiff_t)(-(uintptr_t)to % PYMV_K_LINE);
  if (!g->streamed) return -1;
  _Bool fits = count * g->item >= STREAMED_ROW && g->items * g->item == g->width;
  return fits && bytes % g->item == 0 ? bytes / g->item : -1;
}

/* Calls a function whose last argument is the number of loads, as a constant. */
#define WITH_LOADS(function, loads, ...) \
  ((loads) == 1   ? function(__VA_ARGS__, 1) \
   : (loads) == 2 ? function(__VA_ARGS__, 2) \
   : (loads) == 3 ? function(__VA_ARGS__, 3) \
   : (loads) == 4 ? function(__VA_ARGS__, 4) \
                  : function(__VA_ARGS__, MOST_LOADS))

/* Sets the kernel to one that gathers into vectors of a lane, if that is faster. */
__attribute__((minsize)) static inline void choose_lanes(pymv_k_rows *r, pymv_k_row_kernel gather) {
  if (r->to_stride != (ptrdiff_t)r->item || r->from_stride == 0 || r->item > LANE / 2) return;
  choose_vector(r, LANE);
  int items = r->vector_items;
  if (items == 1 || items + r->streamed < r->vector_loads) return;
  /* Moves of large items are fast. */
  if (r->count < (r->item < 8 ? 4 : 32) * items) return;
  r->inner = r->kernel;
  r->kernel = gather;
}

#endif /* PYMV_GATHER_H */
