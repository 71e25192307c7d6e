#include "plane.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

static void set_mixture(Mixture *mixture, const Channels *channels) {
  memset(mixture->mask, 0, sizeof mixture->mask);
  size_t item = channels->item, count = (size_t)channels->count;
  for (size_t output = 0; output < count; output++) {
    for (size_t byte = 0; byte < LINE; byte++) {
      size_t at = byte / item * count + output, input = at * item / LINE, place = at * item % LINE;
      if (!channels->is_split) {
        at = (output * LINE + byte) / item;
        input = at % count, place = at / count * item;
      }
      mixture->index[output][input][byte] = (uint8_t)(place + byte % item);
      mixture->mask[output][input] |= (uint64_t)1 << byte;
    }
  }
}

void pymv_k_copy_channels(Copy *copy, uint8_t *to, const uint8_t *from, _Bool is_split) {
  const pymv_k_plane *plane = copy->plane;
  const pymv_k_axes *axes = is_split ? &plane->column_axes : &plane->row_axes;
  Space *space = copy->space;
  Channels channels = {.columns = &space->columns,
                       .mixture = &space->mixture,
                       .item = plane->item,
                       .is_split = is_split};
  channels.count = is_split ? plane->columns : plane->rows;
  channels.bytes = (is_split ? plane->rows : plane->columns) * copy->item;
  set_mixture(&space->mixture, &channels);
  Tiles *tiles = &space->sequence;
  begin_tiles(tiles, plane, to, from);
  for (; tiles->planes > 0; tiles->planes--) {
    uint8_t *start = to + walk_on(&tiles->to_planes);
    channels.from[0] = from + walk_on(&tiles->from_planes);
    walk_axes(&space->walk, axes);
    begin_column(&space->columns, 0, start);
    for (ptrdiff_t i = 0; i < channels.count; i++) {
      ptrdiff_t offset = walk_on(&space->walk);
      if (is_split)
        begin_column(&space->columns, i, start + offset);
      else if (i > 0)
        channels.from[i] = channels.from[0] + offset;
    }
    copy->kernels->copy_channels(&channels);
  }
}

#pragma clang attribute pop
