/* Small scripts in Python's notation, run through the C functions under test.
 *
 *   given("m = memoryview(bytearray(b'abcdef'))");
 *   expect("m[::-2].tobytes()", "b'fdb'");
 *   expect("m[0] = 256", "ValueError: memoryview: invalid value for format 'B'");
 *
 * A script is a list of statements with ";" between them: expressions, assignments to names, items
 * and attributes, and del. Expressions have literals, tuples, lists, names, attributes, items,
 * slices, calls with keywords, one comparison (== != < <= > >= in is), "not" and "-". Each
 * operation is one call: o.a is PyObject_GetAttr, o[k] PyObject_GetItem, f(a, k=b)
 * PyObject_Vectorcall, a == b PyObject_RichCompare, a in b PySequence_Contains. script_functions.c
 * defines functions and objects of the tests' own. Every object is released as soon as Python would
 * release it. */
#ifndef PYMV_TESTS_SCRIPT_H
#define PYMV_TESTS_SCRIPT_H

#include "api.h"

/** Run a script. @return new reference to the last statement's value (None if that is not an
 * expression), or NULL with an exception. Aborts if the script is ill-formed. */
PyObject *script_run(const char *script);

/** Get a variable. @return borrowed reference; aborts if there is none. */
PyObject *script_variable(const char *name);
/** Set a variable. @param value new reference, which is stolen. */
void script_set(const char *name, PyObject *value);
/** Drop all variables, the latest first. */
void script_forget(void);

/** The outcome of a script: repr() of its value, or the error. */
const char *script_outcome(const char *script);

/** Drop all variables, then run a script; it becomes the first part of the claims of the
 * following observations. If it fails, its error is observed and the remainder of the case is
 * not: older versions of CPython may lack features that it needs. With this library the case
 * fails at its end. */
void given(const char *script);
/** Run a script and observe its outcome. */
void see(const char *script);
/** As see(), and with this library the outcome must be this one, else the case fails at its end.
 */
void expect(const char *script, const char *outcome);

/** End a case: drop the variables and the prefix set by given().
 * @return number of expectations not met, plus objects of the tests' own that are alive. */
int script_end(void);

/** A function of scripts. @param args `count` positional arguments, then one for each of `names`, a
 * tuple of str or NULL. */
typedef PyObject *(*ScriptFunction)(PyObject *const *args, Py_ssize_t count, PyObject *names);

/** Find a function; NULL if there is none. */
ScriptFunction script_function(const char *name);
/** Find a constant or type; borrowed reference, NULL if there is none. */
PyObject *script_constant(const char *name);
/** Get a keyword argument. @return borrowed reference, or NULL if it was not given. */
PyObject *script_keyword(PyObject *const *args, Py_ssize_t count, PyObject *names,
                         const char *keyword);

/** Read a literal: a number, str or bytes. @param at moved past it. @return new reference. */
PyObject *script_literal(const char **at);

/** Print the problem with a script, and abort. */
void script_ill_formed(const char *at, const char *problem) __attribute__((noreturn));

#endif /* PYMV_TESTS_SCRIPT_H */
