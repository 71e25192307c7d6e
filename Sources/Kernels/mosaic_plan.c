#include "mosaic.h"

enum {
  LEAST = 1 << 10, /* bytes of a tile that is worth its setup */
  MOST_ITEM = 32,  /* larger items are copied as fast row by row */
};

/* How far a tile reaches along each axis: divisors of the extents. */
typedef struct {
  ptrdiff_t extents[PYMV_K_AXES];
  ptrdiff_t size; /* in bytes */
} Reach;

/* The axis that a tile does not fill and that continues it at the smallest distance, in the array
 * with the given strides; -1 if there is none. */
SMALL static int next_axis(const pymv_k_mosaic *m, const Reach *reach, const ptrdiff_t *strides,
                           ptrdiff_t *distance) {
  int next = -1;
  *distance = PTRDIFF_MAX;
  for (int axis = m->axes - 1; axis >= 0; axis--) {
    ptrdiff_t stride = magnitude(strides[axis]) * reach->extents[axis];
    if (reach->extents[axis] < m->extents[axis] && stride != 0 && stride < *distance)
      next = axis, *distance = stride;
  }
  return next;
}

/* Lengthens a tile by a small factor of an extent; false if it would exceed the limit. */
SMALL static _Bool lengthen(const pymv_k_mosaic *m, Reach *reach, int axis, ptrdiff_t limit) {
  if (axis < 0) return 0;
  ptrdiff_t factor = m->extents[axis] / reach->extents[axis];
  for (ptrdiff_t small = 2; small < 8; small++) {
    if (factor % small == 0) factor = small;
  }
  if (factor > limit / reach->size) return 0;
  reach->extents[axis] *= factor;
  reach->size *= factor;
  return 1;
}

/* Makes a tile as large as a limit allows, with about as long runs in both arrays. */
SMALL static void make_tile(const pymv_k_mosaic *m, Reach *reach, ptrdiff_t limit) {
  for (int axis = 0; axis < m->axes; axis++) reach->extents[axis] = 1;
  reach->size = (ptrdiff_t)m->item;
  for (_Bool more = 1; more;) {
    ptrdiff_t to_distance, from_distance;
    int axis = next_axis(m, reach, m->to_strides, &to_distance);
    int other = next_axis(m, reach, m->from_strides, &from_distance);
    _Bool swapped = from_distance < to_distance;
    more = lengthen(m, reach, swapped ? other : axis, limit) ||
           lengthen(m, reach, swapped ? axis : other, limit);
  }
}

/* Adjacent bytes of a tile in the array with the given strides. */
SMALL static ptrdiff_t run_of(const pymv_k_mosaic *m, const Reach *reach,
                              const ptrdiff_t *strides) {
  ptrdiff_t run = (ptrdiff_t)m->item;
  for (int axis = 0; axis < m->axes; axis++) {
    if (reach->extents[axis] > 1 && magnitude(strides[axis]) == run) {
      run *= reach->extents[axis];
      axis = -1;
    }
  }
  return run;
}

SMALL static _Bool is_within_limits(const pymv_k_mosaic *m, const Reach *reach) {
  ptrdiff_t run = run_of(m, reach, m->to_strides), other = run_of(m, reach, m->from_strides);
  ptrdiff_t longer = run < other ? other : run, shorter = run < other ? run : other;
  return reach->size <= shorter * PYMV_K_TILE_RUNS &&
         longer <= (ptrdiff_t)m->item * PYMV_K_TILE_PIECES;
}

/* Number of axes that become two. */
SMALL static int count_splits(const pymv_k_mosaic *m, const Reach *reach) {
  int count = 0;
  for (int axis = 0; axis < m->axes; axis++)
    count += reach->extents[axis] > 1 && reach->extents[axis] < m->extents[axis];
  return count;
}

/* Moves the axes to the end as far as the tile reaches; what remains of an axis becomes an outer
 * one. */
SMALL static void arrange(pymv_k_mosaic *m, const Reach *reach) {
  ptrdiff_t inner[3][PYMV_K_AXES];
  int outer = 0, count = 0;
  for (int axis = 0; axis < m->axes; axis++) {
    ptrdiff_t extent = reach->extents[axis], to = m->to_strides[axis];
    ptrdiff_t from = m->from_strides[axis], rest = m->extents[axis] / extent;
    if (extent > 1) {
      inner[0][count] = extent, inner[1][count] = to, inner[2][count] = from;
      count++;
    }
    if (rest == 1) continue;
    m->extents[outer] = rest, m->to_strides[outer] = to * extent;
    m->from_strides[outer] = from * extent;
    outer++;
  }
  size_t size = (size_t)count * sizeof(ptrdiff_t);
  memcpy(m->extents + outer, inner[0], size);
  memcpy(m->to_strides + outer, inner[1], size);
  memcpy(m->from_strides + outer, inner[2], size);
  m->outer_axes = outer;
  m->axes = outer + count;
}

SMALL _Bool pymv_k_plan_mosaic(pymv_k_mosaic *m) {
  Reach reach;
  if (m->item > MOST_ITEM) return 0;
  ptrdiff_t limit = PYMV_K_TILE;
  do {
    make_tile(m, &reach, limit);
    limit /= 2;
  } while (!is_within_limits(m, &reach));
  if (reach.size < LEAST || m->axes + count_splits(m, &reach) > PYMV_K_AXES) return 0;
  arrange(m, &reach);
  return 1;
}
