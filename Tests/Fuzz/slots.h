/* The objects of a script, and what it takes from its bytes and them. */
#ifndef PYMV_TESTS_SLOTS_H
#define PYMV_TESTS_SLOTS_H

#include "actors.h"

enum { SLOTS = 8 };

/** References, or NULL. What hooks do may change any of them. */
extern PyObject *slots[SLOTS];

/** What some slot holds, or None. New reference, as callers of the library must have. */
PyObject *take_object(void);

/** An index, a slice, any key, or a value to store. New reference. */
PyObject *take_slice(void);
PyObject *take_key(void);
PyObject *take_value(void);

/** Have some slot hold an object instead of what it held. @param object a reference to take over.
 */
void put(PyObject *object);

/** Put the result of a call that may have failed. */
void keep(PyObject *result);

#endif /* PYMV_TESTS_SLOTS_H */
