#include "architecture.h"
#include "mosaic.h"

/* A tile passes through two buffers: runs of the source are packed into rows; the rows are
 * transposed, so that pieces of the runs of the destination become adjacent; the pieces are
 * gathered in the order of the destination; its runs are written. */

enum {
  LINE = PYMV_K_LINE,
  AXES = PYMV_K_AXES,
  RUNS = PYMV_K_TILE_RUNS,
  PIECES = PYMV_K_TILE_PIECES,
  TILE = PYMV_K_TILE,
  AHEAD = 16,       /* runs to prefetch while others are packed */
  VECTOR = 16,      /* pieces of this size are copied by one move */
  ROW = 2 * VECTOR, /* rows of this size fill the registers of a transposition */
  LEAST_ROWS = 16,  /* transposition is slow for fewer rows than the longest registers have items */
  LEAST_COLUMNS = 4, /* likewise */
};

/* The runs of a tile in one of the arrays. A run consists of pieces, which are adjacent in the
 * array but not in the packed tile. */
typedef struct {
  ptrdiff_t size;  /* bytes of a piece */
  ptrdiff_t count; /* pieces of a run */
  ptrdiff_t runs;
  ptrdiff_t array[RUNS]; /* offsets of the runs in the array */
  int16_t tile[RUNS];    /* offsets of the runs in the packed tile */
  int16_t piece[PIECES]; /* offsets of the pieces of a run from there */
} Runs;

typedef struct {
  Runs from, to;
  ptrdiff_t first;         /* offset of the lowest item of the tile's first run in the source */
  ptrdiff_t rows, columns; /* to be transposed; no columns: nothing is */
  uint8_t packed[TILE], spare[TILE];
} Mosaic;

/* --- Plan ------------------------------------------------------------------------------------- */

typedef uint64_t AxisSet;

/* How a tile is made, while its tables are. The places of an axis are the strides in the packed
 * tile and in the transposed one. */
typedef struct {
  const pymv_k_mosaic *mosaic;
  AxisSet rest;    /* axes in none of the other sets */
  AxisSet columns; /* along which the source is contiguous */
  AxisSet pieces;  /* along which the destination is; none of the columns */
  ptrdiff_t packed[AXES], turned[AXES];
} Plan;

static inline _Bool has(AxisSet set, int axis) {
  return set >> axis & 1;
}

/* The axis in a set with the smallest stride, at least `least`; -1 if there is none. */
SMALL static int nearest(const pymv_k_mosaic *m, const ptrdiff_t *strides, AxisSet set,
                         ptrdiff_t least) {
  int nearest = -1;
  for (int axis = m->axes - 1; axis >= m->outer_axes; axis--) {
    ptrdiff_t stride = magnitude(strides[axis]);
    if (has(set, axis) && stride >= least && (nearest < 0 || stride < magnitude(strides[nearest])))
      nearest = axis;
  }
  return nearest;
}

/* The axis in a set along which an array is contiguous after `size` bytes; -1 if there is none. */
SMALL static int next_axis(const pymv_k_mosaic *m, const ptrdiff_t *strides, AxisSet set,
                           ptrdiff_t size) {
  int axis = nearest(m, strides, set, size);
  return axis >= 0 && magnitude(strides[axis]) == size ? axis : -1;
}

/* Moves axes from plan->rest to a set, along which an array is contiguous after `size` bytes, until
 * they hold `least` bytes. Returns the bytes that they hold. */
SMALL static ptrdiff_t take_axes(Plan *plan, const ptrdiff_t *strides, AxisSet *set, ptrdiff_t size,
                                 ptrdiff_t least) {
  for (int axis;
       size < least && (axis = next_axis(plan->mosaic, strides, plan->rest, size)) >= 0;) {
    *set |= 1ull << axis;
    plan->rest &= ~(1ull << axis);
    size *= plan->mosaic->extents[axis];
  }
  return size;
}

