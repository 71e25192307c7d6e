/* Names that programs for CPython call at start and end, and what they look up in modules.
 *
 * The runtime needs no initialisation and keeps nothing that would have to be torn down.
 */
#ifndef PYMEMORYVIEW_LIFECYCLE_H
#define PYMEMORYVIEW_LIFECYCLE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Does nothing. */
PyAPI_FUNC(void) Py_Initialize(void);

/** Does nothing. @param install_signal_handlers ignored. */
PyAPI_FUNC(void) Py_InitializeEx(int install_signal_handlers);

/** @return 1: the runtime can always be used. */
PyAPI_FUNC(int) Py_IsInitialized(void);

/** Does nothing: objects stay valid. */
PyAPI_FUNC(void) Py_Finalize(void);

/** Does nothing: objects stay valid. @return 0. */
PyAPI_FUNC(int) Py_FinalizeEx(void);

/** Import a module. There is only "struct", and it has only the attribute "error", the type of
 * exceptions that wrong item formats raise; it derives from Exception.
 * @param name "struct".
 * @return new reference, or NULL on failure.
 * @raises ModuleNotFoundError any other name: "No module named '...'". */
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name);

/** What `op.name` is in Python, as the slot tp_getattr or tp_getattro of the type of `op` says. The
 * runtime's own types have no attributes; a type without the slots has none either, since
 * tp_methods, tp_members and tp_getset are not looked at.
 * @param name UTF-8.
 * @return new reference, or NULL on failure.
 * @raises AttributeError "'...' object has no attribute '...'". Exceptions of the slot are passed
 *   on. */
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *op, const char *name);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_LIFECYCLE_H */
