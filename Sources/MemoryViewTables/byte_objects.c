#include "MemoryViewTables.h"

/* Order: value (Atomics.h). The host's GIL orders the objects. */
PyObject *pymv_c_immortal_ints[256];

/* Hosts mark immortal objects in the lower half of the count, which is negative as an int32_t.
 * Other objects never have so many references. All threads store the same value. */
PyObject *pymv_c_find_byte_object(unsigned char byte) {
  PyObject *found = PyLong_FromLong(byte);
  if (found != NULL && (int32_t)found->ob_refcnt < 0)
    __atomic_store_n(&pymv_c_immortal_ints[byte], found, __ATOMIC_RELAXED);
  return found;
}
