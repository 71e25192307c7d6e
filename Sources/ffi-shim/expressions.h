/* Python expressions on a memoryview, each as the C calls that evaluate it. */
#ifndef SHIM_EXPRESSIONS_H
#define SHIM_EXPRESSIONS_H

#include <PyMemoryView.h>

enum { MOST_EXPRESSIONS = 24, LONGEST_EXPRESSION = 96 };

/** A memoryview. A row is what one index of the first axis selects; without axes, the only item. */
struct subject {
  PyObject *view; /**< Borrowed. */
  const Py_buffer *buffer;
  Py_ssize_t rows; /**< Their number. */
  Py_ssize_t few;  /**< A small number of rows, of few bytes. */
};

struct subject subject_of(PyObject *view);

/** An expression; the memoryview is called m. */
struct expression {
  char text[LONGEST_EXPRESSION];
  /** @return new reference, or NULL with an exception. */
  PyObject *(*answer)(const struct subject *m);
};

/** Choose expressions for a memoryview. None of them reads more than a few KB, however large the
 * buffer is. @return their number. */
int expressions_choose(const struct subject *m, struct expression expressions[MOST_EXPRESSIONS]);

#endif
