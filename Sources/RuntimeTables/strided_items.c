#include "StridedItems.h"

#pragma weak PyBuffer_ToContiguous

pymv_copy_to_contiguous pymv_c_copy_to_contiguous(void) {
  return PyBuffer_ToContiguous;
}
