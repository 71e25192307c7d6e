/* The interpreter's API that libPyMemoryViewRuntime.so lacks. Call these functions only if
 * pymv_c_has_host returns true.
 */
#ifndef HOST_API_H
#define HOST_API_H

#include <PyMemoryView.h>

/* Whether a CPython interpreter serves this process. */
_Bool pymv_c_has_host(void);

/** Whether the main interpreter has threads besides the calling one. */
_Bool pymv_c_has_other_threads(void);

/* Whether the calling thread's interpreter is the main one. */
_Bool pymv_c_is_main_interpreter(void);

/* Whether there are interpreters besides the main one. */
_Bool pymv_c_has_other_interpreters(void);

/* Whether interpreters may have GILs of their own: 3.12 and later. */
_Bool pymv_c_has_locks_of_interpreters(void);

/* The version text, such as "3.13.0 (main, ...". */
const char *pymv_c_host_version(void);

/* Calls of the host's functions that this library replaces. They raise an exception if the host's
 * function is not found. */
PyObject *pymv_c_host_view_of_memory(char *memory, Py_ssize_t size, int flags);
int pymv_c_host_get_buffer(PyObject *exporter, Py_buffer *view, int flags);
int pymv_c_host_fill_info(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                          int readonly, int flags);

Py_ssize_t pymv_c_host_size_from_format(const char *format);

/* The dictionary of a type, after PyType_Ready. New reference. */
PyObject *pymv_c_type_dict(PyTypeObject *type);
PyObject *pymv_c_dict_new(void);
/* An interned str as a dictionary key; lookups with it allocate no memory. New reference. */
PyObject *pymv_c_name(const char *text);
/* Borrowed reference, or NULL without an exception. */
PyObject *pymv_c_dict_get(PyObject *dict, PyObject *name);
int pymv_c_dict_set(PyObject *dict, PyObject *key, PyObject *value);
int pymv_c_dict_del(PyObject *dict, PyObject *name);
_Bool pymv_c_dict_next(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value);
Py_ssize_t pymv_c_dict_size(PyObject *dict);

/* Make a method descriptor, or for METH_CLASS a class method descriptor. */
PyObject *pymv_c_new_method(PyTypeObject *type, PyMethodDef *method);
void pymv_c_type_modified(PyTypeObject *type);
PyObject *pymv_c_iterate_by_index(PyObject *op);
void pymv_c_renew(PyObject *op);
void pymv_c_clear_weak_references(PyObject *op);

/* Release the GIL if the calling thread holds it, else return NULL; acquire it again. */
void *pymv_c_leave_lock(void);
void pymv_c_retake_lock(void *thread);

/* The calling thread's interpreter, and calls in one, as pymv_view_services says. */
void *pymv_c_interpreter(void);
void pymv_c_call_in(void *interpreter, void (*function)(void *), void *context);

/* Write the current Python file and line; false if no Python code runs or an exception is set. */
_Bool pymv_c_describe_line(char *text, size_t room);

/* The address of the function pointer in a slot wrapper (`int.__add__`); NULL for other objects. */
uintptr_t *pymv_c_wrapped_function(PyObject *descriptor);

/* Calls of methods, by calling convention. */
PyObject *pymv_c_call_vector(PyCFunction function, PyObject *self, PyObject *const *args,
                             Py_ssize_t count, PyObject *names);
PyObject *pymv_c_call_tuple(PyCFunction function, PyObject *self, PyObject *args, PyObject *kwds);

#endif /* HOST_API_H */
