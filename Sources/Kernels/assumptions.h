/* Private to the kernels: helpers to assert that source and destination do not overlap. */
#ifndef PYMV_ASSUMPTIONS_H
#define PYMV_ASSUMPTIONS_H

#include "Kernels.h"

/** Address range of an array: from its lowest byte to the end of its highest one. */
typedef struct {
  uintptr_t low, high;
} pymv_k_reach;

static inline pymv_k_reach pymv_k_reach_of(const uint8_t *start, size_t size) {
  return (pymv_k_reach){(uintptr_t)start, (uintptr_t)start + size};
}

/** Product of the extents; 0 if the number of axes is out of range. */
static inline ptrdiff_t pymv_k_axes_product(const pymv_k_axes *axes) {
  ptrdiff_t product = axes->count >= 0 && axes->count <= PYMV_K_AXES;
  for (int axis = 0; product > 0 && axis < axes->count; axis++) product *= axes->extents[axis];
  return product;
}

/** Size of an item in bytes. */
static inline size_t pymv_k_item_size(pymv_k_equality equality) {
  static const uint8_t sizes[] = {
      [PYMV_K_BYTES] = 1,   [PYMV_K_FLOAT16] = 2, [PYMV_K_FLOAT32] = 4,
      [PYMV_K_FLOAT64] = 8, [PYMV_K_TRUTH] = 1,
  };
  return sizes[equality];
}

/** The reach of `count` arrays that are `stride` bytes apart, given the reach of the first one. */
static inline pymv_k_reach pymv_k_reach_along(pymv_k_reach reach, ptrdiff_t count,
                                              ptrdiff_t stride) {
  /* Wrapping: if there is only one array, its stride may be any number. */
  uintptr_t span = ((uintptr_t)count - 1) * (uintptr_t)stride;
  if (count == 0) return (pymv_k_reach){0, 0};
  *(stride < 0 ? &reach.low : &reach.high) += span;
  return reach;
}

static inline pymv_k_reach pymv_k_reach_along_axes(pymv_k_reach reach, const pymv_k_axes *axes) {
  for (int axis = 0; axis < axes->count; axis++)
    reach = pymv_k_reach_along(reach, axes->extents[axis], axes->strides[axis]);
  return reach;
}

/** Whether two address ranges are disjoint; interleaved arrays count as overlapping. */
static inline _Bool pymv_k_are_apart(pymv_k_reach a, pymv_k_reach b) {
  return a.high <= b.low || b.high <= a.low;
}

static inline _Bool pymv_k_runs_are_apart(const uint8_t *to, const uint8_t *from, size_t count) {
  return pymv_k_are_apart(pymv_k_reach_of(to, count), pymv_k_reach_of(from, count));
}

static inline _Bool pymv_k_block_is_apart(const pymv_k_block *block, size_t item) {
  pymv_k_reach to = pymv_k_reach_of(block->to, (size_t)block->rows * item);
  pymv_k_reach from = pymv_k_reach_of(block->from, (size_t)block->columns * item);
  return pymv_k_are_apart(pymv_k_reach_along(to, block->columns, block->to_stride),
                          pymv_k_reach_along(from, block->rows, block->from_stride));
}

static inline _Bool pymv_k_plane_is_apart(const pymv_k_plane *plane, const uint8_t *to,
                                          const uint8_t *from) {
  pymv_k_reach column = pymv_k_reach_of(to, (size_t)plane->rows * plane->item);
  pymv_k_reach row = pymv_k_reach_of(from, (size_t)plane->columns * plane->item);
  return pymv_k_are_apart(pymv_k_reach_along_axes(column, &plane->column_axes),
                          pymv_k_reach_along_axes(row, &plane->row_axes));
}

static inline _Bool pymv_k_rows_are_apart(const pymv_k_rows *rows, const uint8_t *to,
                                          const uint8_t *from) {
  pymv_k_reach to_row =
      pymv_k_reach_along(pymv_k_reach_of(to, rows->item), rows->count, rows->to_stride);
  pymv_k_reach from_row =
      pymv_k_reach_along(pymv_k_reach_of(from, rows->item), rows->count, rows->from_stride);
  return pymv_k_are_apart(pymv_k_reach_along(to_row, rows->rows, rows->to_step),
                          pymv_k_reach_along(from_row, rows->rows, rows->from_step));
}

#endif /* PYMV_ASSUMPTIONS_H */
