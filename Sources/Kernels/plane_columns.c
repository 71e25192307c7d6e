#include "plane.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

__attribute__((noinline)) static void begin_strip(const Copy *copy, const Tile *tile) {
  const pymv_k_axes *axes = &copy->plane->column_axes;
  Walk *walk = &copy->space->walk;
  if (tile->first_column == 0) walk_axes(walk, axes);
  for (ptrdiff_t j = 0; j < tile->columns; j++)
    begin_column(&copy->space->columns, j, tile->to + walk_on(walk));
  copy->space->columns.are_aligned = 1;
  for (ptrdiff_t j = 0; j < tile->columns; j++) {
    if (copy->space->columns.kept[j] == 0) continue;
    copy->space->columns.are_aligned = 0;
    __builtin_prefetch(copy->space->columns.line[j], 1);
  }
}

void pymv_k_pack_tile(Copy *copy, const Tile *tile, ptrdiff_t step) {
  ptrdiff_t bytes = tile->columns * copy->item;
  uint8_t *to = copy->space->pack;
  copy->pitch = rounded(step * rounded(bytes, 2 * LINE) + SLOP, LINE);
  pymv_assert((tile->rows + step - 1) / step * copy->pitch + LINE <= PACK);
  for (ptrdiff_t i = 0; i < tile->rows; i += step, to += copy->pitch) {
    const uint8_t *rows[PYMV_K_QUAD];
    for (ptrdiff_t k = 0; k < step; k++)
      rows[k] = tile->row[i + k < tile->rows ? i + k : tile->rows - 1];
    if (step == 1)
      memcpy(to, rows[0], (size_t)bytes);
    else
      copy->kernels->interleave(to, rows, bytes, (size_t)copy->item);
  }
}

void pymv_k_begin_groups(Copy *copy) {
  Orders *orders = &copy->space->orders;
  enum { ITEM = 3, WIDE = 4, FULL = LINE / WIDE * ITEM };
  for (size_t i = 0; i < LINE; i++) {
    size_t interleaved = i / 2 % 2 * (LINE / 2) + i / 4 * 2 + i % 2;
    size_t apart = (i / WIDE * ITEM + i % WIDE) % LINE;
    orders->apart[i] = (uint8_t)(copy->item == 2 ? interleaved : apart);
  }
  for (size_t i = 0; i < sizeof orders->together; i++) {
    size_t place = i % FULL / ITEM * WIDE + i % ITEM;
    orders->together[i / LINE][i % LINE] = (uint8_t)(place + (i / FULL > i / LINE ? LINE : 0));
  }
}

void pymv_k_write_groups(Copy *copy, const Tile *tile, Ahead *ahead) {
  ptrdiff_t width = copy->kernels->group_width((size_t)copy->item);
  ptrdiff_t side = width < 16 ? width : 16;
  ptrdiff_t squares =
      rounded(tile->columns, side) / side * (rounded(tile->rows * copy->item, LINE) / LINE);
  Group group = {.columns = &copy->space->columns,
                 .tile = tile,
                 .orders = &copy->space->orders,
                 .item = (size_t)copy->item,
                 .ahead = ahead};
  group.quota = quota_of(ahead, squares);
  if (tile->first) begin_strip(copy, tile);
  group.first = tile->first && !group.columns->are_aligned;
  group.last = tile->last && !(group.columns->are_aligned && tile->rows * copy->item % LINE == 0);
  for (; group.column < tile->columns; group.column += width) {
    group.count = tile->columns - group.column < width ? tile->columns - group.column : width;
    copy->kernels->write_group(&group);
  }
}