/* Gives the axes of a set places after `size` bytes, in the order of their strides. */
SMALL static ptrdiff_t place_axes(const pymv_k_mosaic *m, const ptrdiff_t *strides, AxisSet set,
                                  ptrdiff_t size, ptrdiff_t *places) {
  for (int axis; (axis = nearest(m, strides, set, 0)) >= 0;) {
    set &= ~(1ull << axis);
    places[axis] = size;
    size *= m->extents[axis];
  }
  return size;
}

/* Along reversed axes of a run the items are packed in the order of their addresses. Pieces must be
 * in order before the transposition, columns are put in order after it. */
SMALL static void reverse_axes(Mosaic *tile, Plan *plan) {
  const pymv_k_mosaic *m = plan->mosaic;
  AxisSet others = plan->rest | plan->pieces;
  ptrdiff_t run = (ptrdiff_t)m->item;
  for (;;) {
    int axis = next_axis(m, m->from_strides, plan->columns, run);
    if (axis < 0) axis = next_axis(m, m->from_strides, others, run);
    if (axis < 0) return;
    run *= m->extents[axis];
    if (m->from_strides[axis] > 0) continue;
    ptrdiff_t last = m->extents[axis] - 1;
    _Bool late = has(plan->columns, axis);
    ptrdiff_t *place = late ? &plan->turned[axis] : &plan->packed[axis];
    Runs *runs = late ? &tile->to : &tile->from;
    tile->first += last * m->from_strides[axis];
    runs->tile[0] = (int16_t)(runs->tile[0] + last * *place);
    *place = -*place;
  }
}

SMALL static void spread(int16_t *table, ptrdiff_t count, ptrdiff_t extent, ptrdiff_t stride) {
  for (ptrdiff_t i = count; i < count * extent; i++)
    table[i] = (int16_t)(table[i - count] + stride);
}

/* Fills in the tables of one array. Pieces are along the axes in `inner`. */
SMALL static void make_runs(Runs *r, const Plan *plan, const ptrdiff_t *strides, AxisSet inner,
                            const ptrdiff_t *places) {
  const pymv_k_mosaic *m = plan->mosaic;
  AxisSet left = (plan->rest | plan->columns | plan->pieces) & ~inner;
  ptrdiff_t run = r->size;
  for (int axis; (axis = next_axis(m, strides, left, run)) >= 0; run *= m->extents[axis]) {
    left &= ~(1ull << axis);
    spread(r->piece, r->count, m->extents[axis], places[axis]);
    r->count *= m->extents[axis];
    pymv_assert(r->count <= PIECES);
  }
  for (int axis; (axis = nearest(m, m->to_strides, left, 0)) >= 0;) {
    left &= ~(1ull << axis);
    spread(r->tile, r->runs, m->extents[axis], places[axis]);
    for (ptrdiff_t i = r->runs; i < r->runs * m->extents[axis]; i++)
      r->array[i] = r->array[i - r->runs] + strides[axis];
    r->runs *= m->extents[axis];
    pymv_assert(r->runs <= RUNS);
  }
}

/* Chooses columns and pieces, if there are enough for a transposition to pay; else the columns are
 * whole runs of the source, and the pieces single items. */
SMALL static void choose_transposition(Mosaic *tile, Plan *plan) {
  const pymv_k_mosaic *m = plan->mosaic;
  AxisSet all = plan->rest;
  ptrdiff_t item = (ptrdiff_t)m->item, byte_count = item;
  for (int axis = m->outer_axes; axis < m->axes; axis++) byte_count *= m->extents[axis];
  pymv_assert(byte_count <= TILE);
  ptrdiff_t row = take_axes(plan, m->from_strides, &plan->columns, item, LEAST_COLUMNS * item);
  ptrdiff_t piece = take_axes(plan, m->to_strides, &plan->pieces, item, VECTOR);
  _Bool is_worthwhile = item <= VECTOR / 2 && (item & (item - 1)) == 0 &&
                        row >= LEAST_COLUMNS * item && piece >= (item < 4 ? 2 : 4) * item;
  if (is_worthwhile) row = take_axes(plan, m->from_strides, &plan->columns, row, ROW);
  tile->rows = byte_count / row;
  tile->columns = row / item;
  if (!is_worthwhile || tile->rows < LEAST_ROWS) {
    plan->columns = plan->pieces = 0;
    plan->rest = all;
    tile->columns = 0;
    row = take_axes(plan, m->from_strides, &plan->columns, item, PTRDIFF_MAX);
    piece = item;
  }
  tile->from.size = row;
  tile->to.size = piece;
}

