#include "plane.h"

#include <stdlib.h>

#include "assumptions.h"
#include "strips.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

/* An array is copied tile by tile. While a tile is written in whole cache lines, the lines of the
 * next one are prefetched, across the ends of strips and planes, because scattered reads are the
 * bottleneck. Kernels that cannot read a tile where it is get it packed. */

/* Whether short columns follow one another in the destination. */
static _Bool has_short_columns(const pymv_k_plane *plane) {
  const pymv_k_axes *axes = &plane->column_axes;
  ptrdiff_t run = plane->rows * (ptrdiff_t)plane->item;
  return axes->count > 0 && run < SHORT && axes->strides[axes->count - 1] == run;
}

/* Whether each row starts where the one before ends, and is short. */
static _Bool has_joined_rows(const pymv_k_plane *plane) {
  ptrdiff_t row = plane->columns * (ptrdiff_t)plane->item;
  return plane->row_axes.count == 1 && plane->row_axes.strides[0] == row && row <= TILE_BYTES;
}

/* Set the size of a tile. The other side of a narrow plane is longer. */
static void set_tile(Tiles *tiles, const pymv_k_plane *plane) {
  ptrdiff_t item = (ptrdiff_t)plane->item, unit = unit_of(plane->item);
  ptrdiff_t side = item < 12 ? TILE_BYTES : 2 * TILE_BYTES;
  ptrdiff_t down = item == 1 ? side / 2 : side, across = side;
  if (plane->columns * item <= across / 2) down = 2 * TILE_BYTES;
  if (plane->rows * item <= down / 2) across = 2 * TILE_BYTES;
  tiles->down = down / item < unit ? unit : down / item / unit * unit;
  tiles->across = across / item < 1 ? 1 : across / item;
  if (tiles->down > MOST_ROWS) tiles->down = MOST_ROWS;
  if (tiles->across > MOST_COLUMNS) tiles->across = MOST_COLUMNS;
}

/* Whether kernels make whole lines of columns. */
static _Bool has_groups(const Copy *copy) {
  const pymv_k_table *kernels = copy->kernels;
  return kernels->write_group != 0 && kernels->group_width(copy->plane->item) > 0;
}

/* Whether the strips of medium planes are faster: kernels for whole lines would waste much of short
 * rows, and their work on joined rows of bytes is not hidden by scattered reads. */
static _Bool is_read_in_strips(const Copy *copy) {
  const pymv_k_plane *plane = copy->plane;
  ptrdiff_t row = plane->columns * copy->item;
  if (plane->columns == 1 || copy->item > 16) return 0;
  if (!has_joined_rows(plane)) return row < 2 * LINE && row % LINE != 0;
  return copy->item == 1 || (row < 4 * LINE && row % LINE != 0) || !has_groups(copy);
}

/* Whether short columns are whole lines. */
static _Bool has_lines(const Copy *copy) {
  ptrdiff_t run = copy->plane->rows * copy->item;
  return run % LINE == 0 && (uintptr_t)copy->space->sequence.to % LINE == 0;
}

static void choose_way(Copy *copy) {
  const pymv_k_plane *plane = copy->plane;
  Tiles *tiles = &copy->space->sequence;
  ptrdiff_t item = copy->item;
  set_tile(tiles, plane);
  if (plane->columns == 1) {
    copy->way = copy->kernels->append_runs != 0 ? pymv_k_append_rows : pymv_k_write_rows;
    tiles->down = FLAT / item < MOST_ROWS ? FLAT / item : MOST_ROWS;
  } else if (has_short_columns(plane) && !(has_groups(copy) && has_lines(copy))) {
    copy->way = pymv_k_write_short, tiles->down = plane->rows;
    tiles->across = FLAT / (plane->rows * item);
    if (tiles->across > MOST_COLUMNS) tiles->across = MOST_COLUMNS;
  } else if (has_groups(copy)) {
    copy->way = pymv_k_write_groups;
    pymv_k_begin_groups(copy);
  } else {
    copy->way = item > 16 ? pymv_k_write_wide : pymv_k_write_packed;
  }
}

static void copy_tiles(Copy *copy, uint8_t *to, const uint8_t *from) {
  Space *space = copy->space;
  Tiles *tiles = &space->sequence;
  Tile *tile = &space->tiles[0], *next = &space->tiles[1];
  begin_tiles(tiles, copy->plane, to, from);
  choose_way(copy);
  space->run.line = 0, space->run.kept = 0;
  next_tile(tiles, tile);
  Ahead ahead = ahead_of(tile, copy->plane->item);
  prefetch(&ahead, PTRDIFF_MAX);
  for (_Bool more = 1; more;) {
    more = next_tile(tiles, next);
    ahead = more ? ahead_of(next, copy->plane->item) : (Ahead){0};
    copy->way(copy, tile, &ahead);
    if (more) prefetch(&ahead, PTRDIFF_MAX);
    Tile *done = tile;
    tile = next, next = done;
  }
  pymv_k_end_run(&space->run);
}

static void copy_planes_in_strips(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from) {
  const pymv_k_planes *planes = &plane->planes;
  Walk to_planes, from_planes;
  walk_begin(&to_planes, planes->extents, planes->to_strides, planes->count);
  walk_begin(&from_planes, planes->extents, planes->from_strides, planes->count);
  for (ptrdiff_t left = planes_of(plane); left > 0; left--)
    pymv_k_copy_strips(plane, to + walk_on(&to_planes), from + walk_on(&from_planes));
}

static void copy_planes(Copy *copy, uint8_t *to, const uint8_t *from) {
  const pymv_k_plane *plane = copy->plane;
  _Bool is_joined = has_joined_rows(plane);
  _Bool has_kernel = copy->kernels->copy_channels != 0 && LINE % plane->item == 0;
  if (has_kernel && is_joined && plane->columns > 1 && plane->columns <= MOST_CHANNELS)
    pymv_k_copy_channels(copy, to, from, 1);
  else if (has_kernel && has_short_columns(plane) && plane->column_axes.count == 1 &&
           plane->rows <= MOST_CHANNELS)
    pymv_k_copy_channels(copy, to, from, 0);
  else if (is_read_in_strips(copy))
    copy_planes_in_strips(plane, to, from);
  else
    copy_tiles(copy, to, from);
}

/* The first copy of several at a time uses this memory. Order: lock (Atomics.h). */
static Space shared_space;
static _Bool is_shared_space_used;

_Bool pymv_k_copy_planes(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from) {
  pymv_assert(plane->item > 0 && plane->columns > 0 && plane->rows > 0);
  pymv_assert(plane->rows == pymv_k_axes_product(&plane->row_axes));
  pymv_assert(plane->columns == pymv_k_axes_product(&plane->column_axes));
  pymv_assert(pymv_k_plane_is_apart(plane, to, from));
  if (!plane->streamed) {
    copy_planes_in_strips(plane, to, from);
    return 1;
  }
  _Bool is_first = !__atomic_test_and_set(&is_shared_space_used, __ATOMIC_ACQUIRE);
  Space *space = is_first ? &shared_space : aligned_alloc(LINE, sizeof *space);
  if (space == 0) return 0;
  Copy copy = {.plane = plane, .kernels = pymv_k_kernels(), .space = space};
  copy.item = (ptrdiff_t)plane->item;
  copy_planes(&copy, to, from);
  if (is_first)
    __atomic_clear(&is_shared_space_used, __ATOMIC_RELEASE);
  else
    free(space);
  return 1;
}

#pragma clang attribute pop
