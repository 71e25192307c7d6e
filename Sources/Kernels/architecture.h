/* Within the kernels: the architecture they are compiled for, chosen here and nowhere else.
 *
 * Its folder gives, in inline.h:
 * - PYMV_K_TABLES: the header for kernels.c with its tables and a function pymv_k_best_table, which
 *   looks at the processor;
 * - PYMV_K_LEAST: rows and columns of the smallest block that its transposition takes;
 * - pymv_k_stream_line: write a cache line with non-temporal stores. Assumes: `to` is where one
 *   begins;
 * - pymv_k_fence: order non-temporal stores before later stores;
 * - pymv_k_fill_streaming: write a pattern over and over, up to so many bytes, with non-temporal
 *   stores and a fence; returns the bytes written, which is 0 without such stores. Assumes: there
 *   is room for a pattern. */
#ifndef PYMV_ARCHITECTURE_H
#define PYMV_ARCHITECTURE_H

enum { PYMV_K_LINE = 64 /* bytes of a cache line */ };

#if defined(__x86_64__) && !defined(PYMV_PORTABLE_KERNELS)
#include "x86/inline.h"
#else
#include "portable/inline.h"
#endif

#endif /* PYMV_ARCHITECTURE_H */
