#include <stdlib.h>
#include <string.h>

#include "members.h"

enum { LINE = 64, SLOP = 64 /* bytes that kernels of packed rows may access behind a row */ };

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const ptrdiff_t items[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                  13, 14, 15, 16, 17, 20, 24, 31, 32, 33, 64, 65};

/* --- Any copy, item by item --- */

enum { MOST_AXES = 4 };

/* An array copied to another: extents, and the strides of both sides. */
typedef struct {
  ptrdiff_t item;
  int axes;
  ptrdiff_t extents[MOST_AXES], to[MOST_AXES], from[MOST_AXES];
} Array;

/* Bytes from the first one in memory to the end of the last, and where the first item is. */
static size_t span_of(const Array *array, const ptrdiff_t *strides, ptrdiff_t *first) {
  ptrdiff_t span = array->item;
  *first = 0;
  for (int axis = 0; axis < array->axes; axis++) {
    ptrdiff_t reach = strides[axis] * (array->extents[axis] - 1);
    span += reach < 0 ? -reach : reach;
    if (reach < 0) *first -= reach;
  }
  return (size_t)span;
}

static void copy_naively(const Array *array, int axis, unsigned char *to,
                         const unsigned char *from) {
  if (axis == array->axes) {
    memcpy(to, from, (size_t)array->item);
    return;
  }
  for (ptrdiff_t i = 0; i < array->extents[axis]; i++)
    copy_naively(array, axis + 1, to + i * array->to[axis], from + i * array->from[axis]);
}

typedef struct {
  unsigned char *to, *from; /* the first items */
  unsigned char *start;     /* of the destination in memory */
  size_t size;
} Places;

/* Memory for both sides; the copy is made in the model. */
static Places prepare(const Array *array, long number) {
  ptrdiff_t to_first, from_first;
  Places places = {.size = span_of(array, array->to, &to_first)};
  size_t size = span_of(array, array->from, &from_first);
  places.start = place_in(target_room(), places.size, number);
  places.to = places.start + to_first;
  places.from = place_in(source_room(), size, number / 2) + from_first;
  fill_target(places.start, places.size);
  copy_naively(array, 0, model_of(places.to), places.from);
  return places;
}

static void claim_copied(const Array *array, const Places *places, const char *kernel) {
  pymv_k_stream_fence();
  claim(is_as_modelled(places->start, places->size), kernel,
        "items of %td bytes; extents %td %td %td %td, strides %td %td %td %td from %td %td %td %td",
        array->item, array->extents[0], array->extents[1], array->extents[2], array->extents[3],
        array->to[0], array->to[1], array->to[2], array->to[3], array->from[0], array->from[1],
        array->from[2], array->from[3]);
}

/* A stride over `span` bytes: without a gap, with one, and both backwards. */
static ptrdiff_t stride_over(ptrdiff_t span, int way) {
  ptrdiff_t stride = way % 2 == 0 ? span : span + 3;
  return way < 2 ? stride : -stride;
}

enum { WAYS = 4 };

/* --- Blocks --- */

static void check_block(const pymv_k_table *kernels, const Array *array, long number) {
  Places places = prepare(array, number);
  pymv_k_block block = {places.to,      array->to[1],      places.from,
                        array->from[0], array->extents[0], array->extents[1]};
  size_t item = (size_t)array->item;
  pymv_k_transpose(&block, item);
  claim_copied(array, &places, "transpose");
  fill_target(places.start, places.size);
  copy_naively(array, 0, model_of(places.to), places.from);
  kernels->choose_transposition(&block, item)(&block, item);
  claim_copied(array, &places, "choose_transposition");
}

static long check_block_ways(const pymv_k_table *kernels, ptrdiff_t item, ptrdiff_t rows,
                             ptrdiff_t columns) {
  long count = 0;
  for (int way = 0; way < WAYS * WAYS; way++) {
    Array array = {item, 2, {rows, columns}, {item}, {0, item}};
    array.to[1] = stride_over(rows * item, way % WAYS);
    array.from[0] = stride_over(columns * item, way / WAYS);
    check_block(kernels, &array, rows + columns + way + count++);
  }
  return count;
}

long check_blocks(const pymv_k_table *kernels) {
  /* Around the sizes of the largest squares. */
  static const ptrdiff_t large[] = {31, 32, 33, 63, 64, 65, 127, 128, 129};
  enum { MOST = 18 };
  long count = 0;
  for (size_t i = 0; i < COUNT_OF(items); i++) {
    for (ptrdiff_t extents = 0; extents < MOST * MOST; extents++)
      count += check_block_ways(kernels, items[i], 1 + extents / MOST, 1 + extents % MOST);
  }
  for (ptrdiff_t item = 1; item <= 8; item *= 2) {
    for (size_t i = 0; i < COUNT_OF(large) * COUNT_OF(large); i++)
      count +=
          check_block_ways(kernels, item, large[i / COUNT_OF(large)], large[i % COUNT_OF(large)]);
  }
  return count;
}

