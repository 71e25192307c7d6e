/* What C functions do, for failing each of their allocations. */
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

/** Give up because of something that may not happen. @return NULL with AssertionError. */
PyObject *broken(const char *what);

/** The value of a status, with what was used for it given up. */
PyObject *done(int status, PyObject *used);

/** A new reference to what a view shows; the view is given up. @param view may be NULL. */
PyObject *items_of(PyObject *view);

#endif /* PYMV_TESTS_SCENARIO_H */
