/* What is worth asking a memoryview, in Python. */
#ifndef SHIM_EXPRESSIONS_H
#define SHIM_EXPRESSIONS_H

#include <PyMemoryView.h>

enum { MOST_EXPRESSIONS = 24, LONGEST_EXPRESSION = 96 };

/** Texts for evaluate, in which the memoryview is called m. */
struct expressions {
  char texts[MOST_EXPRESSIONS][LONGEST_EXPRESSION];
  int count;
};

/** Choose expressions for a memoryview's buffer. None of them reads more than a few KB, however
 * large the buffer is. */
void expressions_choose(const Py_buffer *buffer, struct expressions *expressions);

#endif
