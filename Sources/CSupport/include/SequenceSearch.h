/* How a type answers PySequence_Count and PySequence_Index without an object for each item: between
 * the library and its runtime only, hosts never look there.
 */
#ifndef SEQUENCE_SEARCH_H
#define SEQUENCE_SEARCH_H

#include <PyMemoryView.h>

/** Find the first item that equals a value, or count all that do.
 * @param result the index, -1 for none; or the number.
 * @return whether that was possible; if not, every item has to be asked. Never raises. */
typedef _Bool (*pymv_search_function)(PyObject *self, PyObject *value, _Bool counts,
                                      Py_ssize_t *result);

/** Slots for it, which have no use since Python 3. Both hold the function, as they would hardly do
 * by accident. */
#define PYMV_SEARCH_SLOTS(function) \
  .was_sq_slice = (void *)(function), .was_sq_ass_slice = (void *)(function)

static inline pymv_search_function pymv_c_search_of(const PyTypeObject *type) {
  const PySequenceMethods *methods = type->tp_as_sequence;
  if (methods == 0 || methods->was_sq_slice != methods->was_sq_ass_slice) return 0;
  return (pymv_search_function)methods->was_sq_slice;
}

#endif /* SEQUENCE_SEARCH_H */
