/* str, from and to UTF-8.
 *
 * A str holds code points other than surrogates, as UTF-8. Functions that decode take the name of
 * an error handler, which is looked at when there is an error: NULL and "strict" raise it, any
 * other raises LookupError "unknown error handler name '...'".
 */
#ifndef PYMEMORYVIEW_UNICODE_H
#define PYMEMORYVIEW_UNICODE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of strs. */
PyAPI_DATA(PyTypeObject) PyUnicode_Type;

/* Ask for the type: Check counts subclasses in, CheckExact does not. They never fail. */
#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE(op, &PyUnicode_Type)

/** A code point. */
typedef uint32_t Py_UCS4;

/** Make a str. @param text NUL-terminated UTF-8.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError as PyUnicode_DecodeUTF8. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *text);

/** Make a str. @param text UTF-8, may contain NULs; NULL only with size 0. @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError as PyUnicode_DecodeUTF8.
 * @raises SystemError "Negative size passed to PyUnicode_FromStringAndSize", or NULL with a
 * positive size. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *text, Py_ssize_t size);

/** Make a str of a format, as printf does.
 * @param format ASCII, with the conversions %% %c %d %i %u %x %X %o %p %s, of sizes l ll z t j for
 *   integers and l (wchar_t) for %s; and for objects %S (str), %R (repr), %A (repr escaped to
 *   ASCII), %U (a str), %V (a str, or if NULL the text of the next argument), %T (name of the
 *   object's type), %N (name of a type). Flags, width and precision as in printf, in characters.
 * @return new reference, or NULL on failure.
 * @raises SystemError "invalid format string: ...". @raises OverflowError %c of no code point.
 * @raises ValueError a width or precision is too big. @raises MemoryError. Exceptions of an
 *   object's str or repr are passed on. */
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...);

/** Make a str whose characters the caller writes at once, before others see it, to where
 * PyUnicode_AsUTF8 says.
 * @param size in characters. @param maxchar 127 or less: only ASCII can be made so.
 * @return new reference, or NULL on failure.
 * @raises SystemError a negative size, or another maxchar. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar);

/** Decode UTF-8, strictly: no surrogates, no overlong forms, nothing beyond U+10FFFF.
 * @param text may contain NULs; NULL only with size 0. @param size in bytes.
 * @param errors the error handler; NULL: "strict".
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError "'utf-8' codec can't decode byte 0x.. in position N: ...", where N
 * counts bytes, and the reason is "invalid start byte", "invalid continuation byte" or "unexpected
 * end of data". @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *text, Py_ssize_t size, const char *errors);

/** Decode ASCII. Parameters as PyUnicode_DecodeUTF8.
 * @return new reference, or NULL on failure.
 * @raises UnicodeDecodeError "'ascii' codec can't decode byte 0x.. in position N: ordinal not in
 *   range(128)". @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *text, Py_ssize_t size, const char *errors);

/** The text as UTF-8, NUL-terminated; NULs within are not told apart.
 * @return its address, valid as long as the str; NULL on failure.
 * @raises TypeError `op` is no str. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8(PyObject *op);

/** As PyUnicode_AsUTF8. @param size where to put the number of bytes, without the NUL, or -1 on
 * failure; NULL: not wanted. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *op, Py_ssize_t *size);

/** The text as UTF-8 in a bytes object.
 * @return new reference, or NULL on failure. @raises TypeError `op` is no str. @raises MemoryError.
 */
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *op);

/** The text as ASCII in a bytes object.
 * @return new reference, or NULL on failure.
 * @raises UnicodeEncodeError "'ascii' codec can't encode character '...' in position N: ordinal not
 * in range(128)", or "characters in position M-N". @raises TypeError `op` is no str.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *op);

/** Number of code points, or -1 on failure. @raises TypeError `op` is no str. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetLength(PyObject *op);

/** Get one code point. @param index in code points, from 0.
 * @return the code point; (Py_UCS4)-1 on failure.
 * @raises IndexError "string index out of range". @raises TypeError `op` is no str. */
PyAPI_FUNC(Py_UCS4) PyUnicode_ReadChar(PyObject *op, Py_ssize_t index);

/** Compare with a text, by code points. @param op a str; this is not checked.
 * @param text NUL-terminated; bytes beyond ASCII stand for U+0080 to U+00FF.
 * @return -1, 0 or 1, as `op` comes before, equals or comes after the text. Never fails. */
PyAPI_FUNC(int) PyUnicode_CompareWithASCIIString(PyObject *op, const char *text);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_UNICODE_H */
