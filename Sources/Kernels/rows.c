#include "architecture.h"
#include "assumptions.h"
#include "table.h"

/* Each kernel copies all rows. Loops are unrolled but not vectorised: other code copies contiguous
 * rows, so a vectorised version of the loop for them would be useless. */
#define PLAIN _Pragma("clang loop vectorize(disable) unroll_count(1)")
#define UNROLLED _Pragma("clang loop vectorize(disable) unroll_count(4)")

#define DEFINE_ROWS(name, loop, copy_item) \
  static void name(const pymv_k_rows *r, uint8_t *to_row, const uint8_t *from_row) { \
    pymv_assert(pymv_k_rows_are_apart(r, to_row, from_row)); \
    ptrdiff_t count = r->count, to_stride = r->to_stride, from_stride = r->from_stride; \
    ptrdiff_t to_step = r->to_step, from_step = r->from_step; \
    size_t item = r->item; \
    (void)item; \
    PLAIN for (ptrdiff_t row = r->rows; row > 0; row--) { \
      uint8_t *to = to_row; \
      const uint8_t *from = from_row; \
      loop for (ptrdiff_t i = 0; i < count; i++, to += to_stride, from += from_stride) copy_item; \
      to_row += to_step, from_row += from_step; \
    } \
  }

/* Two pieces that may overlap copy an item of any size from one to two pieces. */
#define COPY_ENDS(piece) (memcpy(to, from, piece), COPY_END(piece, 0))
#define COPY_END(piece, before) \
  memcpy(to + item - (before) - (piece), from + item - (before) - (piece), piece)

DEFINE_ROWS(rows_1, UNROLLED, *to = *from)
DEFINE_ROWS(rows_2, UNROLLED, memcpy(to, from, 2))
DEFINE_ROWS(rows_3, UNROLLED, (memcpy(to, from, 2), to[2] = from[2]))
DEFINE_ROWS(rows_4, UNROLLED, memcpy(to, from, 4))
DEFINE_ROWS(rows_8, UNROLLED, memcpy(to, from, 8))
DEFINE_ROWS(rows_16, UNROLLED, memcpy(to, from, 16))

DEFINE_ROWS(rows_to_8, UNROLLED, COPY_ENDS(4))
DEFINE_ROWS(rows_to_16, UNROLLED, COPY_ENDS(8))
DEFINE_ROWS(rows_to_32, UNROLLED, COPY_ENDS(16))
DEFINE_ROWS(rows_to_64, UNROLLED, (memcpy(to, from, 32), COPY_END(16, 16), COPY_END(16, 0)))
DEFINE_ROWS(rows_any, PLAIN, memcpy(to, from, item))

static pymv_k_row_kernel kernel_of(size_t item) {
  static const pymv_k_row_kernel exact[] = {rows_any, rows_1, rows_2, rows_3, rows_4};
  if (item < sizeof exact / sizeof *exact) return exact[item];
  if (item == 8) return rows_8;
  if (item == 16) return rows_16;
  return item < 8     ? rows_to_8
         : item < 16  ? rows_to_16
         : item <= 32 ? rows_to_32
         : item <= 64 ? rows_to_64
                      : rows_any;
}

/* --- Broadcast of one item along a row -------------------------------------------------------- */

static void fill_row(const pymv_k_rows *r, uint8_t *to, const uint8_t *from) {
  size_t left = (size_t)r->count * r->item;
  if (r->item == 1) {
    memset(to, *from, left);
    return;
  }
  uint8_t pattern[PYMV_K_PATTERN];
  pymv_k_rows part = {.count = PYMV_K_PATTERN / (ptrdiff_t)r->item,
                      .to_stride = r->to_stride,
                      .rows = 1,
                      .item = r->item};
  kernel_of(r->item)(&part, pattern, from);
  if (left >= PYMV_STREAMED_BYTES) left -= pymv_k_fill_streaming(to, pattern, left);
  for (; left >= PYMV_K_PATTERN; left -= PYMV_K_PATTERN, to += PYMV_K_PATTERN)
    memcpy(to, pattern, PYMV_K_PATTERN);
  memcpy(to, pattern, left);
}

static void fill(const pymv_k_rows *r, uint8_t *to, const uint8_t *from) {
  pymv_assert(pymv_k_rows_are_apart(r, to, from));
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    fill_row(r, to + row * r->to_step, from + row * r->from_step);
  }
}

/* --- Dispatch --------------------------------------------------------------------------------- */

/* From this number of items on, in all rows and in each, vectors are worth their setup. */
enum { MANY = 128, FEW = 2 };

void pymv_k_choose_rows(pymv_k_rows *r) {
  pymv_assert(r->count > 0 && r->rows > 0 && r->item > 0);
  r->kernel = kernel_of(r->item);
  if (r->to_stride == (ptrdiff_t)r->item && r->from_stride == 0) {
    if (PYMV_K_PATTERN % r->item == 0) r->kernel = fill;
    return;
  }
  if (r->count < FEW || r->count * r->rows < MANY) return;
  const pymv_k_table *kernels = pymv_k_kernels();
  if (kernels->choose_rows != 0) kernels->choose_rows(r);
}
