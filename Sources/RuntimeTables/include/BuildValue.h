/* Making objects of C values by a format. */
#ifndef BUILD_VALUE_H
#define BUILD_VALUE_H

#include <PyMemoryView.h>
#include <stdarg.h>

/** Py_BuildValue with its arguments in a list. */
PyObject *pymv_c_build_value(const char *format, va_list arguments);

/** Raise SystemError for a NULL that the caller must not pass. @return NULL. */
PyObject *pymv_s_null_argument(void);

/** Make a str of one code point.
 * @return new reference, or NULL. @raises ValueError there is no such code point. */
PyObject *pymv_s_text_from_code_point(int code_point);

#endif /* BUILD_VALUE_H */
