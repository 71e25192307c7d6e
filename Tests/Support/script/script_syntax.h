/* Internal to the script evaluator: parsing. */
#ifndef PYMV_TESTS_SCRIPT_SYNTAX_H
#define PYMV_TESTS_SCRIPT_SYNTAX_H

#include <stdbool.h>

#include "script.h"

typedef struct {
  char text[24];
} Name;

/** A running script. Functions that evaluate return a new reference, or NULL with an exception;
 * then the remainder of the script is skipped. */
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
/** Evaluate up to a closing bracket. @param first stolen; NULL if there is none. */
PyObject *sequence(Script *script, const char *close, bool is_list, PyObject *first);
/** Evaluate after "(". */
PyObject *parenthesized(Script *script);
/** Evaluate a subscript after "[". */
PyObject *subscript(Script *script);
/** Evaluate the arguments that follow "(" and call an object, or a function if it is not NULL. */
PyObject *call(Script *script, PyObject *callable, ScriptFunction function);
/** Evaluate the arguments that follow "(" and call a method. */
PyObject *call_method(Script *script, PyObject *self, const char *name);

/** Borrowed reference; NULL if there is none. */
PyObject *find_variable(const Name *name);
/** @param value new reference, stolen; NULL drops the variable. */
void set_variable(const Name *name, PyObject *value);

#endif /* PYMV_TESTS_SCRIPT_SYNTAX_H */
