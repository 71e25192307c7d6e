#include "architecture.h"
#include "assumptions.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

/* Writes whole cache lines with non-temporal stores, and the bytes before and after them with
 * memcpy. For each line it prefetches the source `ahead` bytes further on; 0: no prefetching. */
static inline void stream(uint8_t *to, const uint8_t *from, size_t count, ptrdiff_t ahead) {
  size_t head = (size_t)(-(uintptr_t)to) % PYMV_K_LINE;
  if (count < head + PYMV_K_LINE) {
    memcpy(to, from, count);
    return;
  }
  memcpy(to, from, head);
  to += head, from += head, count -= head;
  for (; count >= PYMV_K_LINE; count -= PYMV_K_LINE) {
    if (ahead != 0) __builtin_prefetch(from + ahead);
    pymv_k_stream_line(to, from);
    to += PYMV_K_LINE, from += PYMV_K_LINE;
  }
  memcpy(to, from, count);
}

void pymv_k_stream(uint8_t *to, const uint8_t *from, size_t count) {
  pymv_assert(pymv_k_runs_are_apart(to, from, count));
  stream(to, from, count, 0);
}

/* Distance of prefetching in copied bytes; determines how many runs ahead to prefetch. */
enum { AHEAD = 2048 };

void pymv_k_stream_rows(const pymv_k_rows *rows, uint8_t *to, const uint8_t *from) {
  pymv_assert(rows->count > 0 && rows->rows > 0 && rows->item > 0);
  pymv_assert(pymv_k_rows_are_apart(rows, to, from));
  ptrdiff_t reach = AHEAD / (ptrdiff_t)rows->item + 1;
  if (reach > rows->count) reach = rows->count;
  ptrdiff_t within = reach * rows->from_stride;
  ptrdiff_t beyond = within - rows->count * rows->from_stride + rows->from_step;
  for (ptrdiff_t row = rows->rows; row > 0; row--, to += rows->to_step, from += rows->from_step) {
    uint8_t *run = to;
    const uint8_t *source = from;
    for (ptrdiff_t left = rows->count; left > 0; left--) {
      ptrdiff_t ahead = left > reach ? within : row > 1 ? beyond : 0;
      stream(run, source, rows->item, ahead);
      run += rows->to_stride, source += rows->from_stride;
    }
  }
}

void pymv_k_stream_fence(void) {
  pymv_k_fence();
}

#pragma clang attribute pop
