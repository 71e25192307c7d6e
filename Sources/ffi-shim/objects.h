/* Objects used as Python code uses them: slices, iteration, lengths.
 *
 * Functions that return an object return a new reference, or NULL with an exception. Objects passed
 * in are borrowed unless a comment says otherwise. */
#ifndef SHIM_OBJECTS_H
#define SHIM_OBJECTS_H

#include <PyMemoryView.h>

/** The slice start:stop:step; NULL stands for None. Steals the references. */
PyObject *object_slice(PyObject *start, PyObject *stop, PyObject *step);

/** The items of an iterable, as a list. */
PyObject *object_list(PyObject *op);

PyObject *object_length(PyObject *op);
PyObject *object_hash(PyObject *op);

/** New reference to an object that the libraries export, such as _Py_NoneStruct. */
PyObject *object_exported(const char *symbol);

/** The characters of a str, cut to fit; "" with the exception cleared if it is NULL or not UTF-8.
 * Steals the reference. */
void object_text(PyObject *string, char *text, size_t size);

#endif
