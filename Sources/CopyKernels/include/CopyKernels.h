/* Micro-kernels of StridedCopy: what Swift has no word for.
 *
 * The processor decides at run time which one serves: AVX2, SSE2 (every x86-64 has it), plain C.
 */
#ifndef COPY_KERNELS_H
#define COPY_KERNELS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CompareKernels.h"
#include "HexKernels.h"
#include "Workers.h"

/** A block of items, row by row in the source and column by column in the destination. Strides and
 * sizes in bytes, of any alignment. */
typedef struct {
  uint8_t *to;
  ptrdiff_t to_stride; /**< From one column to the next. */
  const uint8_t *from;
  ptrdiff_t from_stride; /**< From one row to the next. */
  ptrdiff_t rows;
  ptrdiff_t columns;
} pymv_k_block;

/** Write a block transposed: item (row, column) goes to to + column * to_stride + row * item.
 * Assumes: source and destination do not overlap; `item` is 1, 2, 4, 8 or 16. */
void pymv_k_transpose(const pymv_k_block *block, size_t item);

/** Write the columns of a transposed block from where `block` was transposed to, `stride` bytes
 * from one to the next. Columns that go on where the one before ends are written as one run.
 * @param streamed write whole cache lines without reading the destination into the cache;
 *   pymv_k_stream_fence must follow before others read.
 * Assumes: no overlap. */
void pymv_k_write_columns(const pymv_k_block *block, size_t item, uint8_t *to, ptrdiff_t stride,
                          _Bool streamed);

struct pymv_k_rows;
typedef void (*pymv_k_row_kernel)(const struct pymv_k_rows *, uint8_t *to, const uint8_t *from);

/** Rows of items, with a step from item to item and one from row to row. All in bytes, of any sign
 * and alignment. */
typedef struct pymv_k_rows {
  ptrdiff_t count; /**< Items of a row, at least 1. */
  ptrdiff_t to_stride;
  ptrdiff_t from_stride;
  ptrdiff_t rows; /**< At least 1. */
  ptrdiff_t to_step;
  ptrdiff_t from_step;
  size_t item; /**< At least 1. */
  pymv_k_row_kernel kernel;
  /* What is below belongs to the kernel. */
  pymv_k_row_kernel inner;
  ptrdiff_t group;
  ptrdiff_t least;
  uint8_t mask[16];
} pymv_k_rows;

/** Set `kernel`, which copies all rows, given the first item of the first.
 * Assumes: everything above `kernel` is set. The kernel assumes: no overlap. */
void pymv_k_choose_rows(pymv_k_rows *rows);

/** Whether the processor has AVX2 and the system keeps its registers. */
_Bool pymv_k_has_avx2(void);

/** Make streamed bytes visible to others. */
void pymv_k_stream_fence(void);

#endif /* COPY_KERNELS_H */
