/* The error indicator and the exception types.
 *
 * Each thread has one error indicator. It is empty or holds an exception, which is created when it
 * is raised. A function that fails sets the indicator; its caller either handles the exception and
 * clears the indicator, or fails as well. Raising replaces the current exception. There are no
 * tracebacks.
 */
#ifndef PYMEMORYVIEW_ERRORS_H
#define PYMEMORYVIEW_ERRORS_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Raise an exception with a message.
 * @param type an exception type; anything else raises SystemError instead.
 * @param message UTF-8, copied; invalid UTF-8 raises UnicodeDecodeError instead.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_SetString(PyObject *type, const char *message);

/** Raise an exception.
 * @param type an exception type; anything else raises SystemError instead.
 * @param value an instance of `type` is raised itself; a tuple holds the arguments of a new
 *   exception; NULL and None: no arguments; any other object is its only argument.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_SetObject(PyObject *type, PyObject *value);

/** Raise an exception without arguments. @param type as PyErr_SetObject. @since 0.1.0 */
PyAPI_FUNC(void) PyErr_SetNone(PyObject *type);

/** Raise an exception with a formatted message.
 * @param type as PyErr_SetObject.
 * @param format ASCII, with the conversions of PyUnicode_FromFormat; an invalid one raises
 *   SystemError instead.
 * @return always NULL, for the caller to return.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyErr_Format(PyObject *type, const char *format, ...);

/** Get the type of the exception in the calling thread's indicator.
 * @return borrowed reference, or NULL if the indicator is empty. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyErr_Occurred(void);

/** Clear the indicator. @since 0.1.0 */
PyAPI_FUNC(void) PyErr_Clear(void);

/** Move the exception out of the indicator and clear it.
 * @param type receives a new reference to the exception's type, or NULL if the indicator was empty.
 * @param value receives a new reference to the exception, or NULL.
 * @param traceback receives NULL; may be NULL itself.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback);

/** Set the indicator to what PyErr_Fetch returned. Steals the three references.
 * @param type an exception type; NULL clears the indicator.
 * @param value as PyErr_SetObject.
 * @param traceback dropped; may be NULL.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback);

/** Replace a type and a value by the exception that PyErr_SetObject would raise for them. Not
 * needed for the result of PyErr_Fetch. On failure the variables receive the exception of the
 * failure.
 * @param type, value variables with owned references, which may be replaced.
 * @param traceback not changed.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **traceback);

/** Check whether the current exception has a type.
 * @param type an exception type, or a tuple of exception types and such tuples.
 * @return 1 or 0; 0 if the indicator is empty. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyErr_ExceptionMatches(PyObject *type);

/** Check whether an exception has a type.
 * @param given an exception or exception type; NULL gives 0.
 * @param type as PyErr_ExceptionMatches.
 * @return 1 or 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyErr_GivenExceptionMatches(PyObject *given, PyObject *type);

/** Raise MemoryError, without allocating memory. @return always NULL. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyErr_NoMemory(void);

/** Raise SystemError "bad argument to internal function". @since 0.1.0 */
PyAPI_FUNC(void) PyErr_BadInternalCall(void);

/** As PyErr_BadInternalCall, with the place of the call before the message. The macro passes it.
 * @param file name of a source file, UTF-8.
 * @param line line in that file.
 * @since 0.1.0 */
PyAPI_FUNC(void) _PyErr_BadInternalCall(const char *file, int line);
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)

/** Raise TypeError "bad argument type for built-in operation". @return always 0. @since 0.1.0 */
PyAPI_FUNC(int) PyErr_BadArgument(void);

/** Write the current exception to standard error, as the last line of a traceback, and clear the
 * indicator. No effect if the indicator is empty.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_Print(void);

/** As PyErr_Print. @param set_sys_last_vars ignored: there is no sys module. @since 0.1.0 */
PyAPI_FUNC(void) PyErr_PrintEx(int set_sys_last_vars);

/** Write the current exception to standard error and clear the indicator, where the exception
 * cannot be passed on, as in a destructor.
 * @param where object whose repr is written after "Exception ignored in: "; NULL or None: no place
 *   is named.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyErr_WriteUnraisable(PyObject *where);

/* Exception types, each after its base. An exception keeps the arguments that it was raised with;
 * its str is that of its only argument, or of the tuple of its arguments. To define another type,
 * fill a PyTypeObject with one of these as tp_base and leave tp_basicsize 0.
 */

/* BaseException, Exception, and the types derived from Exception */
PyAPI_DATA(PyObject *) PyExc_BaseException;
PyAPI_DATA(PyObject *) PyExc_Exception;
PyAPI_DATA(PyObject *) PyExc_ArithmeticError;
PyAPI_DATA(PyObject *) PyExc_OverflowError;
PyAPI_DATA(PyObject *) PyExc_ZeroDivisionError;
PyAPI_DATA(PyObject *) PyExc_AssertionError;
PyAPI_DATA(PyObject *) PyExc_AttributeError;
PyAPI_DATA(PyObject *) PyExc_BufferError;
PyAPI_DATA(PyObject *) PyExc_EOFError;
PyAPI_DATA(PyObject *) PyExc_ImportError;
PyAPI_DATA(PyObject *) PyExc_ModuleNotFoundError;
PyAPI_DATA(PyObject *) PyExc_LookupError;
PyAPI_DATA(PyObject *) PyExc_IndexError;
PyAPI_DATA(PyObject *) PyExc_KeyError;
PyAPI_DATA(PyObject *) PyExc_MemoryError;
PyAPI_DATA(PyObject *) PyExc_OSError;
PyAPI_DATA(PyObject *) PyExc_RuntimeError;
PyAPI_DATA(PyObject *) PyExc_NotImplementedError;
PyAPI_DATA(PyObject *) PyExc_RecursionError;
PyAPI_DATA(PyObject *) PyExc_StopIteration;
PyAPI_DATA(PyObject *) PyExc_SystemError;
PyAPI_DATA(PyObject *) PyExc_TypeError;
PyAPI_DATA(PyObject *) PyExc_ValueError;
PyAPI_DATA(PyObject *) PyExc_UnicodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeDecodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeEncodeError;

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_ERRORS_H */
