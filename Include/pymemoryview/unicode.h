/* str: conversion from and to UTF-8 and ASCII.
 *
 * A str is stored as UTF-8 and holds all code points except surrogates. Decoding functions take the
 * name of an error handler, which is only used if there is an error: NULL and "strict" raise it,
 * any other name raises LookupError "unknown error handler name '...'".
 */
#ifndef PYMEMORYVIEW_UNICODE_H
#define PYMEMORYVIEW_UNICODE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of strs. */
PyAPI_DATA(PyTypeObject) PyUnicode_Type;

/* Type checks: Check accepts subclasses, CheckExact does not. They never fail. */
#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE(op, &PyUnicode_Type)

/** A code point. */
typedef uint32_t Py_UCS4;

/** Make a str.
 * @param text NUL-terminated UTF-8, copied.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError as PyUnicode_DecodeUTF8.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *text);

/** Make a str.
 * @param text UTF-8, copied; may contain NULs. NULL only if `size` is 0.
 * @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError as PyUnicode_DecodeUTF8.
 * @raises SystemError "Negative size passed to PyUnicode_FromStringAndSize", or `text` is NULL and
 *   `size` is positive.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *text, Py_ssize_t size);

/** Make a str from a format and arguments, as printf does.
 * @param format ASCII. Conversions of C values: %% %c %d %i %u %x %X %o %p %s, with the sizes l ll
 *   z t j for integers and l (wchar_t) for %s. Conversions of objects: %S (str), %R (repr), %A
 *   (repr escaped to ASCII), %U (a str), %V (a str; if NULL, the C string in the next argument), %T
 *   (name of the object's type), %N (name of a type). Flags, width and precision as in printf, in
 *   characters.
 * @return new reference, or NULL on failure.
 * @raises SystemError "invalid format string: ...".
 * @raises OverflowError the argument of %c is not a code point.
 * @raises ValueError a width or precision is too big.
 * @raises MemoryError. Exceptions of an object's str or repr are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...);

/** Make an ASCII str whose contents are not set yet. The caller must write them, to the address
 * from PyUnicode_AsUTF8, before other code can access the object.
 * @param size in characters.
 * @param maxchar 127 or less: only ASCII is supported.
 * @return new reference, or NULL on failure.
 * @raises SystemError `size` is negative, or `maxchar` is above 127.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar);

/** Decode UTF-8 strictly: surrogates, overlong forms and values above U+10FFFF are errors.
 * @param text may contain NULs. NULL only if `size` is 0.
 * @param size in bytes.
 * @param errors error handler; NULL: "strict".
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError "'utf-8' codec can't decode byte 0x.. in position N: ...", where N
 *   counts bytes, and the reason is "invalid start byte", "invalid continuation byte" or
 *   "unexpected end of data".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *text, Py_ssize_t size, const char *errors);

/** Decode ASCII. Parameters as PyUnicode_DecodeUTF8.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError "'ascii' codec can't decode byte 0x.. in position N: ordinal not in
 *   range(128)".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *text, Py_ssize_t size, const char *errors);

/** Get the contents of a str as NUL-terminated UTF-8. A NUL within them is not reported.
 * @return pointer to the contents, valid as long as the str; NULL on failure.
 * @raises TypeError `op` is not a str.
 * @since 0.1.0 */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8(PyObject *op);

/** As PyUnicode_AsUTF8.
 * @param size receives the number of bytes without the NUL, or -1 on failure. NULL: not returned.
 * @since 0.1.0 */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *op, Py_ssize_t *size);

/** Encode a str as UTF-8.
 * @return new reference to a bytes object, or NULL on failure.
 * @raises TypeError `op` is not a str.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *op);

/** Encode a str as ASCII.
 * @return new reference to a bytes object, or NULL on failure.
 * @raises UnicodeEncodeError "'ascii' codec can't encode character '...' in position N: ordinal not
 *   in range(128)", or "characters in position M-N".
 * @raises TypeError `op` is not a str.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *op);

/** @return number of code points, or -1 on failure.
 * @raises TypeError `op` is not a str.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetLength(PyObject *op);

/** Get one code point.
 * @param index in code points, from 0.
 * @return the code point; (Py_UCS4)-1 on failure.
 * @raises IndexError "string index out of range".
 * @raises TypeError `op` is not a str.
 * @since 0.1.0 */
PyAPI_FUNC(Py_UCS4) PyUnicode_ReadChar(PyObject *op, Py_ssize_t index);

/** Compare a str with a C string by code points.
 * @param op a str; the type is not checked.
 * @param text NUL-terminated Latin-1.
 * @return -1, 0 or 1 if `op` is less than, equal to or greater than `text`. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyUnicode_CompareWithASCIIString(PyObject *op, const char *text);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_UNICODE_H */
