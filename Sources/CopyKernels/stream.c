#include "stream.h"

/* Between the two ends, which are copied in the ordinary way, whole cache lines are written. */
void pymv_k_stream(uint8_t *to, const uint8_t *from, size_t count) {
  size_t head = (size_t)(-(uintptr_t)to) % PYMV_K_LINE;
  if (count < head + PYMV_K_LINE) {
    memcpy(to, from, count);
    return;
  }
  memcpy(to, from, head);
  to += head, from += head, count -= head;
  for (; count >= PYMV_K_LINE; count -= PYMV_K_LINE) {
    pymv_k_stream_line(to, from);
    to += PYMV_K_LINE, from += PYMV_K_LINE;
  }
  memcpy(to, from, count);
}

void pymv_k_stream_fence(void) {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}
