/* An exporter as another language runtime would make one: a type whose bf_getbuffer and
 * bf_releasebuffer are libffi closures. It exports one array of any layout, and counts requests and
 * releases. */
#ifndef SHIM_EXPORTER_H
#define SHIM_EXPORTER_H

#include <PyMemoryView.h>
#include <stdbool.h>

/** An array in memory. The pointers must outlive every exporter and view of it. */
struct layout {
  void *first; /**< The item whose indices are all 0. */
  const char *format;
  Py_ssize_t itemsize;
  int ndim;
  const Py_ssize_t *shape;
  const Py_ssize_t *strides;    /**< NULL: C-contiguous. */
  const Py_ssize_t *suboffsets; /**< NULL: none. */
  bool readonly;
};

/** The object. */
struct exporter {
  PyObject_HEAD
  struct layout layout;
  int requests; /**< Requests answered. */
  int releases; /**< Calls of the releasebuffer closure. */
};

/** Allocate the closures and make the type ready.
 * @return false with a message on standard error. */
bool exporter_start(void);

/** Free the closures. No exporter may be alive. */
void exporter_stop(void);

/** New exporter of a layout; release it with call_Py_DecRef. @return NULL without memory. */
struct exporter *exporter_new(const struct layout *layout);

/** Number of exporters that have not been destroyed. */
int exporter_live_count(void);

#endif
