/* memoryview: an object that holds a buffer and exports it again. */
#ifndef PYMEMORYVIEW_MEMORYVIEW_H
#define PYMEMORYVIEW_MEMORYVIEW_H

#include "buffer.h"
#include "typeobject.h"

PYMV_BEGIN_DECLS

/* _PyManagedBufferObject.flags */
#define _Py_MANAGED_BUFFER_RELEASED 0x001    /**< The exporter has been told; no access any more. */
#define _Py_MANAGED_BUFFER_FREE_FORMAT 0x002 /**< master.format is freed with the object. */

/** One request to an exporter, shared by all the memoryviews that look at it. Released when the
 * last of them is. */
typedef struct {
  PyObject_HEAD
  int flags;          /**< _Py_MANAGED_BUFFER_*. */
  Py_ssize_t exports; /**< Memoryviews on this buffer that are not released. */
  Py_buffer master;   /**< As the exporter filled it; owns the reference master.obj. */
} _PyManagedBufferObject;

/* PyMemoryViewObject.flags */
#define _Py_MEMORYVIEW_RELEASED 0x001   /**< No access any more. */
#define _Py_MEMORYVIEW_C 0x002          /**< C-contiguous. */
#define _Py_MEMORYVIEW_FORTRAN 0x004    /**< Fortran-contiguous. */
#define _Py_MEMORYVIEW_SCALAR 0x008     /**< ndim is 0. */
#define _Py_MEMORYVIEW_PIL 0x010        /**< Has suboffsets. */
#define _Py_MEMORYVIEW_RESTRICTED 0x020 /**< No new views of its memory may be made. */

/** A memoryview. Programs use the functions below; the layout is CPython's. */
typedef struct {
  PyObject_VAR_HEAD             /**< ob_size is 3 * ndim. */
  _PyManagedBufferObject *mbuf; /**< Shared buffer; owned. */
  Py_hash_t hash;               /**< Cached hash, -1 while unknown. */
  int flags;                    /**< _Py_MEMORYVIEW_*. */
  Py_ssize_t exports;           /**< Py_buffers handed out and not yet released. */
  Py_buffer view;               /**< This view; obj is borrowed from mbuf->master. */
  PyObject *weakreflist;        /**< Weak references, or NULL. */
  Py_ssize_t ob_array[1];       /**< shape, strides, suboffsets: 3 * ndim values. */
} PyMemoryViewObject;

/** The type of memoryviews. Not subclassable. */
PyAPI_DATA(PyTypeObject) PyMemoryView_Type;

/** Ask whether an object is a memoryview.
 * @return 1 if its type is exactly PyMemoryView_Type, else 0. Never fails. */
PyAPI_FUNC(int) PyMemoryView_Check(PyObject *op);

/** Get at a memoryview's buffer.
 * @param mview a memoryview; this is not checked.
 * @return address of its Py_buffer, valid as long as the memoryview; not to be changed or released.
 */
PyAPI_FUNC(Py_buffer *) PyMemoryView_GET_BUFFER(PyObject *mview);

/** Get the exporter a memoryview looks at.
 * @param mview a memoryview; this is not checked.
 * @return borrowed reference, or NULL if the memory has no owner (PyMemoryView_FromMemory). */
PyAPI_FUNC(PyObject *) PyMemoryView_GET_BASE(PyObject *mview);

/** Make a memoryview of an exporter, writable if the exporter's memory is, else read-only.
 * @param base any exporter. From a memoryview it makes another view of the same buffer.
 * @return new reference, or NULL on failure.
 * @raises TypeError "memoryview: a bytes-like object is required, not '...'".
 * @raises ValueError `base` is a released memoryview, or answers with a buffer that describes no
 *   array (buffer.h).
 * @raises MemoryError. Exceptions of the exporter are passed on. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *base);

/** Make a memoryview of plain memory.
 * @param mem first byte; must stay valid as long as any view of it. NULL only if `size` is 0.
 * @param size in bytes, not negative.
 * @param flags PyBUF_WRITE: writable; PyBUF_READ: read-only.
 * @return new reference, or NULL on failure.
 * @raises ValueError an argument is none of these. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *mem, Py_ssize_t size, int flags);

/** Make a memoryview of a filled Py_buffer and hand the buffer over to it.
 *
 * The memoryview then owns the buffer: it calls PyBuffer_Release exactly once, when the last view
 * of the memory is released or deallocated, and the caller must not. To make a stray
 * PyBuffer_Release harmless, `info->obj` is set to NULL on success. Shape, strides, suboffsets and
 * format are copied.
 *
 * CPython 3.3 and later own nothing here; this is the contract of CPython up to 3.2.
 * PyMV_FromBufferOwned and PyMV_FromBufferBorrowed (prefixed.h) say which is meant.
 *
 * @param info the buffer, from PyObject_GetBuffer or filled by the caller. Where `obj` is NULL the
 *   memory must stay valid as long as any view of it.
 * @return new reference, or NULL on failure; then nothing was taken, and `info` is still the
 *   caller's.
 * @raises ValueError "PyMemoryView_FromBuffer(): info->buf must not be NULL", or `info`
 *   describes no array (buffer.h). @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromBuffer(Py_buffer *info);

/** Make a memoryview of an exporter's items in contiguous memory.
 *
 * Memory that is contiguous in the wanted order is viewed where it is. Otherwise the items are
 * copied to a new bytes object, and the memoryview, read-only, looks at that.
 *
 * @param base any exporter.
 * @param buffertype PyBUF_READ; or PyBUF_WRITE, which is never met with a copy.
 * @param order 'C' or 'F'; 'A': either, and C for a copy.
 * @return new reference, or NULL on failure.
 * @raises BufferError "underlying buffer is not writable", or "writable contiguous buffer requested
 *   for a non-contiguous object.".
 * @raises ValueError `buffertype` or `order` is none of these.
 * @raises as PyMemoryView_FromObject. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *base, int buffertype, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_MEMORYVIEW_H */
