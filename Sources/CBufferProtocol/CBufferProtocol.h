/* The parts of BufferProtocol that need C: a variadic call, and addresses of a struct's fields.
 *
 * Only inline functions: the Swift module that uses them is linked into both libraries, and neither
 * may export symbols for the other.
 */
#ifndef CBUFFERPROTOCOL_H
#define CBUFFERPROTOCOL_H

#include <PyMemoryView.h>

/* Raise TypeError for an object whose type has no bf_getbuffer. */
static inline void pymv_c_raise_not_bytes_like(PyObject *op) {
  PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'",
               Py_TYPE(op)->tp_name);
}

static inline Py_ssize_t *pymv_c_len_address(Py_buffer *view) {
  return &view->len;
}

static inline Py_ssize_t *pymv_c_itemsize_address(Py_buffer *view) {
  return &view->itemsize;
}

#endif /* CBUFFERPROTOCOL_H */
