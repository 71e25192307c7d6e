/* The objects of a script, and values that it takes from its bytes and from them. */
#ifndef PYMV_TESTS_SLOTS_H
#define PYMV_TESTS_SLOTS_H

#include "actors.h"

enum { SLOTS = 8 };

/** References, or NULL. What hooks do may change any of them. */
extern PyObject *slots[SLOTS];

/** The object in some slot, or None. A new reference, because callers of the library must own
 * one. */
PyObject *take_object(void);

/** An index, a slice, any key, or a value to store. New reference. */
PyObject *take_slice(void);
PyObject *take_key(void);
PyObject *take_value(void);

/** Replace the object in some slot. @param object its reference is stolen.
 */
void put(PyObject *object);

/** Store the result of a call that may have failed. */
void keep(PyObject *result);

#endif /* PYMV_TESTS_SLOTS_H */
