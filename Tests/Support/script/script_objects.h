/* Objects for scripts: an exporter of any layout, and types whose slots run scripts. */
#ifndef PYMV_TESTS_SCRIPT_OBJECTS_H
#define PYMV_TESTS_SCRIPT_OBJECTS_H

#include "script.h"

/** Live objects of this file. */
extern int script_objects_alive;

/** Ready the types. @return 0 or -1. */
int script_objects_ready(void);
/** Ready tests.ndarray. @return 0 or -1. */
int script_array_ready(void);

/** nd(format, shape, data, strides=, offset=, itemsize=, indirect=, pointers=, suboffset=,
 * readonly=): a tests.ndarray of C-contiguous items, or of those strides. An `indirect` one has
 * pointers on axis 0, to rows of `offset` bytes. `pointers` is a bit set of axes that hold
 * pointers, with that suboffset; the items keep their places. nd('name') has the layout of that
 * name in the table of layouts. */
PyObject *new_ndarray(PyObject *const *args, Py_ssize_t count, PyObject *names);
/** pil(format, shape, data): a tests.ndarray of C-contiguous items, with pointers on axis 0. */
PyObject *new_pil(PyObject *const *args);

/** Index(script), Float(script), Truth(script), Length(script), Hash(script), Equal(script),
 * Iterable(script): objects whose nb_index, nb_float, nb_bool, sq_length, tp_hash, tp_richcompare
 * or tp_iter returns the result of the script. */
PyObject *new_foreign(PyTypeObject *type, PyObject *const *args, Py_ssize_t count);
extern PyTypeObject Index_Type, Float_Type, Truth_Type, Length_Type, Hash_Type, Equal_Type,
    Iterable_Type;

/** Exporting(data, get=, release=, hash=): exports the bytes of `data`; these scripts run at the
 * start of its hooks. */
PyObject *new_exporting(PyObject *const *args, Py_ssize_t count, PyObject *names);

/** Holder(object, flags): holds a buffer of an object until it is deallocated. */
PyObject *new_holder(PyObject *const *args, Py_ssize_t count, PyObject *names);

#endif /* PYMV_TESTS_SCRIPT_OBJECTS_H */
