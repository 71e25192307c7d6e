/* Python expressions about a few objects, each step of them a call of the library through libffi,
 * so that what is printed beside a result is what was done.
 *
 * Understood: integers, strings and byte strings without escapes, tuples, names; attributes, calls
 * with positional arguments and keywords, subscripts with slices; one comparison or `in`; len(),
 * hash() and list(); assignment to and deletion of a subscript. */
#ifndef SHIM_EVALUATE_H
#define SHIM_EVALUATE_H

#include <PyMemoryView.h>
#include <stdbool.h>

/** A name and what it stands for. */
struct variable {
  const char *name;
  PyObject *object; /**< Borrowed. */
};

/** Evaluate an expression, or carry out an assignment or a deletion, whose value is None.
 * @param variables ended by a NULL name.
 * @return new reference; NULL with the library's exception, or a SystemError if the text is not
 * understood. */
PyObject *evaluate(const char *text, const struct variable *variables);

/** The value in words. */
struct outcome {
  bool raised;
  char text[512]; /**< The repr, cut to fit; or "Type: message" if it raised. */
};

/** What came of a call that returned a new reference or an exception, neither of which is left
 * behind. */
struct outcome outcome_of(PyObject *result);

/** Evaluate and describe; no exception is left behind. */
struct outcome evaluate_outcome(const char *text, const struct variable *variables);

#endif
