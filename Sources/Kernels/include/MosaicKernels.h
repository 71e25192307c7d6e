/* Copies between arrays with many short axes. */
#ifndef MOSAIC_KERNELS_H
#define MOSAIC_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/** A copy that proceeds tile by tile. A tile is made of the axes, or parts of axes, with the
 * smallest strides in either array, so that it has long runs of adjacent items in both; an axis may
 * count for both. Strides in bytes. */
typedef struct {
  size_t item;
  ptrdiff_t *extents; /**< Outermost axis first; room for PYMV_K_AXES. Likewise the strides. */
  ptrdiff_t *to_strides;
  ptrdiff_t *from_strides;
  int axes;       /**< All of them. */
  int outer_axes; /**< The first ones, walked from tile to tile; the others make up a tile. */
  _Bool streamed; /**< Write whole cache lines with non-temporal stores; call
                   * pymv_k_stream_fence before other threads read. */
} pymv_k_mosaic;

/** Move the axes of a tile to the end, with parts of others as axes of their own, and set
 * `outer_axes`. Returns false, with nothing changed, if tiles do not pay.
 * Assumes: no extent is 0; no two items of the destination overlap. */
_Bool pymv_k_plan_mosaic(pymv_k_mosaic *mosaic);

/** Copy all items of a planned mosaic. Assumes: source and destination do not overlap. */
void pymv_k_copy_mosaic(const pymv_k_mosaic *mosaic, uint8_t *to, const uint8_t *from);

#endif /* MOSAIC_KERNELS_H */
