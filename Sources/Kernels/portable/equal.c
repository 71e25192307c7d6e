#include "equal.h"

#include "portable.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

DEFINE_EQUAL(, , pymv_k_equal_items)

#pragma clang attribute pop
