/* Flaws with which a Py_buffer describes no array in memory. */
#ifndef PYMV_TESTS_FLAWS_H
#define PYMV_TESTS_FLAWS_H

#include <stddef.h>

#include "api.h"

typedef struct {
  const char *name;
  void (*apply)(Py_buffer *view); /**< What flaw_apply() calls. */
  const char *error;              /**< The library's error, as take_error() returns it. */
} Flaw;

extern const Flaw flaws[];
extern const size_t flaw_count;

/** Change a struct so that it has the flaw. Its shape and strides are in static storage afterwards.
 * @param view as liar_struct() makes it. */
void flaw_apply(const Flaw *flaw, Py_buffer *view);

/** Assert that the exception names the flaw, and clear it. @param function for the message. */
void assert_refused(const Flaw *flaw, const char *function);

#endif /* PYMV_TESTS_FLAWS_H */
