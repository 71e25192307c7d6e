/* Names that programs for CPython call at start and end. */
#ifndef PYMEMORYVIEW_LIFECYCLE_H
#define PYMEMORYVIEW_LIFECYCLE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

PyAPI_FUNC(void) Py_Initialize(void);
PyAPI_FUNC(void) Py_InitializeEx(int install_signal_handlers);
PyAPI_FUNC(int) Py_IsInitialized(void);
PyAPI_FUNC(void) Py_Finalize(void);
PyAPI_FUNC(int) Py_FinalizeEx(void);
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_LIFECYCLE_H */