/* Write `count` bytes of a column. There must be room for a line before `items`. */
__attribute__((noinline)) static void write_column(const Copy *copy, const Tile *tile,
                                                   ptrdiff_t column, uint8_t *items,
                                                   ptrdiff_t count) {
  Columns *columns = &copy->space->columns;
  ptrdiff_t kept = columns->kept[column], left = kept + count;
  const uint8_t *from = items - kept;
  uint8_t *to = columns->line[column];
  if (kept > 0) {
    uint8_t *carry = columns->carry[column];
    if (!tile->first) memcpy(items - LINE, carry, LINE);
    if (!tile->last) memcpy(carry, items + count - LINE, LINE);
    if (tile->first) {
      memcpy(to + kept, items, (size_t)(left < LINE ? count : LINE - kept));
      to += LINE, from += LINE, left -= LINE;
    }
  }
  ptrdiff_t whole = left > 0 ? left / LINE * LINE : 0;
  if (whole > 0) copy->kernels->stream_lines(to, from, whole);
  columns->line[column] = to + whole;
  if (tile->last && left > whole) memcpy(to + whole, from + whole, (size_t)(left - whole));
}

/* Where an interleaved column is in a packed row: interleaving mixes the lanes of a vector. */
static ptrdiff_t column_at(ptrdiff_t place, ptrdiff_t lane, ptrdiff_t lanes) {
  ptrdiff_t within = place % (lane * lanes), four = within / 4;
  return place - within + lane * (four % lanes) + four / lanes * 4 + within % 4;
}

/* Of items of 1 and 2 bytes, four and two rows are interleaved to items of four bytes. */
void pymv_k_write_packed(Copy *copy, const Tile *tile, Ahead *ahead) {
  ptrdiff_t item = copy->item, count = tile->rows * item, wide = item <= 2 ? PYMV_K_QUAD : item;
  ptrdiff_t lane = 16 / wide * (wide / item), lanes = copy->kernels->lanes;
  ptrdiff_t places = item <= 2 ? rounded(tile->columns, lane * lanes) : tile->columns;
  ptrdiff_t quota = quota_of(ahead, tile->columns);
  pymv_k_block block = {.to = copy->space->stage + LINE, .to_stride = PITCH, .columns = GROUP};
  pymv_k_pack_tile(copy, tile, wide / item);
  if (tile->first) begin_strip(copy, tile);
  block.from_stride = copy->pitch, block.rows = (count + wide - 1) / wide;
  for (ptrdiff_t place = 0; place < places; place += GROUP) {
    block.from = copy->space->pack + place * wide;
    if (places - place < GROUP) block.columns = places - place;
    copy->kernels->transpose_packed(&block, (size_t)wide);
    for (ptrdiff_t j = 0; j < block.columns; j++) {
      ptrdiff_t column = item <= 2 ? column_at(place + j, lane, lanes) : place + j;
      if (column >= tile->columns) continue;
      write_column(copy, tile, column, block.to + j * PITCH, count);
      prefetch(ahead, quota);
    }
  }
}

/* Moves of fixed sizes that overlap copy an item of 17 to 128 bytes. */
PYMV_ALWAYS_INLINE void move_wide(uint8_t *to, const uint8_t *from, ptrdiff_t item) {
  enum { HALF = 32 };
  if (item < HALF) {
    memcpy(to, from, 16), memcpy(to + item - 16, from + item - 16, 16);
    return;
  }
  for (ptrdiff_t i = 0; i < item - HALF; i += HALF) memcpy(to + i, from + i, HALF);
  memcpy(to + item - HALF, from + item - HALF, HALF);
}

/* Of large items, a column is put together from moves. */
void pymv_k_write_wide(Copy *copy, const Tile *tile, Ahead *ahead) {
  uint8_t *items = copy->space->stage + LINE;
  ptrdiff_t quota = quota_of(ahead, tile->columns);
  if (tile->first) begin_strip(copy, tile);
  for (ptrdiff_t column = 0; column < tile->columns; column++) {
    ptrdiff_t offset = column * copy->item;
    for (ptrdiff_t i = 0; i < tile->rows; i++)
      move_wide(items + i * copy->item, tile->row[i] + offset, copy->item);
    write_column(copy, tile, column, items, tile->rows * copy->item);
    prefetch(ahead, quota);
  }
}

#pragma clang attribute pop
