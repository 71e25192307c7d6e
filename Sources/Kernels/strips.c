#include "strips.h"

#include "assumptions.h"
#include "strip_rows.h"

/* A plane of medium size, or with short rows, is copied through a buffer that stays in
 * the first-level cache: some rows of a strip of columns at a time are transposed into the buffer;
 * then whole cache lines are written to the destination. */

enum {
  STRIP = 64,        /* columns of a strip, at most */
  STRIP_BYTES = 512, /* bytes of a row of a strip, approximately */
  SHORT = 512,       /* columns of fewer bytes are short */
  RUN = 256,         /* bytes of a column that are written in one run, at least */
  STAGE = 24 << 10,  /* bytes of transposed columns */
  PACK = 16 << 10,   /* bytes of rows that are packed before transposition */
};

/* One column of a strip. */
typedef struct {
  uint8_t *line;       /* destination cache line that the next items start in */
  const uint8_t *from; /* the data for it: kept bytes, then the items of the group */
} Column;

/* A strip of columns. Its rows are transposed in groups of a size for which the items of a column
 * fill whole cache lines, except in the last group. If the destination is not aligned, the bytes
 * that do not fill a line are kept in front of the items of the next group. */
typedef struct {
  Column column[STRIP], *end;
  ptrdiff_t rows; /* of a whole group */
  ptrdiff_t pitch;
  Rows *source;
  uint8_t *stage; /* for each column the kept line and the group's items */
  _Bool aligned;  /* all columns start at cache lines, so no bytes are kept */
  _Bool streamed;
} Strip;

/* Assumes: `count` is a multiple of LINE, and not 0. */
static inline void write_lines(const Strip *strip, uint8_t *to, const uint8_t *from,
                               ptrdiff_t count) {
  pymv_assert(count > 0 && count % LINE == 0);
  if (strip->streamed) pymv_k_kernels()->stream_lines(to, from, count);
  for (; count > 0; count -= LINE, to += LINE, from += LINE) {
    if (!strip->streamed) memcpy(to, from, LINE);
    prefetch_line(strip->source);
  }
}

/* Write the items of the first or last group of one column, without touching bytes before or after
 * the column. */
__attribute__((minsize)) static void write_end(const Strip *strip, const Column *column,
                                               const uint8_t *items, ptrdiff_t count, _Bool first,
                                               _Bool last) {
  const uint8_t *from = column->from, *end = items + count;
  uint8_t *to = column->line;
  if (first && items > from) {
    ptrdiff_t kept = items - from, head = LINE - kept < count ? LINE - kept : count;
    memcpy(to + kept, items, (size_t)head);
    to += LINE, from += LINE;
    if (from >= end) return;
  }
  ptrdiff_t whole = (end - from) / LINE * LINE;
  if (whole > 0) write_lines(strip, to, from, whole);
  if (last) memcpy(to + whole, from + whole, (size_t)(end - from - whole));
}

/* Write the items of a group to all columns. Not for the first and the last group. */
static void write_whole(Strip *strip, ptrdiff_t count) {
  uint8_t *kept = strip->stage;
  for (Column *column = strip->column; column < strip->end; column++) {
    write_lines(strip, column->line, column->from, count);
    column->line += count;
    memcpy(kept, kept + count, LINE);
    kept += strip->pitch;
  }
}

__attribute__((minsize)) static void write_ends(Strip *strip, ptrdiff_t count, _Bool first,
                                                _Bool last) {
  uint8_t *kept = strip->stage;
  for (Column *column = strip->column; column < strip->end; column++) {
    write_end(strip, column, kept + LINE, count, first, last);
    column->line += count;
    /* memmove: the last group may be smaller than a line, so the ranges may overlap. */
    memmove(kept, kept + count, LINE);
    kept += strip->pitch;
  }
}

static void write_group(Strip *strip, ptrdiff_t count, _Bool first, _Bool last) {
  if (last || (first && !strip->aligned))
    write_ends(strip, count, first, last);
  else
    write_whole(strip, count);
}

