/* Private to the kernels: includes the header of the target architecture.
 *
 * That header, inline.h, defines:
 * - PYMV_K_TABLES: the header for kernels.c with its tables and a function pymv_k_best_table, which
 *   selects one for the processor;
 * - PYMV_K_LEAST: rows and columns of the smallest block that its transposition supports;
 * - pymv_k_stream_line: write a cache line with non-temporal stores. Assumes: `to` is the start of
 *   one;
 * - pymv_k_fence: order non-temporal stores before later stores;
 * - pymv_k_fill_streaming: write a pattern repeatedly, up to `size` bytes, with non-temporal stores
 *   and a fence; returns the bytes written, which is 0 without such stores. Assumes: `size` is at
 *   least PYMV_K_PATTERN. */
#ifndef PYMV_ARCHITECTURE_H
#define PYMV_ARCHITECTURE_H

enum { PYMV_K_LINE = 64 /* bytes of a cache line */ };

#if defined(__x86_64__) && !defined(PYMV_PORTABLE_KERNELS)
#include "x86/inline.h"
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(PYMV_PORTABLE_KERNELS)
#include "arm64/inline.h"
#else
#include "portable/inline.h"
#endif

#endif /* PYMV_ARCHITECTURE_H */
