/* The error indicator's storage: one exception per thread. */
#ifndef ERROR_SLOT_H
#define ERROR_SLOT_H

#include <PyMemoryView.h>

/** The calling thread's exception. @return borrowed reference, or NULL if none is set. */
PyObject *pymv_c_error_get(void);

/** Replace the calling thread's exception.
 * @param exception a reference that the slot takes over, or NULL.
 * @return the exception that was there, a reference that the caller takes over, or NULL. */
PyObject *pymv_c_error_swap(PyObject *exception);

/** Write to standard error. */
void pymv_c_write_error_stream(const char *text, size_t size);

#endif /* ERROR_SLOT_H */