/* --- Packed rows --- */

/* Only the items are compared, because the kernel may write behind each column. */
static void check_packed_block(const pymv_k_table *kernels, ptrdiff_t item, ptrdiff_t rows,
                               ptrdiff_t columns) {
  unsigned char *to = target_room().start + LINE;
  const unsigned char *from = source_room().start;
  pymv_k_block block = {to, rows * item + SLOP + LINE, from, columns * item + SLOP, rows, columns};
  kernels->transpose_packed(&block, (size_t)item);
  for (ptrdiff_t i = 0; i < rows * columns; i++) {
    ptrdiff_t row = i / columns, column = i % columns;
    claim(memcmp(to + column * block.to_stride + row * item,
                 from + row * block.from_stride + column * item, (size_t)item) == 0,
          "transpose_packed", "%td rows, %td columns, items of %td bytes", rows, columns, item);
  }
}

long check_packed_blocks(const pymv_k_table *kernels) {
  enum { MOST_ROWS = 70, MOST_COLUMNS = 8 };
  long count = 0;
  for (ptrdiff_t item = 3; item <= 16; item++) {
    for (ptrdiff_t rows = 1; rows <= MOST_ROWS; rows++) {
      for (ptrdiff_t columns = 1; columns <= MOST_COLUMNS; columns++, count++)
        check_packed_block(kernels, item, rows, columns);
    }
  }
  return count;
}

/* --- Interleaved rows --- */

/* The column that a lane-wise interleaving has at a place. */
static ptrdiff_t interleaved_column(ptrdiff_t place, ptrdiff_t lane, ptrdiff_t lanes) {
  ptrdiff_t vector = place / (lane * lanes), within = place % (lane * lanes);
  ptrdiff_t part = within / (PYMV_K_QUAD * lanes), rest = within % (PYMV_K_QUAD * lanes);
  return vector * lane * lanes + rest / PYMV_K_QUAD * lane + part * PYMV_K_QUAD +
         rest % PYMV_K_QUAD;
}

static void check_interleaved(const pymv_k_table *kernels, ptrdiff_t item, ptrdiff_t bytes) {
  ptrdiff_t count = PYMV_K_QUAD / item, lane = 16 / item, per_vector = lane * kernels->lanes;
  ptrdiff_t places = (bytes / item + per_vector - 1) / per_vector * per_vector;
  const Room room = source_room();
  const uint8_t *rows[PYMV_K_QUAD];
  for (ptrdiff_t i = 0; i < count; i++) /* the first row ends at the inaccessible page */
    rows[i] = room.start + room.size - (size_t)bytes - (size_t)i * 1001;
  unsigned char *to = place_in(target_room(), (size_t)places * PYMV_K_QUAD, 1);
  kernels->interleave(to, rows, bytes, (size_t)item);
  for (ptrdiff_t place = 0; place < places; place++) {
    ptrdiff_t column = interleaved_column(place, lane, kernels->lanes);
    for (ptrdiff_t i = 0; column < bytes / item && i < count; i++)
      claim(memcmp(to + place * PYMV_K_QUAD + i * item, rows[i] + column * item, (size_t)item) == 0,
            "interleave", "%td bytes, items of %td, row %td, place %td", bytes, item, i, place);
  }
}

long check_interleaving(const pymv_k_table *kernels) {
  enum { MOST_BYTES = 300 };
  long count = 0;
  for (ptrdiff_t item = 1; item <= 2; item++) {
    for (ptrdiff_t bytes = item; bytes <= MOST_BYTES; bytes += item, count++)
      check_interleaved(kernels, item, bytes);
  }
  return count;
}

/* --- Runs of bytes --- */

static Array run_of_bytes(size_t size) {
  return (Array){.item = 1, .axes = 1, .extents = {(ptrdiff_t)size}, .to = {1}, .from = {1}};
}

long check_lines(const pymv_k_table *kernels) {
  enum { MOST_LINES = 20 };
  long count = 0;
  for (size_t lines = 0; lines <= MOST_LINES; lines++) {
    for (long offset = 0; offset < 3 * LINE; offset++, count++) {
      Array array = run_of_bytes(lines * LINE);
      if (lines == 0) array.extents[0] = 1;
      Places places = prepare(&array, 0); /* a page starts at a cache line */
      const unsigned char *from = place_in(source_room(), lines * LINE, offset);
      memcpy(model_of(places.to), lines == 0 ? places.to : from, lines == 0 ? 1 : lines * LINE);
      kernels->stream_lines(places.to, from, (ptrdiff_t)(lines * LINE));
      claim_copied(&array, &places, "stream_lines");
    }
  }
  return count;
}

