#include "plane.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

void pymv_k_end_run(Run *run) {
  if (run->line != 0 && run->kept > run->before)
    memcpy(run->line + run->before, run->carry + run->before, (size_t)(run->kept - run->before));
}

/* Write `count` bytes of which `items` has a copy; they continue the run if they can. There must be
 * room for a line before `items`. */
static void write_run(const Copy *copy, uint8_t *start, uint8_t *items, ptrdiff_t count,
                      Ahead *ahead) {
  enum { SOME = 4 * LINE };
  Run *run = &copy->space->run;
  if (run->line == 0 || start != run->line + run->kept) {
    pymv_k_end_run(run);
    run->kept = run->before = (ptrdiff_t)((uintptr_t)start % LINE);
    run->line = start - run->kept;
  }
  ptrdiff_t left = run->kept + count, quota = quota_of(ahead, left / SOME + 1);
  const uint8_t *from = items - run->kept;
  memcpy(items - run->kept, run->carry, (size_t)run->kept);
  if (run->before > 0 && left >= LINE) {
    memcpy(run->line + run->before, from + run->before, (size_t)(LINE - run->before));
    run->line += LINE, from += LINE, left -= LINE, run->before = 0;
  }
  while (left >= LINE) {
    ptrdiff_t some = left < SOME ? left / LINE * LINE : SOME;
    copy->kernels->stream_lines(run->line, from, some);
    run->line += some, from += some, left -= some;
    prefetch(ahead, quota);
  }
  memcpy(run->carry, from, (size_t)left);
  run->kept = left;
}

/* Rows are runs that follow one another in the destination. */
void pymv_k_write_rows(Copy *copy, const Tile *tile, Ahead *ahead) {
  uint8_t *items = copy->space->stage + LINE;
  ptrdiff_t run = copy->item;
  for (ptrdiff_t i = 0; i < tile->rows; i++) memcpy(items + i * run, tile->row[i], (size_t)run);
  write_run(copy, tile->to + tile->first_row * run, items, tile->rows * run, ahead);
}

void pymv_k_append_rows(Copy *copy, const Tile *tile, Ahead *ahead) {
  Appending appending = {.columns = &copy->space->columns,
                         .tile = tile,
                         .run = copy->item,
                         .first = tile->first,
                         .last = tile->last,
                         .ahead = ahead};
  appending.quota = quota_of(ahead, tile->rows);
  if (tile->first) begin_column(&copy->space->columns, 0, tile->to);
  copy->kernels->append_runs(&appending);
}

/* Transpose into columns that follow one another. Items beyond the last row are written where the
 * next column overwrites them. */
static void transpose_short(const Copy *copy, pymv_k_block *block) {
  enum { VECTOR = 16 };
  switch (copy->item) {
  case 1:
  case 2:
  case 4:
  case 8:
    /* Only kernels for squares write the columns in order. */
    if (block->rows < PYMV_K_LEAST && PYMV_K_LEAST * copy->item <= VECTOR &&
        block->columns * copy->item >= VECTOR)
      block->rows = PYMV_K_LEAST;
    pymv_k_transpose_cached(block, (size_t)copy->item);
    break;
  default:
    copy->kernels->transpose_packed(block, (size_t)copy->item);
  }
}

/* Short columns follow one another along the last column axis. */
void pymv_k_write_short(Copy *copy, const Tile *tile, Ahead *ahead) {
  const pymv_k_axes *axes = &copy->plane->column_axes;
  ptrdiff_t run = tile->rows * copy->item, extent = axes->extents[axes->count - 1];
  uint8_t *items = copy->space->stage + LINE;
  pymv_k_block block = {items, run, tile->row[0], 0, tile->rows, tile->columns};
  if (copy->plane->row_axes.count == 1 && tile->rows > PYMV_K_LEAST && copy->item <= 8 &&
      (copy->item & -copy->item) == copy->item) {
    block.from_stride = copy->plane->row_axes.strides[0];
  } else {
    pymv_k_pack_tile(copy, tile, 1);
    block.from = copy->space->pack, block.from_stride = copy->pitch;
  }
  transpose_short(copy, &block);
  if (tile->first_column == 0) walk_axes(&copy->space->walk, axes);
  for (ptrdiff_t column = 0; column < tile->columns;) {
    ptrdiff_t left = extent - (tile->first_column + column) % extent;
    ptrdiff_t count = tile->columns - column < left ? tile->columns - column : left;
    uint8_t *start = tile->to + walk_on(&copy->space->walk);
    for (ptrdiff_t skipped = 1; skipped < count; skipped++) walk_on(&copy->space->walk);
    write_run(copy, start, items + column * run, count * run, ahead);
    column += count;
  }
}

#pragma clang attribute pop
