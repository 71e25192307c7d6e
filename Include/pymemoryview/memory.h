/* Memory for objects and for programs.
 *
 * The PyMem, PyMem_Raw and PyObject families are one allocator here, the C library's: safe from any
 * thread, but a block still goes back by the family it came from, as CPython wants it.
 */
#ifndef PYMEMORYVIEW_MEMORY_H
#define PYMEMORYVIEW_MEMORY_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Allocate memory, with indeterminate contents.
 * @param size in bytes; 0 gives a block with an address of its own.
 * @return the block, owed to PyMem_Free, or NULL: no memory, or size above PY_SSIZE_T_MAX. No
 *   exception is set; callers who want one use PyErr_NoMemory. */
PyAPI_FUNC(void *) PyMem_Malloc(size_t size);
/** As PyMem_Malloc, for `count` elements of `size` bytes, all zero.
 * @return the block, or NULL also if count * size overflows. */
PyAPI_FUNC(void *) PyMem_Calloc(size_t count, size_t size);
/** Change the size of a block; the contents are kept up to the lesser size.
 * @param block from PyMem_Malloc, PyMem_Calloc or PyMem_Realloc; NULL allocates.
 * @param size in bytes; 0 does not free.
 * @return the block, perhaps at another address, or NULL: then the old block is as it was. */
PyAPI_FUNC(void *) PyMem_Realloc(void *block, size_t size);
/** Free a block of PyMem_Malloc, PyMem_Calloc or PyMem_Realloc. @param block may be NULL. */
PyAPI_FUNC(void) PyMem_Free(void *block);

/** As PyMem_Malloc; the block is owed to PyMem_RawFree. */
PyAPI_FUNC(void *) PyMem_RawMalloc(size_t size);
/** As PyMem_Calloc; the block is owed to PyMem_RawFree. */
PyAPI_FUNC(void *) PyMem_RawCalloc(size_t count, size_t size);
/** As PyMem_Realloc, for blocks of this family. */
PyAPI_FUNC(void *) PyMem_RawRealloc(void *block, size_t size);
/** As PyMem_Free, for blocks of this family. */
PyAPI_FUNC(void) PyMem_RawFree(void *block);

/** As PyMem_Malloc, for the memory of objects; the block is owed to PyObject_Free. */
PyAPI_FUNC(void *) PyObject_Malloc(size_t size);
/** As PyMem_Calloc; the block is owed to PyObject_Free. */
PyAPI_FUNC(void *) PyObject_Calloc(size_t count, size_t size);
/** As PyMem_Realloc, for blocks of this family. */
PyAPI_FUNC(void *) PyObject_Realloc(void *block, size_t size);
/** As PyMem_Free, for blocks of this family; the usual tp_free. Runs no tp_dealloc. */
PyAPI_FUNC(void) PyObject_Free(void *block);

/** Allocate an array of `n` elements of a type; NULL as from PyMem_Malloc. */
#define PyMem_New(type, n) \
  (((size_t)(n) > (size_t)PY_SSIZE_T_MAX / sizeof(type)) \
       ? NULL \
       : ((type *)PyMem_Malloc((size_t)(n) * sizeof(type))))
#define PyMem_Del(block) PyMem_Free(block)
#define PyObject_Del PyObject_Free

/** Make an object of allocated memory: sets its type and one reference.
 * @param op at least tp_basicsize bytes; NULL stands for an allocation that failed.
 * @return op, now a new reference, or NULL on failure.
 * @raises MemoryError op is NULL. */
PyAPI_FUNC(PyObject *) PyObject_Init(PyObject *op, PyTypeObject *type);
/** As PyObject_Init, for an object with items.
 * @param size the ob_size to set. */
PyAPI_FUNC(PyVarObject *) PyObject_InitVar(PyVarObject *op, PyTypeObject *type, Py_ssize_t size);
/** Allocate an object; what follows its header is indeterminate. Programs use PyObject_New.
 * @return new reference, or NULL on failure. @raises MemoryError. */
PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type);
/** As _PyObject_New, for an object with items. Programs use PyObject_NewVar.
 * @param nitems number of items of tp_itemsize bytes; becomes ob_size.
 * @raises SystemError nitems is negative. @raises MemoryError. */
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t nitems);
/** Allocate an object of the C type `type` and the Python type `typeobj`. */
#define PyObject_New(type, typeobj) ((type *)_PyObject_New(typeobj))
#define PyObject_NewVar(type, typeobj, n) ((type *)_PyObject_NewVar((typeobj), (n)))

/* There is no garbage collector: objects go when their last reference does, and cycles stay. The
 * names below are for programs that are written to work with one. */

/** As _PyObject_New; the object is owed to PyObject_GC_Del. Programs use PyObject_GC_New. */
PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type);
/** As _PyObject_NewVar; the object is owed to PyObject_GC_Del. */
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t nitems);
/** Does nothing. */
PyAPI_FUNC(void) PyObject_GC_Track(void *op);
/** Does nothing. */
PyAPI_FUNC(void) PyObject_GC_UnTrack(void *op);
/** Free an object of _PyObject_GC_New or _PyObject_GC_NewVar; the tp_free of types with
 * Py_TPFLAGS_HAVE_GC. @param op may be NULL. */
PyAPI_FUNC(void) PyObject_GC_Del(void *op);
/** @return 0: nothing is ever tracked. */
PyAPI_FUNC(int) PyObject_GC_IsTracked(PyObject *op);
#define PyObject_GC_New(type, typeobj) ((type *)_PyObject_GC_New(typeobj))
#define PyObject_GC_NewVar(type, typeobj, n) ((type *)_PyObject_GC_NewVar((typeobj), (n)))

/** In a tp_traverse with the parameters `visit` and `arg`: visit a reference that may be NULL. */
#define Py_VISIT(op) \
  do { \
    if ((op) != NULL) { \
      int pymv_stop_ = visit(_PyObject_CAST(op), arg); \
      if (pymv_stop_) return pymv_stop_; \
    } \
  } while (0)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_MEMORY_H */
