/* Objects: the common header, reference counts and the singletons.
 *
 * Layout and names are those of CPython's default build: a PyObject has 16 bytes, a PyVarObject 24.
 * With Py_GIL_DISABLED they are those of its free-threaded build, where both have 16 bytes more;
 * only libPyMemoryViewT, which serves such an interpreter, is compiled so.
 */
#ifndef PYMEMORYVIEW_OBJECT_H
#define PYMEMORYVIEW_OBJECT_H

#include "config.h"

PYMV_BEGIN_DECLS

typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;

#ifdef Py_GIL_DISABLED

/** Header of every object. Counts are changed only by functions of the interpreter. */
struct _object {
  uintptr_t ob_tid; /**< The thread that owns ob_ref_local. */
  uint16_t ob_flags;
  uint8_t ob_mutex;
  uint8_t ob_gc_bits;
  uint32_t ob_ref_local; /**< UINT32_MAX: immortal. */
  Py_ssize_t ob_ref_shared;
  PyTypeObject *ob_type; /**< Never NULL in a complete object. */
};

#define PyObject_HEAD_INIT(type) {0, 0, 0, 0, UINT32_MAX, 0, (type)},
#define PyVarObject_HEAD_INIT(type, size) {{0, 0, 0, 0, UINT32_MAX, 0, (type)}, (size)},

/* The two lowest bits of the shared count are flags. Relaxed order is enough to look at a count. */
#define Py_REFCNT(op) \
  ((Py_ssize_t)__atomic_load_n(&_PyObject_CAST(op)->ob_ref_local, __ATOMIC_RELAXED) + \
   (__atomic_load_n(&_PyObject_CAST(op)->ob_ref_shared, __ATOMIC_RELAXED) >> 2))

#else

/** Header of every object. */
struct _object {
  Py_ssize_t ob_refcnt;  /**< Reference count; change it only with Py_INCREF and Py_DECREF. */
  PyTypeObject *ob_type; /**< Never NULL in a complete object. */
};

/** Reference count of objects in static storage. It never reaches zero, so they are never
 * deallocated. */
#define _Py_IMMORTAL_REFCNT ((Py_ssize_t)1 << 60)

#define PyObject_HEAD_INIT(type) {_Py_IMMORTAL_REFCNT, (type)},
#define PyVarObject_HEAD_INIT(type, size) {{_Py_IMMORTAL_REFCNT, (type)}, (size)},

/* Relaxed order is enough to look at a count, or to set that of an object no one else has. */
#define Py_REFCNT(op) (__atomic_load_n(&_PyObject_CAST(op)->ob_refcnt, __ATOMIC_RELAXED))
#define Py_SET_REFCNT(op, count) \
  (__atomic_store_n(&_PyObject_CAST(op)->ob_refcnt, (count), __ATOMIC_RELAXED))

#endif /* Py_GIL_DISABLED */

/** Header of every object of variable size. */
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size; /**< Number of items; the type defines the meaning. */
} PyVarObject;

#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;

#define _PyObject_CAST(op) ((PyObject *)(op))
#define _PyVarObject_CAST(op) ((PyVarObject *)(op))

#define Py_TYPE(op) (_PyObject_CAST(op)->ob_type)
#define Py_SIZE(op) (_PyVarObject_CAST(op)->ob_size)
#define Py_SET_TYPE(op, type) ((void)(_PyObject_CAST(op)->ob_type = (type)))
#define Py_SET_SIZE(op, size) ((void)(_PyVarObject_CAST(op)->ob_size = (size)))
#define Py_IS_TYPE(op, type) (Py_TYPE(op) == (type))
#define Py_Is(x, y) ((x) == (y))

/** Deallocate an object whose last reference was dropped. Py_DECREF calls it; programs do not.
 * @since 0.1.0 */
PyAPI_FUNC(void) _Py_Dealloc(PyObject *op);

/** Add a reference. Atomic. @param op NULL has no effect. @since 0.1.0 */
PyAPI_FUNC(void) Py_IncRef(PyObject *op);

/** Drop a reference. Dropping the last one deallocates the object. Atomic.
 * @param op NULL has no effect.
 * @since 0.1.0 */
PyAPI_FUNC(void) Py_DecRef(PyObject *op);

/** Add a reference and return the argument.
 * @param op not NULL.
 * @return new reference.
 * @since 0.1.0 (CPython 3.10) */
PyAPI_FUNC(PyObject *) Py_NewRef(PyObject *op);

/** As Py_NewRef, but `op` may be NULL.
 * @return new reference, or NULL if `op` is NULL.
 * @since 0.1.0 (CPython 3.10) */
PyAPI_FUNC(PyObject *) Py_XNewRef(PyObject *op);

/* The macros change the count in place, atomically, and evaluate their argument once. Relaxed order
 * is enough: the caller owns a reference, so no other thread can drop the last one meanwhile. */
#ifdef Py_GIL_DISABLED
#define Py_INCREF(op) Py_IncRef(_PyObject_CAST(op))
#else
#define Py_INCREF(op) \
  ((void)__atomic_fetch_add(&_PyObject_CAST(op)->ob_refcnt, 1, __ATOMIC_RELAXED))
#endif
#define Py_DECREF(op) Py_DecRef(_PyObject_CAST(op))
#define Py_XINCREF(op) Py_IncRef(_PyObject_CAST(op))
#define Py_XDECREF(op) Py_DecRef(_PyObject_CAST(op))
#define Py_NewRef(op) Py_NewRef(_PyObject_CAST(op))
#define Py_XNewRef(op) Py_XNewRef(_PyObject_CAST(op))

/** Set a variable to NULL, then drop the reference that it held. Evaluates its argument once. */
#define Py_CLEAR(op) \
  do { \
    __typeof__(op) *pymv_place_ = &(op); \
    PyObject *pymv_old_ = _PyObject_CAST(*pymv_place_); \
    if (pymv_old_ != NULL) { \
      *pymv_place_ = NULL; \
      Py_DecRef(pymv_old_); \
    } \
  } while (0)

/* The singletons. They are never deallocated; references to them are counted all the same. */
PyAPI_DATA(PyObject) _Py_NoneStruct;
PyAPI_DATA(PyObject) _Py_NotImplementedStruct;
PyAPI_DATA(PyObject) _Py_EllipsisObject;
#define Py_None (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#define Py_Ellipsis (&_Py_EllipsisObject)
#define Py_IsNone(op) Py_Is((op), Py_None)

#define Py_RETURN_NONE return Py_NewRef(Py_None)
#define Py_RETURN_NOTIMPLEMENTED return Py_NewRef(Py_NotImplemented)

/* Operators for tp_richcompare. */
#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5

/** `str(op)` in Python.
 * @param op NULL gives "<NULL>".
 * @return new reference to a str, or NULL with the exception of the type's slot.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Str(PyObject *op);

/** `repr(op)` in Python.
 * @param op NULL gives "<NULL>".
 * @return new reference to a str, or NULL with the exception of the type's slot.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Repr(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_OBJECT_H */
