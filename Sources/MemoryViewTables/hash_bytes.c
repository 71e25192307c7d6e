#include "MemoryViewTables.h"

/* Weak: none of them is in every host. Up to 3.13 hosts have the first, later ones the second, and
 * that is the one of the runtime, which is asked where no host comes before it. */
extern __attribute__((weak)) Py_hash_t _Py_HashBytes(const void *bytes, Py_ssize_t count);
extern __attribute__((weak)) Py_hash_t Py_HashBuffer(const void *bytes, Py_ssize_t count);

Py_hash_t pymv_c_hash_bytes(const void *bytes, Py_ssize_t count) {
  return _Py_HashBytes != NULL ? _Py_HashBytes(bytes, count) : Py_HashBuffer(bytes, count);
}
