/* A picture of a view's items in the terminal. */
#ifndef SHIM_PICTURE_H
#define SHIM_PICTURE_H

#include "files/array_file.h"
#include "terminal.h"

/** Print a picture, scaled down to the terminal. Reads only the pixels it shows.
 * @param view rows by columns, maybe by channels (three or more for PICTURE_RGB), of 8- or 16-bit
 * unsigned integers.
 * @param array how the items are drawn. */
void picture_print(const Py_buffer *view, const struct array_file *array, struct terminal terminal);

#endif
