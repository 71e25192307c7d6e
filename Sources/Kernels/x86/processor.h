/* Included by tables.h: detection of processor features. */
#ifndef PYMV_PROCESSOR_H
#define PYMV_PROCESSOR_H

#include <cpuid.h>

/** 0 disables AVX2 on every processor. */
#ifndef PYMV_USE_AVX2
#define PYMV_USE_AVX2 1
#endif

/** A function that may use AVX2. */
#define AVX2 __attribute__((target("avx2")))

/* Whether the processor has AVX2 and the system saves its registers. __builtin_cpu_supports would
 * link some 5 KiB of tables of processors. */
static _Bool has_avx2(void) {
  const unsigned saves_registers = 1u << 27, avx = 1u << 28, avx2 = 1u << 5, wide_state = 6;
  unsigned a, b, c, d, state, state_high;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  if ((c & saves_registers) == 0 || (c & avx) == 0) return 0;
  __asm__("xgetbv" : "=a"(state), "=d"(state_high) : "c"(0));
  if ((state & wide_state) != wide_state) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & avx2) != 0;
}

#endif /* PYMV_PROCESSOR_H */
