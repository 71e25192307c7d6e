/* Fast path of PySequence_Count and PySequence_Index that creates no object for each item. Private
 * to this library and its runtime; hosts do not use it.
 */
#ifndef SEQUENCE_SEARCH_H
#define SEQUENCE_SEARCH_H

#include <PyMemoryView.h>

/** Find the first item that equals a value, or count all that do.
 * @param counts whether to count.
 * @param result the index, or -1 if there is none; the number of equal items if `counts`.
 * @return whether the fast path applies; if not, compare item by item. Never raises. */
typedef _Bool (*pymv_search_function)(PyObject *self, PyObject *value, _Bool counts,
                                      Py_ssize_t *result);

/** Stores the function in two slots that Python 3 does not use. Both hold it, because two equal
 * values are unlikely by accident. */
#define PYMV_SEARCH_SLOTS(function) \
  .was_sq_slice = (void *)(function), .was_sq_ass_slice = (void *)(function)

static inline pymv_search_function pymv_c_search_of(const PyTypeObject *type) {
  const PySequenceMethods *methods = type->tp_as_sequence;
  if (methods == 0 || methods->was_sq_slice != methods->was_sq_ass_slice) return 0;
  return (pymv_search_function)methods->was_sq_slice;
}

#endif /* SEQUENCE_SEARCH_H */
