/* The sections of the report of `inspect` on a memoryview. */
#ifndef SHIM_REPORT_H
#define SHIM_REPORT_H

#include "terminal.h"

#include <PyMemoryView.h>

/** The fields of its Py_buffer. */
void report_facts(PyObject *view, struct terminal terminal);

/** Python expressions and their values. */
void report_object(PyObject *view, struct terminal terminal);

/** Views that the flat API derives from it, and a copy. */
void report_views(PyObject *view, struct terminal terminal);

/** The result of each named buffer request. */
void report_requests(PyObject *view, struct terminal terminal);

/** The result of PyMemoryView_GetContiguous in each order, and its speed. */
void report_contiguous(PyObject *view, struct terminal terminal);

#endif
