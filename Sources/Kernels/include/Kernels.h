/* Kernels of StridedCopy and ItemFormat, and for hexadecimal digits. In C, because they use
 * vectors, prefetching and non-temporal stores.
 *
 * Dispatched at run time, according to the processor: AVX-512, AVX2 or SSE2 (every x86-64 has it).
 * 64-bit Arm has kernels for NEON, whose speed has not been measured on a processor; others plain
 * C.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CompareKernels.h"
#include "HexKernels.h"
#include "MosaicKernels.h"
#include "NumberKernels.h"
#include "Workers.h"

/** From this size on, in bytes, a copy writes its destination with non-temporal stores. Tests lower
 * it, so that small arrays are copied by the kernels for large ones. */
#ifndef PYMV_STREAMED_BYTES
#define PYMV_STREAMED_BYTES (4 << 20)
#endif
/* For Swift, which does not see macros of the command line. */
enum { PYMV_K_STREAMED_BYTES = PYMV_STREAMED_BYTES };

/** A block of items, row by row in the source and column by column in the destination. Strides in
 * bytes, of any alignment. */
typedef struct {
  uint8_t *to;
  ptrdiff_t to_stride; /**< From one column to the next. */
  const uint8_t *from;
  ptrdiff_t from_stride; /**< From one row to the next. */
  ptrdiff_t rows;
  ptrdiff_t columns;
} pymv_k_block;

/** Write a block transposed: copy item (row, column) to to + column * to_stride + row * item.
 * Columns are written in ascending order. Assumes: rows, columns and item are at least 1; source
 * and destination do not overlap. */
void pymv_k_transpose(const pymv_k_block *block, size_t item);

typedef void (*pymv_k_transposition)(const pymv_k_block *block, size_t item);

/** The function with which pymv_k_transpose writes blocks of the same extents and strides. */
pymv_k_transposition pymv_k_choose_transposition(const pymv_k_block *block, size_t item);

/** Axes of an array, the last one fastest; strides in bytes. */
typedef struct {
  const ptrdiff_t *extents;
  const ptrdiff_t *strides;
  int count;
} pymv_k_axes;

/** Limit on the number of axes. */
#define PYMV_K_AXES 64

/** Limit on the size of items in a plane, in bytes. */
#define PYMV_K_MOST_ITEM 128

/** Planes of an array. */
typedef struct {
  const ptrdiff_t *extents, *to_strides, *from_strides;
  int count;
} pymv_k_planes;

/** A copy of planes: items are contiguous along the rows of a plane in the source and along its
 * columns in the destination. Rows and columns may consist of several axes. If there is only one
 * column, the items are runs of bytes. */
typedef struct {
  size_t item;             /**< 1 to PYMV_K_MOST_ITEM bytes; runs: up to 16 KiB. */
  ptrdiff_t rows;          /**< Product of the extents of `row_axes`. */
  ptrdiff_t columns;       /**< Product of the extents of `column_axes`. */
  pymv_k_axes row_axes;    /**< From row to row, in the source. */
  pymv_k_axes column_axes; /**< From column to column, in the destination. */
  pymv_k_planes planes;
  _Bool streamed; /**< Write whole cache lines with non-temporal stores; call
                   * pymv_k_stream_fence before other threads read. */
} pymv_k_plane;

/** Copy all planes; safe on several threads at a time. Returns 0, with nothing copied, if there is
 * no memory for it. Assumes: there are items; source and destination do not overlap. */
_Bool pymv_k_copy_planes(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from);

/** Copy bytes, whole cache lines with non-temporal stores. Call pymv_k_stream_fence before other
 * threads read. Assumes: no overlap. */
void pymv_k_stream(uint8_t *to, const uint8_t *from, size_t count);

struct pymv_k_rows;
typedef void (*pymv_k_row_kernel)(const struct pymv_k_rows *, uint8_t *to, const uint8_t *from);

/** Rows of items. Strides are from item to item, steps from row to row; both in bytes, of any sign
 * and alignment. */
typedef struct pymv_k_rows {
  ptrdiff_t count; /**< Items of a row, at least 1. */
  ptrdiff_t to_stride;
  ptrdiff_t from_stride;
  ptrdiff_t rows; /**< At least 1. */
  ptrdiff_t to_step;
  ptrdiff_t from_step;
  size_t item;    /**< At least 1. */
  _Bool streamed; /**< Write whole cache lines with non-temporal stores where rows are contiguous in
                   * the destination; call pymv_k_stream_fence before other threads read. */
  pymv_k_row_kernel kernel;
  /* The following fields are private to the kernel. */
  pymv_k_row_kernel inner;
  int vector_items;
  int vector_loads;
} pymv_k_rows;

/** Set `kernel` to a function that copies all rows, given the address of the first item.
 * Assumes: all fields before `kernel` are set. The kernel assumes: no overlap. */
void pymv_k_choose_rows(pymv_k_rows *rows);

/** A row kernel for large items: writes whole cache lines with non-temporal stores and prefetches
 * the next item while it copies one. Call pymv_k_stream_fence before other threads read.
 * Assumes: no overlap. */
void pymv_k_stream_rows(const pymv_k_rows *rows, uint8_t *to, const uint8_t *from);

/** Order non-temporal stores before later stores, so that other threads see them in this order. */
void pymv_k_stream_fence(void);

#endif /* KERNELS_H */
