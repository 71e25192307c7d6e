#include "MemoryViewTables.h"

/* One bound, clipped to what an index can be. */
static _Bool bound(PyObject *part, Py_ssize_t missing, Py_ssize_t *value) {
  *value = missing;
  if (part == Py_None) return 1;
  if (!PyLong_CheckExact(part)) return 0;
  int overflow;
  *value = PyLong_AsLongAndOverflow(part, &overflow);
  if (overflow != 0) *value = overflow < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
  return 1;
}

_Bool pymv_c_slice_bounds(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step) {
  const PySliceObject *parts = (const PySliceObject *)slice;
  /* The runtime that serves processes without a host has one call for all of it. */
  if (!pymv_c_services.has_host) return 0;
  if (!bound(parts->step, 1, step) || *step == 0) return 0;
  /* The opposite of the step has to be a number too. */
  if (*step < -PY_SSIZE_T_MAX) *step = -PY_SSIZE_T_MAX;
  return bound(parts->start, *step < 0 ? PY_SSIZE_T_MAX : 0, start) &&
         bound(parts->stop, *step < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX, stop);
}
