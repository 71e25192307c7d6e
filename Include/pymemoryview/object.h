/* Objects: the header every object starts with, reference counts, the singletons.
 *
 * Layout and names are CPython's (default build): a PyObject is 16 bytes, a PyVarObject 24.
 */
#ifndef PYMEMORYVIEW_OBJECT_H
#define PYMEMORYVIEW_OBJECT_H

#include "config.h"

PYMV_BEGIN_DECLS

typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;

/** What every object starts with. */
struct _object {
  Py_ssize_t ob_refcnt;  /**< Strong references; changed with Py_INCREF/Py_DECREF only. */
  PyTypeObject *ob_type; /**< Never NULL in a finished object. */
};

/** What every object of variable size starts with. */
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size; /**< Number of items of tp_itemsize bytes; its meaning is the type's. */
} PyVarObject;

#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;

/** Count given to objects in static storage: never reaches zero, so they are never freed. */
#define _Py_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)

#define PyObject_HEAD_INIT(type) {_Py_IMMORTAL_REFCNT, (type)},
#define PyVarObject_HEAD_INIT(type, size) {{_Py_IMMORTAL_REFCNT, (type)}, (size)},

#define _PyObject_CAST(op) ((PyObject *)(op))
#define _PyVarObject_CAST(op) ((PyVarObject *)(op))

#define Py_TYPE(op) (_PyObject_CAST(op)->ob_type)
#define Py_SIZE(op) (_PyVarObject_CAST(op)->ob_size)
#define Py_REFCNT(op) (__atomic_load_n(&_PyObject_CAST(op)->ob_refcnt, __ATOMIC_RELAXED))
#define Py_SET_TYPE(op, type) ((void)(_PyObject_CAST(op)->ob_type = (type)))
#define Py_SET_SIZE(op, size) ((void)(_PyVarObject_CAST(op)->ob_size = (size)))
#define Py_SET_REFCNT(op, count) \
  (__atomic_store_n(&_PyObject_CAST(op)->ob_refcnt, (count), __ATOMIC_RELAXED))
#define Py_IS_TYPE(op, type) (Py_TYPE(op) == (type))
#define Py_Is(x, y) ((x) == (y))

/** Destroy an object whose last reference is gone; called by Py_DECREF, not by programs. */
PyAPI_FUNC(void) _Py_Dealloc(PyObject *op);

/** Take a reference. @param op may be NULL, which does nothing. Safe from any thread. */
PyAPI_FUNC(void) Py_IncRef(PyObject *op);

/** Give up a reference; the last one destroys the object. @param op may be NULL. Safe from any
 * thread. */
PyAPI_FUNC(void) Py_DecRef(PyObject *op);

/** Take a reference and return its argument. @param op not NULL. @return new reference. */
PyAPI_FUNC(PyObject *) Py_NewRef(PyObject *op);

/** As Py_NewRef, with NULL allowed. @return new reference, or NULL for NULL. */
PyAPI_FUNC(PyObject *) Py_XNewRef(PyObject *op);

/* The macros change the count in place, atomically; they evaluate their argument once. */
#define Py_INCREF(op) \
  ((void)__atomic_fetch_add(&_PyObject_CAST(op)->ob_refcnt, 1, __ATOMIC_RELAXED))
#define Py_DECREF(op) Py_DecRef(_PyObject_CAST(op))
#define Py_XINCREF(op) Py_IncRef(_PyObject_CAST(op))
#define Py_XDECREF(op) Py_DecRef(_PyObject_CAST(op))
#define Py_NewRef(op) Py_NewRef(_PyObject_CAST(op))
#define Py_XNewRef(op) Py_XNewRef(_PyObject_CAST(op))

/** Set a variable to NULL, then give up the reference it held. Evaluates its argument once. */
#define Py_CLEAR(op) \
  do { \
    __typeof__(op) *pymv_place_ = &(op); \
    PyObject *pymv_old_ = _PyObject_CAST(*pymv_place_); \
    if (pymv_old_ != NULL) { \
      *pymv_place_ = NULL; \
      Py_DecRef(pymv_old_); \
    } \
  } while (0)

/* The singletons. They are never freed, but a returned reference is counted like any other. */
PyAPI_DATA(PyObject) _Py_NoneStruct;
PyAPI_DATA(PyObject) _Py_NotImplementedStruct;
PyAPI_DATA(PyObject) _Py_EllipsisObject;
#define Py_None (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#define Py_Ellipsis (&_Py_EllipsisObject)
#define Py_IsNone(op) Py_Is((op), Py_None)

#define Py_RETURN_NONE return Py_NewRef(Py_None)
#define Py_RETURN_NOTIMPLEMENTED return Py_NewRef(Py_NotImplemented)

/* Operators of tp_richcompare. */
#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5

/** What `str(op)` is in Python.
 * @param op NULL gives "<NULL>".
 * @return new reference to a str, or NULL with the exception of the type's slot. */
PyAPI_FUNC(PyObject *) PyObject_Str(PyObject *op);

/** What `repr(op)` is in Python.
 * @param op NULL gives "<NULL>".
 * @return new reference to a str, or NULL with the exception of the type's slot. */
PyAPI_FUNC(PyObject *) PyObject_Repr(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_OBJECT_H */
