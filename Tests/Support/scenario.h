/* Functions whose allocations fail one by one. */
#ifndef PYMV_TESTS_SCENARIO_H
#define PYMV_TESTS_SCENARIO_H

#include <stddef.h>

#include "api.h"

/** A function that returns a new reference, or NULL with an exception. */
typedef struct {
  const char *name;
  PyObject *(*body)(void);
} Scenario;

/** Inject faults into each of them. */
void scenarios_survive(const Scenario *scenarios, size_t count);

/** Report a result that must not occur. @return NULL with AssertionError. */
PyObject *broken(const char *what);

/** None for the status 0, NULL for -1; `used` is released. */
PyObject *done(int status, PyObject *used);

/** The items of a view, as a new reference; the view is released. @param view may be NULL. */
PyObject *items_of(PyObject *view);

#endif /* PYMV_TESTS_SCENARIO_H */
