/* The first items of a view, in rows and columns. */
#ifndef SHIM_GRID_H
#define SHIM_GRID_H

#include "terminal.h"

#include <PyMemoryView.h>

/** Print the beginning of the last two axes, with index 0 on the axes before them. Reads no items
 * but those shown.
 * @param view with format, shape and strides. */
void grid_print(const Py_buffer *view, struct terminal terminal);

#endif
