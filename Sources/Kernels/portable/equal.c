#include "equal.h"

#include "portable.h"

DEFINE_EQUAL(, , pymv_k_equal_items)
