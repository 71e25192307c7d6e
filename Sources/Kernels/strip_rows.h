/* Included by strips.c: the rows of a strip. The next rows are prefetched while the current ones
 * are written. */
#ifndef PYMV_STRIP_ROWS_H
#define PYMV_STRIP_ROWS_H

#include "table.h"
#include "tiles.h"

enum {
  LEAST = PYMV_K_LEAST,
  SQUARE = 16, /* bytes of a vector; packed rows are padded to a multiple */
};

/* The rows of a strip, and the cache lines to prefetch next, which are those of the group after the
 * current one. */
typedef struct {
  const uint8_t *from;
  ptrdiff_t byte_count; /* of a row */
  Walk walk;
  ptrdiff_t left;
  Walk ahead;
  ptrdiff_t left_ahead, group_ahead;
  const uint8_t *line, *end;
  _Bool joined; /* each row starts where the one before ends */
} Rows;

/* Prefetch one line. Prefetches alternate with writes, because many at once would stall. */
static inline void prefetch_line(Rows *rows) {
  if (rows->line < rows->end) {
    __builtin_prefetch(rows->line);
    rows->line += LINE;
  } else if (rows->group_ahead > 0) {
    rows->group_ahead--;
    const uint8_t *row = rows->from + walk_on(&rows->ahead);
    rows->end = row + rows->byte_count;
    rows->line = row - (uintptr_t)row % LINE;
    __builtin_prefetch(rows->line);
    rows->line += LINE;
  }
}

static inline void begin_prefetching(Rows *rows, ptrdiff_t count) {
  if (count > rows->left_ahead) count = rows->left_ahead;
  rows->left_ahead -= count;
  if (!rows->joined) {
    rows->group_ahead = count;
    return;
  }
  rows->line = rows->end;
  rows->end += count * rows->byte_count;
}

static inline void prefetch_rest(Rows *rows) {
  while (rows->group_ahead > 0 || rows->line < rows->end) prefetch_line(rows);
}

/* Copy a few bytes by overlapping moves. */
static inline void pack_row(uint8_t *to, const uint8_t *from, ptrdiff_t count) {
  if (count < SQUARE) {
    for (ptrdiff_t i = 0; i < count; i++) to[i] = from[i];
    return;
  }
  for (ptrdiff_t i = 0; i + SQUARE < count; i += SQUARE) memcpy(to + i, from + i, SQUARE);
  memcpy(to + count - SQUARE, from + count - SQUARE, SQUARE);
}

static inline void pack_rows(Rows *rows, uint8_t *to, ptrdiff_t pitch, ptrdiff_t count) {
  for (; count > 0 && rows->left > 0; count--, rows->left--, to += pitch) {
    pack_row(to, rows->from + walk_on(&rows->walk), rows->byte_count);
  }
}

/* Set the source of a block: the rows in place or, if a kernel cannot read them there, a copy in
 * `pack`. A kernel may read joined rows past their ends as long as other rows follow. */
static inline void take_rows(const pymv_k_plane *plane, Rows *rows, pymv_k_block *block,
                             uint8_t *pack) {
  ptrdiff_t least = LEAST * (ptrdiff_t)plane->item <= SQUARE ? LEAST : 1;
  ptrdiff_t stride = plane->row_axes.strides[0], start = (plane->rows - rows->left) * stride;
  _Bool regular = plane->row_axes.count == 1;
  if (regular && (block->columns >= least || (rows->joined && rows->left > block->rows))) {
    block->from = rows->from + start, block->from_stride = stride;
    rows->left -= block->rows;
  } else {
    if (regular) rows->walk.offset = start;
    block->from = pack, block->from_stride = rounded(rows->byte_count, SQUARE);
    pack_rows(rows, pack, block->from_stride, block->rows);
  }
  if (block->columns < least) block->columns = least;
}

#endif /* PYMV_STRIP_ROWS_H */
