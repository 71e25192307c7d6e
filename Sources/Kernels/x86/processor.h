/* Included by tables.h: detection of processor features. */
#ifndef PYMV_PROCESSOR_H
#define PYMV_PROCESSOR_H

#include <cpuid.h>

/** 0 disables AVX2 and AVX-512 on every processor. */
#ifndef PYMV_USE_AVX2
#define PYMV_USE_AVX2 1
#endif

/** 0 disables AVX-512 on every processor. */
#ifndef PYMV_USE_AVX512
#define PYMV_USE_AVX512 PYMV_USE_AVX2
#endif

/** A function that may use AVX2 and F16C. */
#define AVX2 __attribute__((target("avx2,f16c")))

/** A function that may use AVX-512 F, BW, VL and VBMI. */
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

/* Whether the processor has AVX and F16C, and the system saves these registers, which are bits of
 * XCR0.
 * __builtin_cpu_supports would link some 5 KiB of tables of processors. */
static inline _Bool saves_registers(unsigned registers) {
  const unsigned needed = 1u << 27 /* xgetbv */ | 1u << 28 /* AVX */ | 1u << 29 /* F16C */;
  unsigned a, b, c, d, state, state_high;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  if ((c & needed) != needed) return 0;
  __asm__("xgetbv" : "=a"(state), "=d"(state_high) : "c"(0));
  return (state & registers) == registers;
}

/* Whether the processor and the system support AVX2 and F16C. */
static inline _Bool has_avx2(void) {
  const unsigned vectors = 0x06, avx2 = 1u << 5;
  unsigned a, b, c, d;
  return saves_registers(vectors) && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & avx2) != 0;
}

/* Whether the processor and the system support AVX-512 F, BW, VL and VBMI. Older processors, which
 * have no VBMI, lower their frequency for vectors of 64 bytes. */
static inline _Bool has_avx512(void) {
  const unsigned vectors_and_masks = 0xe6;
  const unsigned f_bw_vl = 1u << 16 | 1u << 30 | 1u << 31, vbmi = 1u << 1;
  unsigned a, b, c, d;
  return saves_registers(vectors_and_masks) && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
         (b & f_bw_vl) == f_bw_vl && (c & vbmi) != 0;
}

#endif /* PYMV_PROCESSOR_H */
