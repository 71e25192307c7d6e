/* What can be wrong with a Py_buffer, so that it describes no array in memory. */
#ifndef PYMV_TESTS_FLAWS_H
#define PYMV_TESTS_FLAWS_H

#include <stddef.h>

#include "api.h"

typedef struct {
  const char *name;
  void (*apply)(Py_buffer *view); /**< What flaw_apply() calls. */
  const char *error;              /**< By which the library refuses it, as take_error() gives it. */
} Flaw;

extern const Flaw flaws[];
extern const size_t flaw_count;

/** Change a struct so that it has the flaw. Its shape and strides are in static storage afterwards.
 * @param view as liar_struct() makes it. */
void flaw_apply(const Flaw *flaw, Py_buffer *view);

/** Assert that the exception says what is wrong, and clear it. @param function for the message. */
void assert_refused(const Flaw *flaw, const char *function);

#endif /* PYMV_TESTS_FLAWS_H */