static void copy_strip(const pymv_k_plane *plane, Strip *strip, const uint8_t *from) {
  uint8_t pack[PACK];
  ptrdiff_t item = (ptrdiff_t)plane->item, columns = strip->end - strip->column;
  Rows rows = {
      .from = from, .byte_count = columns * item, .left = plane->rows, .line = from, .end = from};
  walk_axes(&rows.walk, &plane->row_axes);
  walk_axes(&rows.ahead, &plane->row_axes);
  rows.left_ahead = rows.left;
  rows.joined = plane->row_axes.count == 1 && plane->row_axes.strides[0] == rows.byte_count;
  strip->source = &rows;
  pymv_k_block block = {.to = strip->stage + LINE, .to_stride = strip->pitch};
  begin_prefetching(&rows, strip->rows);
  prefetch_rest(&rows);
  for (_Bool first = 1; rows.left > 0; first = 0) {
    block.rows = rows.left < strip->rows ? rows.left : strip->rows;
    block.columns = columns;
    begin_prefetching(&rows, strip->rows);
    take_rows(plane, &rows, &block, pack);
    pymv_k_transpose_cached(&block, plane->item);
    write_group(strip, block.rows * item, first, rows.left == 0);
    prefetch_rest(&rows);
  }
}

static void copy_strips(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from) {
  uint8_t stage[STAGE];
  ptrdiff_t item = (ptrdiff_t)plane->item;
  ptrdiff_t group = unit_of(plane->item);
  while (group * item < (item < LINE / LEAST ? RUN : 2 * RUN)) group *= 2;
  Strip strip = {.rows = group, .pitch = LINE + group * item, .stage = stage};
  ptrdiff_t most = STRIP_BYTES / item < STRIP ? STRIP_BYTES / item : STRIP;
  if (most > STAGE / strip.pitch) most = STAGE / strip.pitch;
  if (most > PACK / group / item) most = PACK / group / item;
  strip.streamed = plane->streamed;
  Walk walk;
  walk_axes(&walk, &plane->column_axes);
  for (ptrdiff_t column = 0; column < plane->columns; column += most) {
    ptrdiff_t count = plane->columns - column < most ? plane->columns - column : most;
    strip.end = strip.column + count;
    strip.aligned = 1;
    for (ptrdiff_t j = 0; j < count; j++) {
      uint8_t *start = to + walk_on(&walk);
      ptrdiff_t kept = (ptrdiff_t)((uintptr_t)start % LINE);
      strip.column[j] = (Column){start - kept, stage + j * strip.pitch + LINE - kept};
      if (kept > 0) strip.aligned = 0;
    }
    copy_strip(plane, &strip, from + column * item);
  }
}

/* Copies short columns, which are contiguous in the destination, so that several are written in one
 * run. */
static void copy_short_columns(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from) {
  uint8_t stage[STAGE + SQUARE], pack[PACK];
  ptrdiff_t item = (ptrdiff_t)plane->item, run = plane->rows * item;
  /* Items beyond the last row are written where the next column overwrites them, by the kernels for
   * squares, which write the columns in order. */
  _Bool has_squares = (item & (item - 1)) == 0 && LEAST * item <= SQUARE;
  ptrdiff_t height = plane->rows < LEAST && has_squares ? LEAST : plane->rows;
  ptrdiff_t most = STAGE / run < PACK / height / item ? STAGE / run : PACK / height / item;
  _Bool regular = plane->row_axes.count == 1 && height == plane->rows;
  pymv_k_block block = {stage, run, pack, most * item, height, most};
  if (regular) block.from_stride = plane->row_axes.strides[0];
  for (ptrdiff_t column = 0; column < plane->columns; column += most) {
    if (plane->columns - column < most) block.columns = plane->columns - column;
    if (block.columns * item < SQUARE) block.rows = plane->rows;
    const uint8_t *rows = from + column * item;
    if (regular) {
      block.from = rows;
    } else {
      Walk walk;
      walk_axes(&walk, &plane->row_axes);
      for (ptrdiff_t i = 0; i < plane->rows; i++)
        memcpy(pack + i * block.from_stride, rows + walk_on(&walk), (size_t)(block.columns * item));
    }
    pymv_k_transpose_cached(&block, plane->item);
    ptrdiff_t count = block.columns * run;
    memcpy(to, stage, (size_t)count);
    to += count;
  }
}

void pymv_k_copy_strips(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from) {
  ptrdiff_t run = plane->rows * (ptrdiff_t)plane->item;
  const pymv_k_axes *columns = &plane->column_axes;
  if (columns->count == 1 && columns->strides[0] == run && run <= SHORT)
    copy_short_columns(plane, to, from);
  else
    copy_strips(plane, to, from);
}
