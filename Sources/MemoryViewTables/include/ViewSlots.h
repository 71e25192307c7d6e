/* Slots and methods of memoryview, its iterator, managed buffer and memory owner, in Swift. */
#ifndef VIEW_SLOTS_H
#define VIEW_SLOTS_H

#include <PyMemoryView.h>

/* Slots of the types. */
PYMV_NONNULL(1)
PyObject *pymv_s_view_vectorcall(PyObject *type, PyObject *const *args, size_t count,
                                 PyObject *names);
PYMV_NONNULL() void pymv_s_view_dealloc(PyObject *self);
PYMV_NONNULL() PyObject *pymv_s_view_repr(PyObject *self);
PYMV_NONNULL() Py_hash_t pymv_s_view_hash(PyObject *self);
PYMV_NONNULL() PyObject *pymv_s_view_richcompare(PyObject *self, PyObject *other, int operation);
PYMV_NONNULL() PyObject *pymv_s_view_iter(PyObject *self);
PYMV_NONNULL() Py_ssize_t pymv_s_view_length(PyObject *self);
PYMV_NONNULL() PyObject *pymv_s_view_item(PyObject *self, Py_ssize_t index);
PYMV_NONNULL() int pymv_s_view_contains(PyObject *self, PyObject *value);
PYMV_NONNULL()
_Bool pymv_s_view_search(PyObject *self, PyObject *value, _Bool counts, Py_ssize_t *result);
PYMV_NONNULL() PyObject *pymv_s_view_subscript(PyObject *self, PyObject *key);
PYMV_NONNULL(1, 2) int pymv_s_view_ass_subscript(PyObject *self, PyObject *key, PyObject *value);
PYMV_NONNULL(1, 2) int pymv_s_view_traverse(PyObject *self, visitproc visit, void *arg);
PYMV_NONNULL() int pymv_s_view_clear(PyObject *self);
PYMV_NONNULL() int pymv_s_view_getbuffer(PyObject *self, Py_buffer *view, int flags);
PYMV_NONNULL() void pymv_s_view_releasebuffer(PyObject *self, Py_buffer *view);
PYMV_NONNULL(1) PyObject *pymv_s_view_attribute(PyObject *self, void *closure);
PYMV_NONNULL() void pymv_s_iterator_dealloc(PyObject *self);
PYMV_NONNULL(1, 2) int pymv_s_iterator_traverse(PyObject *self, visitproc visit, void *arg);
PYMV_NONNULL() PyObject *pymv_s_iterator_next(PyObject *self);
PYMV_NONNULL() void pymv_s_row_dealloc(PyObject *self);
PYMV_NONNULL(1, 2) int pymv_s_row_traverse(PyObject *self, visitproc visit, void *arg);
PYMV_NONNULL() PyObject *pymv_s_row_next(PyObject *self);
PYMV_NONNULL() void pymv_s_owner_dealloc(PyObject *self);
PYMV_NONNULL(1, 2) int pymv_s_owner_traverse(PyObject *self, visitproc visit, void *arg);
PYMV_NONNULL() int pymv_s_owner_getbuffer(PyObject *self, Py_buffer *view, int flags);
PYMV_NONNULL() void pymv_s_owner_releasebuffer(PyObject *self, Py_buffer *view);
PYMV_NONNULL() void pymv_s_managed_dealloc(PyObject *self);
PYMV_NONNULL() void pymv_s_managed_end(PyObject *self);
PYMV_NONNULL(1, 2) int pymv_s_managed_traverse(PyObject *self, visitproc visit, void *arg);
PYMV_NONNULL() int pymv_s_managed_clear(PyObject *self);

/* Methods of memoryview. */
PYMV_NONNULL(1) PyObject *pymv_s_view_release(PyObject *self, PyObject *none);
PYMV_NONNULL(1) PyObject *pymv_s_view_enter(PyObject *self, PyObject *none);
PYMV_NONNULL(1) PyObject *pymv_s_view_exit(PyObject *self, PyObject *args);
PYMV_NONNULL(1) PyObject *pymv_s_view_tolist(PyObject *self, PyObject *none);
PYMV_NONNULL(1) PyObject *pymv_s_view_toreadonly(PyObject *self, PyObject *none);
PYMV_NONNULL() PyObject *pymv_s_view_count(PyObject *self, PyObject *value);
PYMV_NONNULL(1)
PyObject *pymv_s_view_index(PyObject *self, PyObject *const *args, Py_ssize_t count);
PYMV_NONNULL(1)
PyObject *pymv_s_view_tobytes(PyObject *self, PyObject *const *args, Py_ssize_t count,
                              PyObject *names);
PYMV_NONNULL(1)
PyObject *pymv_s_view_hex(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PYMV_NONNULL(1)
PyObject *pymv_s_view_cast(PyObject *self, PyObject *const *args, Py_ssize_t count,
                           PyObject *names);
PYMV_NONNULL(1)
PyObject *pymv_s_view_from_flags(PyObject *type, PyObject *const *args, Py_ssize_t count,
                                 PyObject *names);

#endif /* VIEW_SLOTS_H */