long check_streams(void) {
  enum { MOST_BYTES = 200 };
  long count = 0;
  for (size_t size = 1; size <= MOST_BYTES; size++) {
    Array array = run_of_bytes(size);
    for (long number = 0; number < 3 * LINE; number++, count++) {
      Places places = prepare(&array, number);
      pymv_k_stream(places.to, places.from, size);
      claim_copied(&array, &places, "stream");
    }
  }
  return count;
}

/* --- Rows --- */

/* Two axes: the rows and the items of one. */
static pymv_k_rows rows_of(const Array *array, bool streamed) {
  return (pymv_k_rows){.count = array->extents[1],
                       .to_stride = array->to[1],
                       .from_stride = array->from[1],
                       .rows = array->extents[0],
                       .to_step = array->to[0],
                       .from_step = array->from[0],
                       .item = (size_t)array->item,
                       .streamed = streamed};
}

static ptrdiff_t reach_of(ptrdiff_t count, ptrdiff_t stride, ptrdiff_t item) {
  return (count - 1) * (stride < 0 ? -stride : stride) + item;
}

/* The strides of the items, of either sign, with and without gaps; the source may repeat one. */
static ptrdiff_t item_stride(ptrdiff_t item, int way) {
  const ptrdiff_t strides[] = {item, item + 1, 2 * item, 3 * item, 2 * item + 3, 0};
  ptrdiff_t stride = strides[way % (int)COUNT_OF(strides)];
  return way < (int)COUNT_OF(strides) ? stride : -stride;
}

enum { STRIDES = 12, STEPS = 4 };

static Array array_of_rows(ptrdiff_t item, ptrdiff_t rows, ptrdiff_t count, int ways) {
  Array array = {item, 2, {rows, count}, {0}, {0}};
  array.to[1] = item_stride(item, ways % STRIDES);
  array.from[1] = item_stride(item, ways / STRIDES % STRIDES);
  int steps = ways / STRIDES / STRIDES;
  array.to[0] = stride_over(reach_of(count, array.to[1], item), steps % WAYS);
  array.from[0] = stride_over(reach_of(count, array.from[1], item), (steps + 1) % WAYS);
  return array;
}

typedef long (*RowsCheck)(const Array *array, long number);

/* Every combination, but those whose destination repeats an item. */
static long check_all_rows(RowsCheck check) {
  static const ptrdiff_t extents[][2] = {{1, 1},  {1, 2},  {2, 3},   {3, 4},   {5, 5},  {1, 17},
                                         {2, 64}, {3, 65}, {1, 128}, {1, 131}, {5, 33}, {65, 2}};
  long count = 0;
  for (size_t i = 0; i < COUNT_OF(items); i++) {
    for (size_t k = 0; k < COUNT_OF(extents); k++) {
      for (int ways = 0; ways < STRIDES * STRIDES * STEPS; ways++) {
        Array array = array_of_rows(items[i], extents[k][0], extents[k][1], ways);
        if (array.to[1] != 0) count += check(&array, count);
      }
    }
  }
  return count;
}

static long check_chosen_rows(const Array *array, long number) {
  for (int streamed = 0; streamed < 2; streamed++) {
    Places places = prepare(array, number + streamed);
    pymv_k_rows rows = rows_of(array, streamed);
    pymv_k_choose_rows(&rows);
    rows.kernel(&rows, places.to, places.from);
    claim_copied(array, &places, streamed ? "rows, streamed" : "rows");
  }
  return 2;
}

long check_rows(void) {
  return check_all_rows(check_chosen_rows);
}

static long check_streaming(const Array *array, long number) {
  Places places = prepare(array, number);
  pymv_k_rows rows = rows_of(array, true);
  pymv_k_stream_rows(&rows, places.to, places.from);
  claim_copied(array, &places, "stream_rows");
  return 1;
}

long check_streamed_rows(void) {
  return check_all_rows(check_streaming);
}

/* --- Planes --- */

/* Axes: the planes, the outer and the inner part of the columns, the rows. */
static Array array_of_plane(ptrdiff_t item, ptrdiff_t rows, ptrdiff_t columns, int ways) {
  ptrdiff_t parts = ways & 1 && columns % 2 == 0 ? 2 : 1;
  Array array = {item, 4, {2, parts, columns / parts, rows}, {0}, {0}};
  array.to[3] = array.from[2] = item;
  array.to[2] = rows * item + (ways & 2 ? LINE / 2 + 3 : 0);
  array.to[1] = array.to[2] * array.extents[2] + (ways & 1 ? 5 : 0);
  array.to[0] = array.to[1] * parts + (ways & 4 ? 7 : 0);
  array.from[1] = item * array.extents[2];
  array.from[3] = columns * item + (ways & 4 ? 3 : 0);
  array.from[0] = array.from[3] * rows;
  return array;
}

