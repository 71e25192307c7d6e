/* Assertions: what a function assumes, checked where PYMV_ASSERTIONS is defined, which is in debug,
 * sanitizer and fuzz builds. Elsewhere the condition is not even looked at. */
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
