/* Memory for objects and for programs. */
#ifndef PYMEMORYVIEW_MEMORY_H
#define PYMEMORYVIEW_MEMORY_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

PyAPI_FUNC(void *) PyMem_Malloc(size_t size);
PyAPI_FUNC(void *) PyMem_Calloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyMem_Realloc(void *block, size_t size);
PyAPI_FUNC(void) PyMem_Free(void *block);
PyAPI_FUNC(void *) PyMem_RawMalloc(size_t size);
PyAPI_FUNC(void *) PyMem_RawCalloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyMem_RawRealloc(void *block, size_t size);
PyAPI_FUNC(void) PyMem_RawFree(void *block);
PyAPI_FUNC(void *) PyObject_Malloc(size_t size);
PyAPI_FUNC(void *) PyObject_Calloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyObject_Realloc(void *block, size_t size);
PyAPI_FUNC(void) PyObject_Free(void *block);

#define PyMem_New(type, n) \
  (((size_t)(n) > (size_t)PY_SSIZE_T_MAX / sizeof(type)) \
       ? NULL \
       : ((type *)PyMem_Malloc((size_t)(n) * sizeof(type))))
#define PyMem_Del(block) PyMem_Free(block)
#define PyObject_Del PyObject_Free

PyAPI_FUNC(PyObject *) PyObject_Init(PyObject *op, PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) PyObject_InitVar(PyVarObject *op, PyTypeObject *type, Py_ssize_t size);
PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t nitems);
#define PyObject_New(type, typeobj) ((type *)_PyObject_New(typeobj))
#define PyObject_NewVar(type, typeobj, n) ((type *)_PyObject_NewVar((typeobj), (n)))

PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t nitems);
PyAPI_FUNC(void) PyObject_GC_Track(void *op);
PyAPI_FUNC(void) PyObject_GC_UnTrack(void *op);
PyAPI_FUNC(void) PyObject_GC_Del(void *op);
PyAPI_FUNC(int) PyObject_GC_IsTracked(PyObject *op);
#define PyObject_GC_New(type, typeobj) ((type *)_PyObject_GC_New(typeobj))
#define PyObject_GC_NewVar(type, typeobj, n) ((type *)_PyObject_GC_NewVar((typeobj), (n)))
#define Py_VISIT(op) \
  do { \
    if ((op) != NULL) { \
      int pymv_stop_ = visit(_PyObject_CAST(op), arg); \
      if (pymv_stop_) return pymv_stop_; \
    } \
  } while (0)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_MEMORY_H */
