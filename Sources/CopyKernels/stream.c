#include "CopyKernels.h"

#if defined(__SSE2__)
#include <emmintrin.h>

enum { LINE = 64 };

/* Between the two ends, which are copied in the ordinary way, whole cache lines are written. */
static void stream_copy(uint8_t *to, const uint8_t *from, size_t count) {
  size_t head = (size_t)(-(uintptr_t)to) % LINE;
  if (count < head + LINE) {
    memcpy(to, from, count);
    return;
  }
  memcpy(to, from, head);
  to += head, from += head, count -= head;
  for (; count >= LINE; to += LINE, from += LINE, count -= LINE) {
    __m128i a = _mm_loadu_si128((const __m128i *)from);
    __m128i b = _mm_loadu_si128((const __m128i *)(from + 16));
    __m128i c = _mm_loadu_si128((const __m128i *)(from + 32));
    __m128i d = _mm_loadu_si128((const __m128i *)(from + 48));
    _mm_stream_si128((__m128i *)to, a);
    _mm_stream_si128((__m128i *)(to + 16), b);
    _mm_stream_si128((__m128i *)(to + 32), c);
    _mm_stream_si128((__m128i *)(to + 48), d);
  }
  memcpy(to, from, count);
}

void pymv_k_stream_fence(void) {
  _mm_sfence();
}

#else

/* Between the two ends, which are copied in the ordinary way, whole cache lines are written. */
static void stream_copy(uint8_t *to, const uint8_t *from, size_t count) {
  memcpy(to, from, count);
}

void pymv_k_stream_fence(void) {}

#endif

void pymv_k_write_columns(const pymv_k_block *block, size_t item, uint8_t *to, ptrdiff_t stride,
                          _Bool streamed) {
  const uint8_t *from = block->to;
  ptrdiff_t run = block->rows * (ptrdiff_t)item, columns = block->columns;
  if (run == stride) run *= columns, columns = 1;
  for (ptrdiff_t j = 0; j < columns; j++) {
    if (streamed)
      stream_copy(to + j * stride, from + j * run, (size_t)run);
    else
      memcpy(to + j * stride, from + j * run, (size_t)run);
  }
}
