/* The error indicator and the exception types.
 *
 * Every thread has one indicator. It is empty or holds an exception, which is made at the moment it
 * is raised. A function that fails fills it; its caller handles the exception and clears it, or
 * fails as well. Raising replaces what was there. There are no tracebacks.
 */
#ifndef PYMEMORYVIEW_ERRORS_H
#define PYMEMORYVIEW_ERRORS_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Raise an exception with a message.
 * @param type a type of exceptions; anything else raises SystemError instead.
 * @param message UTF-8, copied; what is not valid raises UnicodeDecodeError instead. */
PyAPI_FUNC(void) PyErr_SetString(PyObject *type, const char *message);

/** Raise an exception.
 * @param type a type of exceptions; anything else raises SystemError instead.
 * @param value an exception of that type is raised itself; a tuple holds the arguments of a new
 *   one; NULL and None: it has no arguments; anything else is its only argument. */
PyAPI_FUNC(void) PyErr_SetObject(PyObject *type, PyObject *value);

/** Raise an exception without arguments. @param type as PyErr_SetObject. */
PyAPI_FUNC(void) PyErr_SetNone(PyObject *type);

/** Raise an exception with a message made as PyUnicode_FromFormat makes it.
 * @param type as PyErr_SetObject.
 * @param format ASCII with the directives of PyUnicode_FromFormat; a wrong one raises SystemError.
 * @return NULL always, for callers to return in turn. */
PyAPI_FUNC(PyObject *) PyErr_Format(PyObject *type, const char *format, ...);

/** Ask whether the calling thread's indicator is set.
 * @return borrowed reference to the exception's type, or NULL. Never fails. */
PyAPI_FUNC(PyObject *) PyErr_Occurred(void);

/** Empty the indicator. */
PyAPI_FUNC(void) PyErr_Clear(void);

/** Take what the indicator holds, and empty it.
 * @param type receives a new reference to the exception's type, or NULL if none was set.
 * @param value receives the exception, a new reference, or NULL.
 * @param traceback receives NULL; may be NULL itself. */
PyAPI_FUNC(void) PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback);

/** Fill the indicator with what PyErr_Fetch gave. Takes over the three references.
 * @param type a type of exceptions; NULL empties the indicator.
 * @param value as PyErr_SetObject. @param traceback given up. */
PyAPI_FUNC(void) PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback);

/** Make the exception that a type and a value stand for, as PyErr_SetObject would. What PyErr_Fetch
 * gives needs it no more. If that fails, the three become the failure's.
 * @param type, value variables with references that may be replaced. @param traceback is left. */
PyAPI_FUNC(void) PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **traceback);

/** Ask whether the raised exception is of a type.
 * @param type a type of exceptions, or a tuple of such types and tuples.
 * @return 1 or 0; 0 if none is raised. Never fails. */
PyAPI_FUNC(int) PyErr_ExceptionMatches(PyObject *type);

/** Ask whether an exception is of a type.
 * @param given an exception or a type of exceptions; NULL: no.
 * @param type as PyErr_ExceptionMatches. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PyErr_GivenExceptionMatches(PyObject *given, PyObject *type);

/** Raise MemoryError. Takes no memory. @return NULL always. */
PyAPI_FUNC(PyObject *) PyErr_NoMemory(void);

/** Raise SystemError "bad argument to internal function". */
PyAPI_FUNC(void) PyErr_BadInternalCall(void);

/** The same, headed by the place of the call, which the macro below passes.
 * @param file name of a source file, UTF-8. @param line its line. */
PyAPI_FUNC(void) _PyErr_BadInternalCall(const char *file, int line);
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)

/** Raise TypeError "bad argument type for built-in operation". @return 0 always. */
PyAPI_FUNC(int) PyErr_BadArgument(void);

/** Write the raised exception to standard error, as the last line of a traceback has it, and clear
 * it. Does nothing if none is raised. */
PyAPI_FUNC(void) PyErr_Print(void);

/** As PyErr_Print. @param set_sys_last_vars ignored: there is no module to keep them. */
PyAPI_FUNC(void) PyErr_PrintEx(int set_sys_last_vars);

/** Write the raised exception to standard error where it can go nowhere else, as in a destructor,
 * and clear it.
 * @param where names the place by its repr, after "Exception ignored in: "; NULL or None: no place
 *   is named. */
PyAPI_FUNC(void) PyErr_WriteUnraisable(PyObject *where);

/* The types of exceptions, each after what it derives from. An exception keeps the arguments
 * it was raised with; its str is its only argument's, or that of the tuple of them. A program
 * derives its own by a PyTypeObject with one of them as tp_base and no size of its own. */

/* BaseException, Exception, and what derives from Exception */
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
