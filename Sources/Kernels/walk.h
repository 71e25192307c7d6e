/* Private to the kernels: walks along axes. */
#ifndef PYMV_WALK_H
#define PYMV_WALK_H

#include "Kernels.h"

static inline ptrdiff_t magnitude(ptrdiff_t stride) {
  return stride < 0 ? -stride : stride;
}

/* Walks several axes; the last one varies fastest. */
typedef struct {
  const ptrdiff_t *extents, *strides;
  int axes;
  ptrdiff_t offset;
  ptrdiff_t index[PYMV_K_AXES];
} Walk;

static inline void walk_begin(Walk *walk, const ptrdiff_t *extents, const ptrdiff_t *strides,
                              int axes) {
  walk->extents = extents, walk->strides = strides, walk->axes = axes, walk->offset = 0;
  for (int axis = 0; axis < axes; axis++) walk->index[axis] = 0;
}

static inline void walk_axes(Walk *walk, const pymv_k_axes *axes) {
  walk_begin(walk, axes->extents, axes->strides, axes->count);
}

PYMV_ALWAYS_INLINE ptrdiff_t walk_on(Walk *walk) {
  ptrdiff_t offset = walk->offset;
  for (int axis = walk->axes - 1; axis >= 0; axis--) {
    walk->offset += walk->strides[axis];
    if (++walk->index[axis] < walk->extents[axis]) break;
    walk->offset -= walk->extents[axis] * walk->strides[axis];
    walk->index[axis] = 0;
  }
  return offset;
}

#endif /* PYMV_WALK_H */