static void init_runs(Runs *runs) {
  runs->count = runs->runs = 1;
  runs->array[0] = 0;
  runs->tile[0] = runs->piece[0] = 0;
}

SMALL static void plan_tile(Mosaic *tile, const pymv_k_mosaic *m) {
  Plan plan = {.mosaic = m};
  for (int axis = m->outer_axes; axis < m->axes; axis++) plan.rest |= 1ull << axis;
  init_runs(&tile->from);
  init_runs(&tile->to);
  tile->first = 0;
  choose_transposition(tile, &plan);
  ptrdiff_t item = (ptrdiff_t)m->item;
  ptrdiff_t size = place_axes(m, m->from_strides, plan.columns, item, plan.packed);
  size = place_axes(m, m->to_strides, plan.pieces, size, plan.packed);
  place_axes(m, m->from_strides, plan.rest, size, plan.packed);
  if (tile->columns == 0) {
    memcpy(plan.turned, plan.packed, sizeof plan.turned);
  } else {
    size = place_axes(m, m->to_strides, plan.pieces, item, plan.turned);
    size = place_axes(m, m->from_strides, plan.rest, size, plan.turned);
    place_axes(m, m->from_strides, plan.columns, size, plan.turned);
  }
  reverse_axes(tile, &plan);
  make_runs(&tile->from, &plan, m->from_strides, plan.columns, plan.packed);
  make_runs(&tile->to, &plan, m->to_strides, plan.pieces, plan.turned);
}

/* --- Run -------------------------------------------------------------------------------------- */

/* Runs of the source whose lines are to be prefetched. */
typedef struct {
  const uint8_t *from; /* NULL: there are none */
  ptrdiff_t run, offset;
} Ahead;

static inline void prefetch_lines(const Runs *r, Ahead *ahead, ptrdiff_t lines) {
  if (ahead->from == 0) return;
  for (; lines > 0 && ahead->run < r->runs; lines--) {
    __builtin_prefetch(ahead->from + r->array[ahead->run] + ahead->offset);
    ahead->offset += LINE;
    if (ahead->offset >= r->size * r->count) ahead->offset = 0, ahead->run++;
  }
}

/* Lines of a run, if it starts with one. */
static inline ptrdiff_t lines_of_run(const Runs *r) {
  return (r->size * r->count + LINE - 1) / LINE;
}

#define PLAIN _Pragma("clang loop vectorize(disable) unroll(disable)")

/* Copies by two moves, which overlap. */
#define MOVE_ENDS(part) \
  (memcpy(to, from, part), memcpy(to + size - (part), from + size - (part), part))

static inline void copy_piece(uint8_t *to, const uint8_t *from, ptrdiff_t size) {
  if (size >= VECTOR) {
    PLAIN for (ptrdiff_t i = 0; i + VECTOR < size; i += VECTOR) memcpy(to + i, from + i, VECTOR);
    memcpy(to + size - VECTOR, from + size - VECTOR, VECTOR);
  } else if (size >= 8) {
    MOVE_ENDS(8);
  } else if (size >= 4) {
    MOVE_ENDS(4);
  } else {
    PLAIN for (ptrdiff_t i = 0; i < size; i++) to[i] = from[i];
  }
}

static inline void prefetch(const uint8_t *from, ptrdiff_t size) {
  PLAIN for (ptrdiff_t i = 0; i < size; i += LINE) __builtin_prefetch(from + i);
}

static void pack(Mosaic *tile, const uint8_t *from) {
  const Runs *r = &tile->from;
  ptrdiff_t size = r->size, count = r->count;
  for (ptrdiff_t i = 0; i < r->runs; i++) {
    if (i + AHEAD < r->runs) prefetch(from + r->array[i + AHEAD], size * count);
    const uint8_t *piece = from + r->array[i];
    uint8_t *to = tile->packed + r->tile[i];
    PLAIN for (ptrdiff_t j = 0; j < count; j++, piece += size)
        copy_piece(to + r->piece[j], piece, size);
  }
}

