#include "Kernels.h"

#if defined(__x86_64__) && defined(__SSE2__) && !defined(PYMV_NO_AVX2)
#include <cpuid.h>

/* __builtin_cpu_supports would link some 5 KiB of tables of processors. */
static _Bool find_avx2(void) {
  const unsigned saves_registers = 1u << 27, avx = 1u << 28, avx2 = 1u << 5, wide_state = 6;
  unsigned a, b, c, d, state, state_high;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  if ((c & saves_registers) == 0 || (c & avx) == 0) return 0;
  __asm__("xgetbv" : "=a"(state), "=d"(state_high) : "c"(0));
  if ((state & wide_state) != wide_state) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & avx2) != 0;
}
#else
static _Bool find_avx2(void) {
  return 0;
}
#endif

_Bool pymv_k_has_avx2(void) {
  /* 0: not asked yet. Every thread that asks finds the same. */
  static signed char known;
  signed char answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer == 0) {
    answer = find_avx2() ? 1 : -1;
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  return answer > 0;
}
