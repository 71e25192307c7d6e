/* Assertions check the assumptions of functions in debug, sanitizer and fuzz builds, which define
 * PYMV_ASSERTIONS. Other builds do not evaluate the condition. */
#ifndef ASSERTIONS_H
#define ASSERTIONS_H

#if defined(PYMV_ASSERTIONS)
#undef NDEBUG
#include <assert.h>
#define pymv_assert(condition) assert(condition)
#else
#define pymv_assert(condition) ((void)0)
#endif

#endif /* ASSERTIONS_H */
