/* tuple, list and slice. */
#ifndef PYMEMORYVIEW_CONTAINERS_H
#define PYMEMORYVIEW_CONTAINERS_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of tuples. */
PyAPI_DATA(PyTypeObject) PyTuple_Type;

/** The type of lists. */
PyAPI_DATA(PyTypeObject) PyList_Type;

/** The type of slices. Not subclassable. */
PyAPI_DATA(PyTypeObject) PySlice_Type;

/** The type of Ellipsis. */
PyAPI_DATA(PyTypeObject) PyEllipsis_Type;

/* Type checks: Check accepts subclasses, CheckExact does not. They never fail. */
#define PyTuple_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE(op, &PyTuple_Type)
#define PyList_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE(op, &PyList_Type)
#define PySlice_Check(op) Py_IS_TYPE(op, &PySlice_Type)

/** A tuple of ob_size items. */
typedef struct {
  PyObject_VAR_HEAD
  PyObject *ob_item[1]; /**< Owned references. */
} PyTupleObject;

/** Make a tuple whose items are not set yet. The caller must set every item with PyTuple_SetItem or
 * PyTuple_SET_ITEM before other code can access the tuple.
 * @param size number of items, not negative.
 * @return new reference, or NULL on failure.
 * @raises SystemError `size` is negative.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t size);

/** Make a tuple of the arguments.
 * @param count number of items, which follow as PyObject *, borrowed.
 * @return new reference, or NULL on failure.
 * @raises SystemError `count` is negative.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t count, ...);

/** @return number of items, or -1 on failure.
 * @raises SystemError `tuple` is not a tuple.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyTuple_Size(PyObject *tuple);

/** Get an item.
 * @param index in items; negative indices are out of range.
 * @return borrowed reference, or NULL on failure.
 * @raises IndexError "tuple index out of range".
 * @raises SystemError `tuple` is not a tuple.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *tuple, Py_ssize_t index);

/** Set an item of a tuple that no other code has accessed yet, and drop the item that it replaces.
 * @param index in items; negative indices are out of range.
 * @param item its reference is stolen, also on failure; may be NULL.
 * @return 0, or -1 on failure.
 * @raises IndexError "tuple assignment index out of range".
 * @raises SystemError `tuple` is not a tuple, or other references to it exist.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item);

/** Make a tuple of a range of items.
 * @param low index of the first item.
 * @param high index after the last item. Both are clipped to the tuple.
 * @return new reference, or NULL on failure.
 * @raises SystemError `tuple` is not a tuple.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *tuple, Py_ssize_t low, Py_ssize_t high);
/* Without checks. SET_ITEM steals the reference and does not drop the item that it replaces. */
#define PyTuple_GET_SIZE(op) Py_SIZE(op)
#define PyTuple_GET_ITEM(op, i) (((PyTupleObject *)(op))->ob_item[i])
#define PyTuple_SET_ITEM(op, i, v) ((void)(((PyTupleObject *)(op))->ob_item[i] = (v)))

/** A list of ob_size items. */
typedef struct {
  PyObject_VAR_HEAD
  PyObject **ob_item;   /**< Owned references; NULL while nothing is allocated. */
  Py_ssize_t allocated; /**< Capacity in items. */
} PyListObject;

/** Make a list whose items are not set yet. The caller must set every item with PyList_SetItem or
 * PyList_SET_ITEM before other code can access the list.
 * @param size number of items, not negative.
 * @return new reference, or NULL on failure.
 * @raises SystemError `size` is negative.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t size);

/** @return number of items, or -1 on failure.
 * @raises SystemError `list` is not a list.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyList_Size(PyObject *list);

/** Get an item.
 * @param index in items; negative indices are out of range.
 * @return borrowed reference, or NULL on failure.
 * @raises IndexError "list index out of range".
 * @raises SystemError `list` is not a list.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *list, Py_ssize_t index);

/** Set an item and drop the item that it replaces.
 * @param index in items; negative indices are out of range.
 * @param item its reference is stolen, also on failure; may be NULL.
 * @return 0, or -1 on failure.
 * @raises IndexError "list assignment index out of range".
 * @raises SystemError `list` is not a list.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item);

/** Insert an item.
 * @param index of the item before which it is inserted; negative ones count from the end, and the
 *   result is clipped to the list.
 * @param item borrowed; the list adds a reference.
 * @return 0, or -1 on failure.
 * @raises SystemError `list` is not a list, or `item` is NULL.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyList_Insert(PyObject *list, Py_ssize_t index, PyObject *item);

/** Append an item.
 * @param item borrowed; the list adds a reference.
 * @return 0, or -1 on failure.
 * @raises SystemError `list` is not a list, or `item` is NULL.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyList_Append(PyObject *list, PyObject *item);

/** Make a tuple of the items of a list.
 * @return new reference, or NULL on failure.
 * @raises SystemError `list` is not a list.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *list);
/* Without checks. SET_ITEM steals the reference and does not drop the item that it replaces. */
#define PyList_GET_SIZE(op) Py_SIZE(op)
#define PyList_GET_ITEM(op, i) (((PyListObject *)(op))->ob_item[i])
#define PyList_SET_ITEM(op, i, v) ((void)(((PyListObject *)(op))->ob_item[i] = (v)))

/** A slice. */
typedef struct {
  PyObject_HEAD
  PyObject *start, *stop, *step; /**< Owned references, never NULL. */
} PySliceObject;

/** Make a slice.
 * @param start, stop, step borrowed; NULL means None.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySlice_New(PyObject *start, PyObject *stop, PyObject *step);

/** Get start, stop and step of a slice as numbers. None is replaced by the default for the
 * direction; numbers are clipped to Py_ssize_t.
 * @param start, stop, step receive the numbers; must not be NULL.
 * @return 0, or -1 on failure.
 * @raises ValueError "slice step cannot be zero".
 * @raises TypeError "slice indices must be integers or None or have an __index__ method".
 * @raises SystemError `slice` is not a slice. Exceptions of nb_index are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(int)
    PySlice_Unpack(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);

/** Clip a slice to a sequence.
 * @param length number of items of the sequence, not negative.
 * @param start, stop in: as from PySlice_Unpack; out: index of the first item, and after the last.
 * @param step not 0.
 * @return number of selected items. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t)
    PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_CONTAINERS_H */
