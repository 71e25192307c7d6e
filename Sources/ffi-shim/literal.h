/* Reader of the few Python literals in .npy headers. Every function skips white space first, and
 * consumes nothing else if the text does not match. */
#ifndef SHIM_LITERAL_H
#define SHIM_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

/** The text still to be read; not NUL-terminated. */
struct literal {
  const char *next;
  const char *end;
};

bool literal_at_end(struct literal *literal);
/** Whether this is the next character. */
bool literal_at(struct literal *literal, char character);
/** The same, and step over it. */
bool literal_take(struct literal *literal, char character);
/** A word such as True. */
bool literal_word(struct literal *literal, const char *word);
/** A string of printable ASCII without escapes, in either kind of quotes, that fits `text`. */
bool literal_string(struct literal *literal, char *text, size_t size);
/** An identifier that fits `text`. */
bool literal_name(struct literal *literal, char *text, size_t size);
/** A decimal integer, not negative, below 2^64; a Python 2 long may end in L. */
bool literal_number(struct literal *literal, unsigned long long *number);

#endif
