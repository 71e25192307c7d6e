/* Private to the kernels: the tiles of a plane, in the order in which they are copied. */
#ifndef PYMV_TILES_H
#define PYMV_TILES_H

#include "architecture.h"
#include "walk.h"

enum {
  LINE = PYMV_K_LINE,
  TILE_BYTES = 512, /* of a row and of a column of a tile */
  MOST_ROWS = TILE_BYTES,
  MOST_COLUMNS = TILE_BYTES,
};

/* Some rows of a strip of columns. */
typedef struct {
  const uint8_t *row[MOST_ROWS]; /* address of each row in the source */
  ptrdiff_t rows, columns;
  ptrdiff_t first_row, first_column; /* in the plane */
  uint8_t *to;                       /* start of the plane in the destination */
  _Bool first, last;                 /* of the strip */
} Tile;

/* The sequence: down a strip, then the next strip, then the next plane of the array. */
typedef struct {
  const pymv_k_plane *plane;
  uint8_t *to;
  const uint8_t *from;
  Walk to_planes, from_planes, rows;
  ptrdiff_t planes; /* that are left */
  const uint8_t *from_plane;
  uint8_t *to_plane;
  ptrdiff_t row, column, strip; /* of the next tile; columns of its strip */
  ptrdiff_t down, across;       /* rows and columns of a tile, at most; set by the user */
  ptrdiff_t unit;               /* rows that fill whole lines of any column */
} Tiles;

static inline ptrdiff_t rounded(ptrdiff_t count, ptrdiff_t unit) {
  return (count + unit - 1) / unit * unit;
}

/* How much of what is left to take: `most`, except that a small remainder is shared between the
 * last two parts. */
static inline ptrdiff_t extent_of_tile(ptrdiff_t left, ptrdiff_t most, ptrdiff_t unit) {
  if (left <= most) return left;
  ptrdiff_t half = rounded(left / 2, unit);
  return left < most + most / 4 && half < most ? half : most;
}

/* Rows that fill whole lines of any column. */
static inline ptrdiff_t unit_of(size_t item) {
  size_t power = item & -item;
  return power < LINE ? (ptrdiff_t)(LINE / power) : 1;
}

static inline ptrdiff_t planes_of(const pymv_k_plane *plane) {
  ptrdiff_t count = 1;
  for (int axis = 0; axis < plane->planes.count; axis++) count *= plane->planes.extents[axis];
  return count;
}

static inline void begin_tiles(Tiles *tiles, const pymv_k_plane *plane, uint8_t *to,
                               const uint8_t *from) {
  const pymv_k_planes *planes = &plane->planes;
  tiles->plane = plane, tiles->to = to, tiles->from = from;
  walk_begin(&tiles->to_planes, planes->extents, planes->to_strides, planes->count);
  walk_begin(&tiles->from_planes, planes->extents, planes->from_strides, planes->count);
  tiles->planes = planes_of(plane);
  tiles->unit = unit_of(plane->item);
  tiles->row = plane->rows, tiles->column = plane->columns, tiles->strip = 0;
}

/* Set the rows of the next tile, which start at `from`, in its strip. */
static inline void set_rows(Tiles *tiles, Tile *tile, const uint8_t *from) {
  for (ptrdiff_t i = 0; i < tile->rows; i++) tile->row[i] = from + walk_on(&tiles->rows);
}

/* Whether there is another tile. */
static inline _Bool next_tile(Tiles *tiles, Tile *tile) {
  const pymv_k_plane *plane = tiles->plane;
  if (tiles->row == plane->rows) tiles->row = 0, tiles->column += tiles->strip;
  if (tiles->column >= plane->columns) {
    if (tiles->planes-- == 0) return 0;
    tiles->from_plane = tiles->from + walk_on(&tiles->from_planes);
    tiles->to_plane = tiles->to + walk_on(&tiles->to_planes);
    tiles->row = tiles->column = 0;
  }
  if (tiles->row == 0) {
    const pymv_k_axes *axes = &plane->row_axes;
    tiles->strip = extent_of_tile(plane->columns - tiles->column, tiles->across, tiles->unit);
    walk_axes(&tiles->rows, axes);
  }
  tile->rows = extent_of_tile(plane->rows - tiles->row, tiles->down, tiles->unit);
  tile->columns = tiles->strip;
  tile->first_row = tiles->row, tile->first_column = tiles->column;
  tile->to = tiles->to_plane;
  tile->first = tiles->row == 0;
  set_rows(tiles, tile, tiles->from_plane + tiles->column * (ptrdiff_t)plane->item);
  tiles->row += tile->rows;
  tile->last = tiles->row == plane->rows;
  return 1;
}

/* --- Prefetching ------------------------------------------------------------------------------ */

/* The cache lines of a tile that are still to be prefetched. */
typedef struct {
  const Tile *tile;
  ptrdiff_t row, row_bytes;
  const uint8_t *line, *end;
} Ahead;

static inline Ahead ahead_of(const Tile *tile, size_t item) {
  return (Ahead){.tile = tile, .row_bytes = tile->columns * (ptrdiff_t)item};
}

/* About how many lines to prefetch at each of some steps; 0 if there is no tile. */
static inline ptrdiff_t quota_of(const Ahead *ahead, ptrdiff_t steps) {
  if (ahead->tile == 0) return 0;
  return ahead->tile->rows * (ahead->row_bytes / LINE + 2) / steps + 1;
}

/* Prefetch lines into the second-level cache: the first one has other work. */
static inline void prefetch(Ahead *ahead, ptrdiff_t count) {
  for (; count > 0; count--, ahead->line += LINE) {
    if (ahead->line >= ahead->end) {
      if (ahead->row == ahead->tile->rows) return;
      const uint8_t *row = ahead->tile->row[ahead->row++];
      ahead->end = row + ahead->row_bytes;
      ahead->line = row - (uintptr_t)row % LINE;
    }
    __builtin_prefetch(ahead->line, 0, 2);
  }
}

#endif /* PYMV_TILES_H */
