/* Comparison of numbers of different types. */
#ifndef NUMBER_KERNELS_H
#define NUMBER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/** Types of real numbers. */
typedef enum {
  PYMV_K_INT8,
  PYMV_K_INT16,
  PYMV_K_INT32,
  PYMV_K_INT64,
  PYMV_K_UINT8,
  PYMV_K_UINT16,
  PYMV_K_UINT32,
  PYMV_K_UINT64,
  PYMV_K_BOOL,   /**< A byte: 0 if it is zero, else 1. */
  PYMV_K_HALF,   /**< IEEE 754 binary16. */
  PYMV_K_SINGLE, /**< binary32. */
  PYMV_K_DOUBLE  /**< binary64. */
} pymv_k_number;

/** A strided column of numbers of any alignment. */
typedef struct {
  pymv_k_number type;
  _Bool is_swapped; /**< Whether the byte order is the opposite of this machine's. */
  const uint8_t *start;
  ptrdiff_t stride; /**< In bytes. */
} pymv_k_numbers;

/** Whether the first `count` numbers of two columns are equal by mathematical value; stops soon
 * after the first difference. NaN equals nothing. */
_Bool pymv_k_equal_numbers(const pymv_k_numbers *a, const pymv_k_numbers *b, size_t count);

#endif /* NUMBER_KERNELS_H */
