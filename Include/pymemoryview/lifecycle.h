/* Start and end of the interpreter, and modules, for programs written for CPython.
 *
 * The runtime needs neither initialisation nor finalisation.
 */
#ifndef PYMEMORYVIEW_LIFECYCLE_H
#define PYMEMORYVIEW_LIFECYCLE_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** No effect. @since 0.1.0 */
PyAPI_FUNC(void) Py_Initialize(void);

/** No effect. @param install_signal_handlers ignored. @since 0.1.0 */
PyAPI_FUNC(void) Py_InitializeEx(int install_signal_handlers);

/** @return 1: the runtime is always usable. @since 0.1.0 */
PyAPI_FUNC(int) Py_IsInitialized(void);

/** No effect: objects stay valid. @since 0.1.0 */
PyAPI_FUNC(void) Py_Finalize(void);

/** No effect: objects stay valid. @return 0. @since 0.1.0 */
PyAPI_FUNC(int) Py_FinalizeEx(void);

/** Import a module. Only "struct" exists. Its only attribute is "error", the exception type for
 * invalid item formats, which derives from Exception.
 * @param name "struct".
 * @return new reference, or NULL on failure.
 * @raises ModuleNotFoundError "No module named '...'": any other name.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_LIFECYCLE_H */
