/* The definitions that architecture.h lists, in plain C. */
#ifndef PYMV_PORTABLE_INLINE_H
#define PYMV_PORTABLE_INLINE_H

#include "../table.h"

#define PYMV_K_TABLES "portable/tables.h"

/* Portable transposition works item by item, so it supports blocks of any size. */
enum { PYMV_K_LEAST = 1 };

static inline void pymv_k_stream_line(uint8_t *to, const uint8_t *from) {
  pymv_assert((uintptr_t)to % PYMV_K_LINE == 0);
  memcpy(to, from, PYMV_K_LINE);
}

static inline void pymv_k_fence(void) {}

static inline size_t pymv_k_fill_streaming(uint8_t *to, const uint8_t *pattern, size_t size) {
  (void)to, (void)pattern, (void)size;
  return 0;
}

#endif /* PYMV_PORTABLE_INLINE_H */
