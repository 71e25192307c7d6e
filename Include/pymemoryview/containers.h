/* tuple, list, slice. */
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

/* Ask for the type: Check counts subclasses in, CheckExact does not. They never fail. */
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

/** Make a tuple without items yet.
 * @param size number of items; each must be set before anybody else sees the tuple, with
 *   PyTuple_SetItem or PyTuple_SET_ITEM.
 * @return new reference, or NULL on failure. @raises SystemError `size` is negative.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t size);

/** Make a tuple. @param count number of items, which follow: PyObject * each, borrowed.
 * @return new reference, or NULL on failure. @raises SystemError `count` is negative.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t count, ...);

/** Number of items, or -1 on failure. @raises SystemError `tuple` is no tuple. */
PyAPI_FUNC(Py_ssize_t) PyTuple_Size(PyObject *tuple);

/** Get an item. @param index from 0; negative ones are out of range.
 * @return borrowed reference, or NULL on failure. @raises IndexError "tuple index out of range".
 * @raises SystemError `tuple` is no tuple. */
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *tuple, Py_ssize_t index);

/** Set an item of a tuple that nobody else has seen, and give up the one that was there.
 * @param item its reference is taken over, on failure too; may be NULL.
 * @return 0, or -1 on failure. @raises IndexError "tuple assignment index out of range".
 * @raises SystemError `tuple` is no tuple, or there are other references to it. */
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item);

/** Make a tuple of some of the items. @param low first index. @param high index after the last;
 * both are clipped to the tuple.
 * @return new reference, or NULL on failure. @raises SystemError `tuple` is no tuple.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *tuple, Py_ssize_t low, Py_ssize_t high);
/* Unchecked; SET_ITEM takes the reference over and does not give up the item that was there. */
#define PyTuple_GET_SIZE(op) Py_SIZE(op)
#define PyTuple_GET_ITEM(op, i) (((PyTupleObject *)(op))->ob_item[i])
#define PyTuple_SET_ITEM(op, i, v) ((void)(((PyTupleObject *)(op))->ob_item[i] = (v)))

/** A list of ob_size items. */
typedef struct {
  PyObject_VAR_HEAD
  PyObject **ob_item;   /**< Owned references; NULL in a list that never had any. */
  Py_ssize_t allocated; /**< Items there is room for. */
} PyListObject;

/** Make a list without items yet. @param size number of items; each must be set before anybody else
 * sees the list, with PyList_SetItem or PyList_SET_ITEM.
 * @return new reference, or NULL on failure. @raises SystemError `size` is negative.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t size);

/** Number of items, or -1 on failure. @raises SystemError `list` is no list. */
PyAPI_FUNC(Py_ssize_t) PyList_Size(PyObject *list);

/** Get an item. @param index from 0; negative ones are out of range.
 * @return borrowed reference, or NULL on failure. @raises IndexError "list index out of range".
 * @raises SystemError `list` is no list. */
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *list, Py_ssize_t index);

/** Set an item and give up the one that was there.
 * @param item its reference is taken over, on failure too; may be NULL.
 * @return 0, or -1 on failure. @raises IndexError "list assignment index out of range".
 * @raises SystemError `list` is no list. */
PyAPI_FUNC(int) PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item);

/** Insert an item. @param index of the item that will follow it; negative ones count from the end,
 * and it is clipped to the list. @param item borrowed.
 * @return 0, or -1 on failure. @raises SystemError `list` is no list, or `item` is NULL.
 * @raises MemoryError. */
PyAPI_FUNC(int) PyList_Insert(PyObject *list, Py_ssize_t index, PyObject *item);

/** Add an item at the end. @param item borrowed.
 * @return 0, or -1 on failure. @raises SystemError `list` is no list, or `item` is NULL.
 * @raises MemoryError. */
PyAPI_FUNC(int) PyList_Append(PyObject *list, PyObject *item);

/** Make a tuple of a list's items.
 * @return new reference, or NULL on failure. @raises SystemError `list` is no list.
 * @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *list);
/* Unchecked; SET_ITEM takes the reference over and does not give up the item that was there. */
#define PyList_GET_SIZE(op) Py_SIZE(op)
#define PyList_GET_ITEM(op, i) (((PyListObject *)(op))->ob_item[i])
#define PyList_SET_ITEM(op, i, v) ((void)(((PyListObject *)(op))->ob_item[i] = (v)))

/** A slice. */
typedef struct {
  PyObject_HEAD
  PyObject *start, *stop, *step; /**< Owned references, never NULL. */
} PySliceObject;

/** Make a slice. @param start, stop, step borrowed; NULL stands for None.
 * @return new reference, or NULL. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PySlice_New(PyObject *start, PyObject *stop, PyObject *step);

/** Get the parts of a slice as numbers; None becomes what reaches furthest, and what no index can
 * be becomes the nearest index.
 * @param start, stop, step where to put them; must not be NULL.
 * @return 0, or -1 on failure.
 * @raises ValueError "slice step cannot be zero".
 * @raises TypeError "slice indices must be integers or None or have an __index__ method".
 * @raises SystemError `slice` is no slice. Exceptions of nb_index are passed on. */
PyAPI_FUNC(int)
    PySlice_Unpack(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);

/** Apply the parts of a slice to a sequence.
 * @param length of the sequence, not negative.
 * @param start, stop in: as from PySlice_Unpack; out: first index, and the one after the last.
 * @param step not 0.
 * @return number of items that the slice selects. Never fails. */
PyAPI_FUNC(Py_ssize_t)
    PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_CONTAINERS_H */