#define GATHER(copy) \
  PLAIN for (ptrdiff_t j = 0; j < count; j++, to += size) { \
    const uint8_t *from = run + piece[j]; \
    copy; \
  } \
  break

static void gather_run(const Runs *r, uint8_t *to, const uint8_t *run) {
  ptrdiff_t size = r->size, count = r->count;
  const int16_t *piece = r->piece;
  switch (size) {
  case 1:
    GATHER(*to = *from);
  case 2:
    GATHER(memcpy(to, from, 2));
  case 4:
    GATHER(memcpy(to, from, 4));
  case 8:
    GATHER(memcpy(to, from, 8));
  case 16:
    GATHER(memcpy(to, from, 16));
  default:
    GATHER(copy_piece(to, from, size));
  }
}

/* Puts the pieces in the order of the destination. */
static void gather(const Runs *r, uint8_t *to, const uint8_t *from) {
  for (ptrdiff_t i = 0; i < r->runs; i++, to += r->size * r->count)
    gather_run(r, to, from + r->tile[i]);
}

/* Writes the runs of the destination, and prefetches those that are packed next. */
static void write_runs(const Mosaic *tile, uint8_t *to, const uint8_t *from, Ahead ahead,
                       _Bool streamed) {
  const Runs *r = &tile->to;
  ptrdiff_t size = r->size * r->count;
  ptrdiff_t lines = lines_of_run(&tile->from) * tile->from.runs / r->runs + 1;
  for (ptrdiff_t i = 0; i < r->runs; i++, from += size) {
    if (streamed)
      pymv_k_stream(to + r->array[i], from, (size_t)size);
    else
      memcpy(to + r->array[i], from, (size_t)size);
    prefetch_lines(&tile->from, &ahead, lines);
  }
}

static void copy_tile(Mosaic *tile, const pymv_k_mosaic *m, uint8_t *to, const uint8_t *from,
                      const uint8_t *next) {
  uint8_t *packed = tile->packed, *ordered = tile->spare;
  pack(tile, from);
  if (tile->columns != 0) {
    pymv_k_block block = {.to = tile->spare,
                          .to_stride = tile->rows * (ptrdiff_t)m->item,
                          .from = tile->packed,
                          .from_stride = tile->from.size,
                          .rows = tile->rows,
                          .columns = tile->columns};
    pymv_k_transpose(&block, m->item);
    packed = tile->spare, ordered = tile->packed;
  }
  gather(&tile->to, ordered, packed);
  write_runs(tile, to, ordered, (Ahead){next, 0, 0}, m->streamed);
}

/* Moves to the next tile; false after the last one. */
SMALL static _Bool advance(const pymv_k_mosaic *m, ptrdiff_t *index, uint8_t **to,
                           const uint8_t **from) {
  for (int axis = m->outer_axes - 1; axis >= 0; axis--) {
    *to += m->to_strides[axis], *from += m->from_strides[axis];
    if (++index[axis] < m->extents[axis]) return 1;
    *to -= m->extents[axis] * m->to_strides[axis];
    *from -= m->extents[axis] * m->from_strides[axis];
    index[axis] = 0;
  }
  return 0;
}

SMALL void pymv_k_copy_mosaic(const pymv_k_mosaic *mosaic, uint8_t *to, const uint8_t *from) {
  pymv_assert(mosaic->axes <= AXES && mosaic->outer_axes < mosaic->axes);
  Mosaic tile;
  plan_tile(&tile, mosaic);
  ptrdiff_t index[AXES] = {0};
  from += tile.first;
  for (_Bool more = 1; more;) {
    uint8_t *tile_to = to;
    const uint8_t *tile_from = from;
    more = advance(mosaic, index, &to, &from);
    copy_tile(&tile, mosaic, tile_to, tile_from, more ? from : 0);
  }
}
