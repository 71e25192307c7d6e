#include "MemoryViewTables.h"

/* Order: value (Atomics.h). The host's GIL orders the objects. */
PyObject *pymv_c_known_ints[256];

/* Hosts mark immortal objects in the lower half of the count, which is negative as an int32_t;
 * other objects never have so many references. Free-threaded ones set all bits of the local count.
 * Order: value. */
static _Bool is_immortal(const PyObject *op) {
#ifdef Py_GIL_DISABLED
  return __atomic_load_n(&op->ob_ref_local, __ATOMIC_RELAXED) == UINT32_MAX;
#else
  return (int32_t)op->ob_refcnt < 0;
#endif
}

/* All threads store the same value. Before CPython 3.12, each interpreter has its own ints, which
 * other interpreters may use as long as the main one exists. */
PyObject *pymv_c_find_byte_object(unsigned char byte) {
  PyObject *found = PyLong_FromLong(byte);
  if (found == NULL) return found;
  if (pymv_c_services.has_immortal_ints ? is_immortal(found) : pymv_c_services.may_borrow_ints())
    __atomic_store_n(&pymv_c_known_ints[byte], found, __ATOMIC_RELAXED);
  return found;
}

/* Their memory may have been freed. */
void pymv_c_forget_byte_objects(void) {
  if (pymv_c_services.has_immortal_ints) return;
  for (int byte = 0; byte < 256; byte++) {
    __atomic_store_n(&pymv_c_known_ints[byte], NULL, __ATOMIC_RELAXED);
  }
}
