/* Objects used as Python code uses them: attributes, calls, subscripts, iteration.
 *
 * Whatever returns an object returns a new reference, or NULL with an exception. Objects passed in
 * are borrowed unless a comment says otherwise. */
#ifndef SHIM_OBJECTS_H
#define SHIM_OBJECTS_H

#include <PyMemoryView.h>
#include <stdbool.h>

enum { MOST_OBJECTS = PyBUF_MAX_NDIM };

/** References that are held until objects_release; start with {0}. */
struct objects {
  PyObject *items[MOST_OBJECTS];
  int count;
};

/** Append an object and take over the reference.
 * @return false with an exception if the object is NULL or there is no room. */
bool objects_add(struct objects *objects, PyObject *object);

void objects_release(struct objects *objects);

PyObject *objects_tuple(const struct objects *objects);

/** Call an object.
 * @param arguments the positional ones, then those of the keywords.
 * @param names of the keywords, in their order. */
PyObject *object_call(PyObject *callable, const struct objects *arguments,
                      const struct objects *names);

/** The slice start:stop:step; NULL stands for None. Takes over the references. */
PyObject *object_slice(PyObject *start, PyObject *stop, PyObject *step);

/** What iteration gives, as a list. */
PyObject *object_list(PyObject *op);

PyObject *object_length(PyObject *op);
PyObject *object_hash(PyObject *op);

/** New reference to an object that the libraries export, such as _Py_NoneStruct. */
PyObject *object_exported(const char *symbol);

/** The characters of a str, cut to fit; "" with the exception cleared if it is NULL or not UTF-8.
 * Takes over the reference. */
void object_text(PyObject *string, char *text, size_t size);

#endif
