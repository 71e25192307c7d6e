/* The definitions that architecture.h lists, with Advanced SIMD (NEON), which every 64-bit Arm
 * processor has. */
#ifndef PYMV_ARM64_INLINE_H
#define PYMV_ARM64_INLINE_H

#include "../table.h"
#include "../portable/vectors.h"

#define PYMV_K_TABLES "arm64/tables.h"

/* The smallest squares have four rows or columns. */
enum { PYMV_K_LEAST = 4 };

typedef VECTOR_OF(uint64_t, 4) register_pair;

/* Two STNP, which hint that the line is not needed in the cache. */
static inline void pymv_k_stream_line(uint8_t *to, const uint8_t *from) {
  pymv_assert((uintptr_t)to % PYMV_K_LINE == 0);
  register_pair low, high, *line = (register_pair *)(void *)to;
  memcpy(&low, from, sizeof low), memcpy(&high, from + sizeof low, sizeof high);
  __builtin_nontemporal_store(low, line);
  __builtin_nontemporal_store(high, line + 1);
}

/* The hint does not change the order of stores: any later release orders them. */
static inline void pymv_k_fence(void) {}

/* Not needed: processors recognise long runs of ordinary stores. */
static inline size_t pymv_k_fill_streaming(uint8_t *to, const uint8_t *pattern, size_t size) {
  (void)to, (void)pattern, (void)size;
  return 0;
}

#endif /* PYMV_ARM64_INLINE_H */
