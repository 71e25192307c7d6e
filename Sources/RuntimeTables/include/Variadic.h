/* Variadic functions: C code fetches the arguments; Swift code parses the formats and builds the
 * texts. */
#ifndef VARIADIC_H
#define VARIADIC_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <stdarg.h>

/** A text under construction; TextBuilder in Swift. All zero: empty. */
typedef struct {
  char *bytes;         /**< UTF-8 written so far; malloc'ed. */
  Py_ssize_t count;    /**< Bytes written. */
  Py_ssize_t capacity; /**< Bytes allocated. */
  _Bool failed;        /**< An exception is set; nothing more is written. */
} pymv_text_builder;

/** The C type of an integer argument; PYMV_SIZE_LONG for text means wchar_t characters. */
typedef enum {
  PYMV_SIZE_INT,
  PYMV_SIZE_LONG,      /**< l */
  PYMV_SIZE_LONG_LONG, /**< ll */
  PYMV_SIZE_WORD,      /**< z, j, t: as wide as long. */
} pymv_size;

/** One directive of a format, such as %-10.200s. */
typedef struct {
  Py_ssize_t width;     /**< Least number of characters; -1: none given. */
  Py_ssize_t precision; /**< Most characters, or least number of digits; -1: none given. */
  pymv_size size;
  char conversion; /**< The letter. */
  _Bool left;      /**< '-': pad on the right. */
  _Bool zeros;     /**< '0': pad numbers with zeros. */
} pymv_directive;

/** Kind of the next variadic argument that a format needs. */
typedef enum {
  PYMV_WANTS_NOTHING, /**< At the end of the format, or after an error. */
  PYMV_WANTS_STAR,    /**< An int, for pymv_s_format_star. */
  PYMV_WANTS_INT,
  PYMV_WANTS_LONG,
  PYMV_WANTS_LONG_LONG,
  PYMV_WANTS_POINTER,
  PYMV_WANTS_OBJECT_OR_TEXT, /**< Two pointers. */
} pymv_wanted;

/** Progress through a format. */
typedef struct {
  const char *rest;         /**< Unread remainder of the format. */
  const char *start;        /**< The '%' of the current directive. */
  pymv_directive directive; /**< The current directive. */
  _Bool awaits_precision;   /**< The current '*' is a precision, not a width. */
  pymv_text_builder text;
} pymv_formatter;

/** Copy the text up to the next directive, and parse that. @return the argument it needs. */
PYMV_NONNULL(1) pymv_wanted pymv_s_format_next(pymv_formatter *formatter);
/** Pass the int for a '*', and parse on. @return the next argument that is needed. */
PYMV_NONNULL(1) pymv_wanted pymv_s_format_star(pymv_formatter *formatter, int value);
/** Pass an integer argument, sign-extended from its type. */
PYMV_NONNULL(1) void pymv_s_format_integer(pymv_formatter *formatter, long long value);
/** Pass a pointer argument. @param text replaces a NULL object of %V. */
PYMV_NONNULL(1)
void pymv_s_format_pointer(pymv_formatter *formatter, void *value, const char *text);
/** Convert the text to a str. @return new reference, or NULL with an exception set. */
PYMV_NONNULL(1) PyObject *pymv_s_format_finish(pymv_formatter *formatter);

/* PyErr_Format for Swift, which cannot call variadic functions. The format must use exactly the
 * given arguments; all of them are borrowed. */
void pymv_c_raise_text(PyObject *type, const char *format, const char *text);
void pymv_c_raise_texts(PyObject *type, const char *format, const char *first, const char *second);
void pymv_c_raise_size(PyObject *type, const char *format, Py_ssize_t size);
void pymv_c_raise_sizes(PyObject *type, const char *format, Py_ssize_t first, Py_ssize_t second);
void pymv_c_raise_object(PyObject *type, const char *format, PyObject *op);
void pymv_c_raise_objects(PyObject *type, const char *format, PyObject *first, PyObject *second);

/** Py_BuildValue with a va_list. */
PyObject *pymv_c_build_value(const char *format, va_list arguments);

/** Raise SystemError for a NULL that the caller must not pass. @return NULL. */
PyObject *pymv_s_null_argument(void);

/** Create a str of one code point.
 * @return new reference, or NULL. @raises ValueError if the code point is out of range. */
PyObject *pymv_s_text_from_code_point(int code_point);

#endif /* VARIADIC_H */
