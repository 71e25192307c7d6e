/* The macros that names.h checks, as defined by the Python.h of an unsupported interpreter. */
#define Py_PYTHON_H
#ifndef PY_VERSION_HEX
#define PY_VERSION_HEX 0x030D0000
#endif
#define PyAPI_FUNC(RTYPE) extern RTYPE
typedef struct PyObject PyObject;
typedef struct Py_buffer Py_buffer;
typedef long Py_ssize_t;

#include <PyMemoryView.h>
