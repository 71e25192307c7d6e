/* Comparison of runs of items in vectors of 32 bytes, which compilers split for processors with
 * shorter ones. */
#ifndef COMPARE_KERNELS_H
#define COMPARE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/** Definition of equality of two items. */
typedef enum {
  PYMV_K_BYTES,   /**< Bytes are equal. */
  PYMV_K_FLOAT16, /**< IEEE floats of 2 bytes: NaN equals nothing, -0.0 equals 0.0. */
  PYMV_K_FLOAT32, /**< IEEE floats of 4 bytes. */
  PYMV_K_FLOAT64, /**< IEEE floats of 8 bytes. */
  PYMV_K_TRUTH    /**< Bytes; equal if both are zero or both are not. */
} pymv_k_equality;

/** Whether the items of two runs of `count` bytes are equal; stops soon after the first difference.
 * Assumes: `count` is a multiple of the item's size. */
_Bool pymv_k_equal(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, size_t count);

#endif /* COMPARE_KERNELS_H */
