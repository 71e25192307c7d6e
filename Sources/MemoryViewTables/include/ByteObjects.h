/* The int objects of bytes. Hosts since CPython 3.12 have immortal ones, whose references need not
 * be counted, so that a table saves the calls. */
#ifndef BYTE_OBJECTS_H
#define BYTE_OBJECTS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#include "ViewRules.h"

/** The immortal int of each byte; NULL if it is not known or not immortal. */
extern PYMV_SHARED_DATA PyObject *pymv_c_immortal_ints[256];

/** Slow path of the function below. */
PyObject *pymv_c_find_byte_object(unsigned char byte);

/** The int of a byte. New reference; NULL with an exception on failure. Order: value
 * (Atomics.h). */
PYMV_ALWAYS_INLINE PyObject *pymv_c_byte_object(unsigned char byte) {
  if (!pymv_c_services.has_immortal_ints) return PyLong_FromLong(byte);
  PyObject *known = __atomic_load_n(&pymv_c_immortal_ints[byte], __ATOMIC_RELAXED);
  return known != NULL ? known : pymv_c_find_byte_object(byte);
}

#endif /* BYTE_OBJECTS_H */
