/* Inside of the scripts: reading them. */
#ifndef PYMV_TESTS_SCRIPT_SYNTAX_H
#define PYMV_TESTS_SCRIPT_SYNTAX_H

#include <stdbool.h>

#include "script.h"

typedef struct {
  char text[24];
} Name;

/** A script that is being run. Functions that evaluate return a new reference, or NULL with an
 * exception, and then the rest of the script is not looked at. */
typedef struct {
  const char *at;
  const char *target_end; /**< End of the target of an assignment or del; NULL in expressions. */
  PyObject *key;          /**< Last subscript of a target, or NULL. */
  Name attribute;         /**< Last attribute of a target, or empty. */
} Script;

/** The first of some characters, or the end, that is not in quotes or brackets. */
const char *find_outside(const char *at, const char *stops);
void skip_spaces(Script *script);
/** Step over a token if it is next. */
bool take(Script *script, const char *token);
/** Step over a token, or abort. */
void require(Script *script, const char *token);
Name take_name(Script *script);

PyObject *expression(Script *script);
/** Evaluate up to a closing bracket. @param first taken over; NULL if there is none. */
PyObject *sequence(Script *script, const char *close, bool is_list, PyObject *first);
/** Evaluate what follows "(". */
PyObject *parenthesized(Script *script);
/** Evaluate what follows "[" behind a value. */
PyObject *subscript(Script *script);
/** Evaluate the arguments that follow "(" and call an object, or a function if it is not NULL. */
PyObject *call(Script *script, PyObject *callable, ScriptFunction function);
/** Evaluate the arguments that follow "(" and call a method. */
PyObject *call_method(Script *script, PyObject *self, const char *name);

/** Borrowed reference; NULL if there is none. */
PyObject *find_variable(const Name *name);
/** @param value new reference, taken over; NULL drops the variable. */
void set_variable(const Name *name, PyObject *value);

#endif /* PYMV_TESTS_SCRIPT_SYNTAX_H */
