/* Allocation of memory and of objects.
 *
 * The PyMem, PyMem_Raw and PyObject families share one allocator, malloc's, and may be called from
 * any thread. Free each block with the family that allocated it, as CPython requires. Each thread
 * keeps some freed objects for reuse (PyMemoryView.h, "Memory").
 */
#ifndef PYMEMORYVIEW_MEMORY_H
#define PYMEMORYVIEW_MEMORY_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Allocate memory with indeterminate contents.
 * @param size in bytes; 0 returns a block with a unique address.
 * @return the block, which the caller must free with PyMem_Free; NULL without an exception if there
 *   is no memory or `size` is above PY_SSIZE_T_MAX. PyErr_NoMemory sets the exception.
 * @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_Malloc(size_t size);
/** As PyMem_Malloc, for `count` elements of `size` bytes, all zero.
 * @return the block; NULL also if count * size overflows.
 * @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_Calloc(size_t count, size_t size);
/** Change the size of a block. The contents are kept up to the smaller size.
 * @param block from PyMem_Malloc, PyMem_Calloc or PyMem_Realloc. NULL: allocate.
 * @param size in bytes; 0 does not free the block.
 * @return the block, which may have moved, or NULL without an exception; then the old block is
 *   unchanged.
 * @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_Realloc(void *block, size_t size);
/** Free a block from PyMem_Malloc, PyMem_Calloc or PyMem_Realloc.
 * @param block NULL has no effect.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyMem_Free(void *block);

/** As PyMem_Malloc; free the block with PyMem_RawFree. @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_RawMalloc(size_t size);
/** As PyMem_Calloc; free the block with PyMem_RawFree. @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_RawCalloc(size_t count, size_t size);
/** As PyMem_Realloc, for blocks of the PyMem_Raw family. @since 0.1.0 */
PyAPI_FUNC(void *) PyMem_RawRealloc(void *block, size_t size);
/** As PyMem_Free, for blocks of the PyMem_Raw family. @since 0.1.0 */
PyAPI_FUNC(void) PyMem_RawFree(void *block);

/** As PyMem_Malloc, for the memory of objects; free the block with PyObject_Free. @since 0.1.0 */
PyAPI_FUNC(void *) PyObject_Malloc(size_t size);
/** As PyMem_Calloc; free the block with PyObject_Free. @since 0.1.0 */
PyAPI_FUNC(void *) PyObject_Calloc(size_t count, size_t size);
/** As PyMem_Realloc, for blocks of the PyObject family. @since 0.1.0 */
PyAPI_FUNC(void *) PyObject_Realloc(void *block, size_t size);
/** As PyMem_Free, for blocks of the PyObject family. Does not call tp_dealloc. The usual tp_free.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyObject_Free(void *block);

/** Allocate an array of `n` elements of a type. Returns NULL as PyMem_Malloc does. */
#define PyMem_New(type, n) \
  (((size_t)(n) > (size_t)PY_SSIZE_T_MAX / sizeof(type)) \
       ? NULL \
       : ((type *)PyMem_Malloc((size_t)(n) * sizeof(type))))
#define PyMem_Del(block) PyMem_Free(block)
#define PyObject_Del PyObject_Free

/** Initialise the header of an object in allocated memory: its type, and a reference count of 1.
 * @param op at least tp_basicsize bytes. NULL means that the allocation failed.
 * @return op, a new reference, or NULL on failure.
 * @raises MemoryError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Init(PyObject *op, PyTypeObject *type);
/** As PyObject_Init, for an object with items. @param size value of ob_size. @since 0.1.0 */
PyAPI_FUNC(PyVarObject *) PyObject_InitVar(PyVarObject *op, PyTypeObject *type, Py_ssize_t size);
/** Allocate an object. Memory after the header is indeterminate. Programs use PyObject_New.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type);
/** As _PyObject_New, for an object with items. Programs use PyObject_NewVar.
 * @param nitems number of items of tp_itemsize bytes; becomes ob_size.
 * @raises SystemError `nitems` is negative.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t nitems);
/** Allocate an object with the C type `type` and the Python type `typeobj`. */
#define PyObject_New(type, typeobj) ((type *)_PyObject_New(typeobj))
#define PyObject_NewVar(type, typeobj, n) ((type *)_PyObject_NewVar((typeobj), (n)))

/* There is no garbage collector: an object is deallocated when its last reference is dropped, and
 * reference cycles are never freed. The names below serve programs that support a collector.
 */

/** As _PyObject_New; free the object with PyObject_GC_Del. Programs use PyObject_GC_New.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type);
/** As _PyObject_NewVar; free the object with PyObject_GC_Del. Programs use PyObject_GC_NewVar.
 * @since 0.1.0 */
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t nitems);
/** No effect. @since 0.1.0 */
PyAPI_FUNC(void) PyObject_GC_Track(void *op);
/** No effect. @since 0.1.0 */
PyAPI_FUNC(void) PyObject_GC_UnTrack(void *op);
/** Free an object from _PyObject_GC_New or _PyObject_GC_NewVar: the tp_free of types with
 * Py_TPFLAGS_HAVE_GC.
 * @param op NULL has no effect.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyObject_GC_Del(void *op);
/** @return 0: objects are never tracked. @since 0.1.0 */
PyAPI_FUNC(int) PyObject_GC_IsTracked(PyObject *op);
#define PyObject_GC_New(type, typeobj) ((type *)_PyObject_GC_New(typeobj))
#define PyObject_GC_NewVar(type, typeobj, n) ((type *)_PyObject_GC_NewVar((typeobj), (n)))

/** In a tp_traverse with parameters `visit` and `arg`: visit a reference, which may be NULL. */
#define Py_VISIT(op) \
  do { \
    if ((op) != NULL) { \
      int pymv_stop_ = visit(_PyObject_CAST(op), arg); \
      if (pymv_stop_) return pymv_stop_; \
    } \
  } while (0)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_MEMORY_H */
