/* Static types: the slots they share, so that a table lists only what is its own.
 *
 * No initialisation call runs before the first use of a type: its table must be complete, either in
 * its own slots or in those of its bases, and bears Py_TPFLAGS_READY from the start.
 */
#ifndef STATIC_TYPE_H
#define STATIC_TYPE_H

#include <PyMemoryView.h>

/** Flag of types whose objects hold others, so that chains of them may be long; inherited. CPython
 * gives this bit no meaning. */
#define PYMV_TPFLAGS_HOLDER (1UL << 21)

/** First lines of the table of a static type: its name, its base (address of a PyTypeObject), the
 * bytes of an object without items, and the tp_flags it has besides being ready. */
#define PYMV_STATIC_TYPE(name, base, size, flags) \
  PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = (name), .tp_base = (base), \
                                      .tp_basicsize = (Py_ssize_t)(size), \
                                      .tp_flags = \
                                          Py_TPFLAGS_READY | Py_TPFLAGS_IMMUTABLETYPE | (flags), \
                                      .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_Free

/* Slots of `object`; a static type names them again where walking tp_base would cost time. */
void pymv_s_object_dealloc(PyObject *op);
PyObject *pymv_s_object_repr(PyObject *op);
PyObject *pymv_s_object_str(PyObject *op);
Py_hash_t pymv_s_object_hash(PyObject *op);
PyObject *pymv_s_object_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_object_new(PyTypeObject *type, PyObject *args, PyObject *kwds);

#endif /* STATIC_TYPE_H */
