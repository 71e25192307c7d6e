/* Strided memory is copied by libPyMemoryView.so, which this library does not need in order to
 * load. */
#ifndef STRIDED_ITEMS_H
#define STRIDED_ITEMS_H

#include <PyMemoryView.h>

/** A function that does what PyBuffer_ToContiguous does. */
typedef int (*pymv_copy_to_contiguous)(void *, const Py_buffer *, Py_ssize_t, char);

/** PyBuffer_ToContiguous of whoever serves it here. NULL: nobody did when this library was loaded.
 */
pymv_copy_to_contiguous pymv_c_copy_to_contiguous(void);

#endif /* STRIDED_ITEMS_H */
