/* Included by tables.h: rows with several items per vector. */
#ifndef PYMV_X86_ROWS_H
#define PYMV_X86_ROWS_H

#include <immintrin.h>

#include "../assumptions.h"
#include "../table.h"
#include "processor.h"

enum { VECTOR = 16 };

/* Loads a vector that starts at an item or, for a negative stride, ends with it. A shuffle mask
 * packs the complete items in the vector at its front, in order. The bytes stored behind them are
 * overwritten by the next store, so another kernel copies the remainder. */
AVX2 static void pack(const pymv_k_rows *r, uint8_t *to_row, const uint8_t *from_row) {
  pymv_assert(pymv_k_rows_are_apart(r, to_row, from_row));
  __m128i mask = _mm_loadu_si128((const __m128i *)(const void *)r->mask);
  ptrdiff_t item = (ptrdiff_t)r->item, group = r->group;
  ptrdiff_t vectors = (r->count - r->least) / group + 1;
  ptrdiff_t start = r->from_stride < 0 ? item - VECTOR : 0;
  pymv_k_rows rest = *r;
  rest.count -= vectors * group;
  rest.rows = 1;
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    uint8_t *to = to_row + row * r->to_step;
    const uint8_t *from = from_row + row * r->from_step;
    for (ptrdiff_t i = vectors; i > 0; i--, to += group * item, from += group * r->from_stride) {
      __m128i items = _mm_loadu_si128((const __m128i *)(const void *)(from + start));
      _mm_storeu_si128((__m128i *)(void *)to, _mm_shuffle_epi8(items, mask));
    }
    r->inner(&rest, to, from);
  }
}

/* Choose `pack` if a vector holds several items and a row has enough of them. */
static void pack_rows_avx2(pymv_k_rows *r) {
  ptrdiff_t item = (ptrdiff_t)r->item;
  if (item > VECTOR / 2 || r->from_stride < item - VECTOR || r->from_stride > VECTOR - item) return;
  ptrdiff_t distance = r->from_stride < 0 ? -r->from_stride : r->from_stride;
  ptrdiff_t group = (VECTOR - item) / distance + 1;
  if (group > VECTOR / item) group = VECTOR / item;
  /* Neither the load nor the store may reach beyond the row. */
  ptrdiff_t filling = (VECTOR + item - 1) / item;
  ptrdiff_t reaching = (VECTOR - item + distance - 1) / distance + 1;
  r->least = filling > reaching ? filling : reaching;
  r->group = group;
  if (r->count < 2 * r->least) return;
  for (ptrdiff_t i = 0; i < group; i++) {
    ptrdiff_t first = r->from_stride < 0 ? VECTOR - item - i * distance : i * distance;
    for (ptrdiff_t byte = 0; byte < item; byte++)
      r->mask[i * item + byte] = (uint8_t)(first + byte);
  }
  r->inner = r->kernel;
  r->kernel = pack;
}

#endif /* PYMV_X86_ROWS_H */
