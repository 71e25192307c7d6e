/* The slots that every static type of a value has in common. */
#ifndef VALUE_TYPE_H
#define VALUE_TYPE_H

#include "ValueTypes.h"

/* Head of a PyTypeObject initialiser; the type needs no PyType_Ready. `size` is of one object
 * without items, `flags` are beyond READY and IMMUTABLETYPE. */
#define VALUE_TYPE(name, base, size, flags) \
  PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = (name), .tp_base = (base), \
                                      .tp_basicsize = (Py_ssize_t)(size), \
                                      .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_READY | \
                                                  Py_TPFLAGS_IMMUTABLETYPE | (flags), \
                                      .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_Free

#endif /* VALUE_TYPE_H */
