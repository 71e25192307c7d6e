/* Memoryview behaviour that depends on the process: with or without a host, and its version. */
#include "MemoryViewTables.h"

pymv_view_services pymv_c_services = {
    .view_type = &PyMemoryView_Type,
    .direct_type = &PyMemoryView_Type,
    .managed_buffer_type = &pymv_c_ManagedBuffer_Type,
    .iterator_type = &pymv_c_MemoryIterator_Type,
};

pymv_view_rules pymv_c_rules;

/* Read the environment in a constructor, because later other threads may change it. */
__attribute__((constructor)) static void read_environment(void) {
  pymv_s_read_environment();
}

/* --- API that some hosts lack or have a slow version of --- */

/* Weak, because neither is in every host: hosts up to 3.13 have the first, later ones the second.
 * In a process without a host, the runtime's Py_HashBuffer is called. */
extern __attribute__((weak)) Py_hash_t _Py_HashBytes(const void *bytes, Py_ssize_t count);
extern __attribute__((weak)) Py_hash_t Py_HashBuffer(const void *bytes, Py_ssize_t count);

Py_hash_t pymv_c_hash_bytes(const void *bytes, Py_ssize_t count) {
  return _Py_HashBytes != NULL ? _Py_HashBytes(bytes, count) : Py_HashBuffer(bytes, count);
}

/* Convert a bound, clipped to the range of Py_ssize_t; false for types other than None and int. */
PYMV_ALWAYS_INLINE _Bool bound(PyObject *part, Py_ssize_t missing, Py_ssize_t *value) {
  if (part == Py_None) {
    *value = missing;
    return 1;
  }
  if (!PyLong_CheckExact(part)) return 0;
  int overflow;
  *value = PyLong_AsLongAndOverflow(part, &overflow);
  if (overflow != 0) *value = overflow < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
  return 1;
}

_Bool pymv_c_slice_bounds(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step) {
  const PySliceObject *parts = (const PySliceObject *)slice;
  /* Without a host, PySlice_Unpack of the runtime needs only one call. */
  if (!pymv_c_services.has_host) return 0;
  if (!bound(parts->step, 1, step) || *step == 0) return 0;
  /* The negated step must not overflow. */
  if (*step < -PY_SSIZE_T_MAX) *step = -PY_SSIZE_T_MAX;
  return bound(parts->start, *step < 0 ? PY_SSIZE_T_MAX : 0, start) &&
         bound(parts->stop, *step < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX, stop);
}
