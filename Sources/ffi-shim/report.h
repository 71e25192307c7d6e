/* The sections of what `inspect` prints about a memoryview. */
#ifndef SHIM_REPORT_H
#define SHIM_REPORT_H

#include "terminal.h"

#include <PyMemoryView.h>

/** What its Py_buffer says. */
void report_facts(PyObject *view, struct terminal terminal);

/** What it does as an object: expressions and their values. */
void report_object(PyObject *view, struct terminal terminal);

/** What it answers to each named request. */
void report_requests(PyObject *view, struct terminal terminal);

/** What PyMemoryView_GetContiguous makes of it in each order, and how fast. */
void report_contiguous(PyObject *view, struct terminal terminal);

#endif