static void check_plane(const Array *array, bool streamed, long number) {
  Places places = prepare(array, number);
  pymv_k_plane plane = {.item = (size_t)array->item,
                        .rows = array->extents[3],
                        .columns = array->extents[1] * array->extents[2],
                        .row_axes = {&array->extents[3], &array->from[3], 1},
                        .column_axes = {&array->extents[1], &array->to[1], 2},
                        .planes = {array->extents, array->to, array->from, 1},
                        .streamed = streamed};
  if (array->extents[1] == 1)
    plane.column_axes = (pymv_k_axes){&array->extents[2], &array->to[2], plane.columns > 1};
  claim(pymv_k_copy_planes(&plane, places.to, places.from), "copy_planes", "no memory");
  claim_copied(array, &places, streamed ? "planes, streamed" : "planes");
}

/* With and without non-temporal stores. A single column is made of runs, which are large items, and
 * always written with such stores. */
static long check_both(const Array *array, long number) {
  bool is_run = array->extents[1] * array->extents[2] == 1;
  if (is_run && array->item <= 16) return 0;
  if (!is_run) check_plane(array, false, number);
  check_plane(array, true, number + 1);
  return is_run ? 1 : 2;
}

long check_planes(void) {
  static const ptrdiff_t extents[] = {1, 2, 3, 4, 5, 8, 16, 17, 33, 64, 65};
  enum { EXTENTS = COUNT_OF(extents), CHOICES = 8 };
  long count = 0;
  for (size_t i = 0; i < COUNT_OF(items); i++) {
    for (int k = 0; k < EXTENTS * EXTENTS; k++) {
      for (int ways = 0; ways < CHOICES; ways++) {
        Array array = array_of_plane(items[i], extents[k / EXTENTS], extents[k % EXTENTS], ways);
        count += check_both(&array, count);
      }
    }
  }
  return count;
}

/* --- Mosaics --- */

/* The k-th order of the axes, from the innermost. */
static void choose_order(int *order, int k) {
  int left[MOST_AXES] = {0, 1, 2, 3};
  for (int i = 0, count = MOST_AXES; i < MOST_AXES; i++, count--) {
    int chosen = k % count;
    k /= count;
    order[i] = left[chosen];
    memmove(left + chosen, left + chosen + 1, (size_t)(count - chosen - 1) * sizeof *left);
  }
}

static void choose_strides(const Array *array, ptrdiff_t *strides, int order_number, int signs) {
  int order[MOST_AXES];
  choose_order(order, order_number);
  ptrdiff_t span = array->item;
  for (int i = 0; i < MOST_AXES; i++) {
    strides[order[i]] = signs >> i & 1 ? -span : span;
    span *= array->extents[order[i]];
  }
}

static long check_mosaic(const Array *array, bool streamed, long number) {
  Array planned = *array;
  ptrdiff_t extents[PYMV_K_AXES], to[PYMV_K_AXES], from[PYMV_K_AXES];
  memcpy(extents, planned.extents, sizeof planned.extents);
  memcpy(to, planned.to, sizeof planned.to);
  memcpy(from, planned.from, sizeof planned.from);
  pymv_k_mosaic mosaic = {(size_t)array->item, extents, to, from, array->axes, 0, streamed};
  if (!pymv_k_plan_mosaic(&mosaic)) return 0;
  Places places = prepare(array, number);
  pymv_k_copy_mosaic(&mosaic, places.to, places.from);
  claim_copied(array, &places, streamed ? "mosaic, streamed" : "mosaic");
  return 1;
}

long check_mosaics(void) {
  enum { EXTENTS = 3 * 3 * 3 * 3, ORDERS = 24, SIGNS = 4 };
  static const ptrdiff_t mosaic_items[] = {1, 2, 3, 4, 8, 16};
  long count = 0, tried = 0;
  for (size_t i = 0; i < COUNT_OF(mosaic_items); i++) {
    for (int k = 0; k < EXTENTS * ORDERS * SIGNS; k++) {
      int number = k / ORDERS / SIGNS;
      Array array = {.item = mosaic_items[i], .axes = MOST_AXES};
      for (int axis = 0; axis < MOST_AXES; axis++, number /= 3)
        array.extents[axis] = 3 + number % 3;
      choose_strides(&array, array.to, 0, 0);
      choose_strides(&array, array.from, k % ORDERS, k / ORDERS % SIGNS * 5);
      count += check_mosaic(&array, k & 1, tried++);
    }
  }
  return count;
}
