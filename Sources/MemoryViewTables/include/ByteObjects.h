/* The int objects of bytes in a host, which never deallocates them: a table saves calls. Since
 * CPython 3.12 their references need not be counted. */
#ifndef BYTE_OBJECTS_H
#define BYTE_OBJECTS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#include "SharedFields.h"
#include "ViewRules.h"

/** The int of each byte, borrowed from the main interpreter; NULL if it is not known. */
extern PYMV_SHARED_DATA PyObject *pymv_c_known_ints[256];

/** Slow path of the function below. */
PyObject *pymv_c_find_byte_object(unsigned char byte);

/** Forget the ints of an interpreter that has ended. */
void pymv_c_forget_byte_objects(void);

/** The int of a byte, in a host. New reference; NULL with an exception on failure. Order: value
 * (Atomics.h). */
PYMV_ALWAYS_INLINE PyObject *pymv_c_host_byte_object(unsigned char byte) {
  PyObject *known = __atomic_load_n(&pymv_c_known_ints[byte], __ATOMIC_RELAXED);
  if (known == NULL) return pymv_c_find_byte_object(byte);
  if (!pymv_c_services.has_immortal_ints) pymv_c_change_count(known, 1);
  return known;
}

/** The int of a byte. New reference; NULL with an exception on failure. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_byte_object(unsigned char byte) {
  return pymv_c_services.has_host ? pymv_c_host_byte_object(byte) : PyLong_FromLong(byte);
}

#endif /* BYTE_OBJECTS_H */
