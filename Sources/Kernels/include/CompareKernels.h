/* Comparison of runs of items: vectors of 32 bytes, which compilers break up where the processor
 * has shorter ones. */
#ifndef COMPARE_KERNELS_H
#define COMPARE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/** When two items are equal. */
typedef enum {
  PYMV_K_BYTES,   /**< Their bytes are. */
  PYMV_K_FLOAT32, /**< As IEEE floats of 4 bytes: a NaN equals nothing, -0.0 equals 0.0. */
  PYMV_K_FLOAT64, /**< The same with 8 bytes. */
  PYMV_K_TRUTH    /**< Bytes that are zero, or not, in both. */
} pymv_k_equality;

/** Whether the items of two runs of `count` bytes are equal; stops soon after the first that are
 * not. Assumes: `count` is a multiple of the item's size. */
_Bool pymv_k_equal(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, size_t count);

#endif /* COMPARE_KERNELS_H */
