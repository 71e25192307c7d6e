/* Version, basic types and the few portability macros that the other headers use. */
#ifndef PYMEMORYVIEW_CONFIG_H
#define PYMEMORYVIEW_CONFIG_H

/** Version of these headers as 0xMMmmpp00: major, minor, patch. Compare it with PyMV_Version().
 * @since 0.1.0 */
#define PYMV_VERSION_HEX 0x00040000UL
/** The version of these headers as text. @since 0.1.0 */
#define PYMV_VERSION "0.4.0"

#ifdef __cplusplus
#define PYMV_BEGIN_DECLS extern "C" {
#define PYMV_END_DECLS }
#else
#define PYMV_BEGIN_DECLS
#define PYMV_END_DECLS
#endif

/* Python.h defines these too; if it is included first, its definitions are used. */
#ifndef Py_PYTHON_H

/* Programs written for Python.h rely on these standard headers, which it includes. */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Swift requires global C variables to be marked as not isolated to an actor. */
#ifdef __swift__
#define PYMV_SHARED_DATA __attribute__((swift_attr("nonisolated(unsafe)")))
#else
#define PYMV_SHARED_DATA
#endif

#define PyAPI_FUNC(RTYPE) extern RTYPE
#define PyAPI_DATA(RTYPE) extern PYMV_SHARED_DATA RTYPE

#if defined(__GNUC__) || defined(__clang__)
#define Py_UNUSED(name) _unused_##name __attribute__((unused))
#else
#define Py_UNUSED(name) _unused_##name
#endif

/** Signed size: byte counts, extents, strides and indices. */
typedef ssize_t Py_ssize_t;
/** Hash value; -1 means failure. */
typedef Py_ssize_t Py_hash_t;

#define PY_SSIZE_T_MAX ((Py_ssize_t)(((size_t)-1) >> 1))
#define PY_SSIZE_T_MIN (-PY_SSIZE_T_MAX - 1)

#define Py_MIN(x, y) (((x) > (y)) ? (y) : (x))
#define Py_MAX(x, y) (((x) > (y)) ? (x) : (y))
#define Py_ABS(x) ((x) < 0 ? -(x) : (x))
#define Py_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define Py_STRINGIFY_(x) #x
#define Py_STRINGIFY(x) Py_STRINGIFY_(x)

#endif /* Py_PYTHON_H */

#endif /* PYMEMORYVIEW_CONFIG_H */
