/* memoryview: an object that holds a buffer of an exporter and is an exporter itself.
 *
 * It has CPython's attributes, methods and protocols, with CPython's results and error messages;
 * programs reach them through abstract.h. Without Python the behaviour is CPython 3.14's, plus the
 * complex items (`Zf`, `Zd`) of 3.15. Inside CPython it follows the interpreter's version, with
 * additions of later versions unless strict behaviour is requested. Items have any format of the
 * struct module, `Zf` or `Zd`; views with other formats can be made, sliced and copied, but reading
 * an item raises NotImplementedError.
 *
 * Ownership:
 * - A memoryview owns one reference to its managed buffer, which owns the buffer that the exporter
 *   filled. Views made from a view share the managed buffer.
 * - The managed buffer releases the buffer to the exporter when its last view is released or
 *   deallocated.
 * - Memory without an exporter (PyMemoryView_FromMemory, or a Py_buffer with obj NULL) must stay
 *   valid as long as any view of it exists. PyMV_FromMemoryOwned (prefixed.h) has a callback for
 *   its end.
 * - A memoryview that has exported buffers itself cannot be released: BufferError "memoryview has 1
 *   exported buffer". A bytearray cannot be resized while views of it exist.
 */
#ifndef PYMEMORYVIEW_MEMORYVIEW_H
#define PYMEMORYVIEW_MEMORYVIEW_H

#include "buffer.h"
#include "typeobject.h"

PYMV_BEGIN_DECLS

/* _PyManagedBufferObject.flags */
#define _Py_MANAGED_BUFFER_RELEASED 0x001    /**< Released to the exporter. */
#define _Py_MANAGED_BUFFER_FREE_FORMAT 0x002 /**< Deallocation frees master.format. */

/** One request to an exporter, shared by all memoryviews of this buffer. The buffer is released
 * when the last of them is released or deallocated. */
typedef struct {
  PyObject_HEAD
  int flags;          /**< _Py_MANAGED_BUFFER_*. */
  Py_ssize_t exports; /**< Memoryviews on this buffer that are not released. */
  Py_buffer master;   /**< As filled by the exporter; owns master.obj. */
} _PyManagedBufferObject;

/* PyMemoryViewObject.flags */
#define _Py_MEMORYVIEW_RELEASED 0x001   /**< Released: access raises ValueError. */
#define _Py_MEMORYVIEW_C 0x002          /**< C-contiguous. */
#define _Py_MEMORYVIEW_FORTRAN 0x004    /**< Fortran-contiguous. */
#define _Py_MEMORYVIEW_SCALAR 0x008     /**< ndim is 0. */
#define _Py_MEMORYVIEW_PIL 0x010        /**< Has suboffsets. */
#define _Py_MEMORYVIEW_RESTRICTED 0x020 /**< New views raise ValueError. */

/** A memoryview. Programs use the functions below; the layout is CPython's. */
typedef struct {
  PyObject_VAR_HEAD             /**< ob_size is 3 * ndim. */
  _PyManagedBufferObject *mbuf; /**< Shared buffer; owned. */
  Py_hash_t hash;               /**< Cached hash, -1 while unknown. */
  int flags;                    /**< _Py_MEMORYVIEW_*. */
  Py_ssize_t exports;           /**< Exported Py_buffers that are not released. */
  Py_buffer view;               /**< This view; obj is borrowed from mbuf->master. */
  PyObject *weakreflist;        /**< Weak references, or NULL. */
  Py_ssize_t ob_array[1];       /**< shape, strides, suboffsets: 3 * ndim values. */
} PyMemoryViewObject;

/** The type of memoryviews. Not subclassable. */
PyAPI_DATA(PyTypeObject) PyMemoryView_Type;

/** Check whether an object is a memoryview.
 * @return 1 if its type is exactly PyMemoryView_Type, else 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyMemoryView_Check(PyObject *op);

/** Get the Py_buffer of a memoryview.
 * @param mview a memoryview; the type is not checked.
 * @return pointer to its Py_buffer, valid as long as the memoryview. The caller must not change or
 *   release it.
 * @since 0.1.0 */
PyAPI_FUNC(Py_buffer *) PyMemoryView_GET_BUFFER(PyObject *mview);

/** Get the exporter of a memoryview, its attribute `obj`.
 * @param mview a memoryview; the type is not checked.
 * @return borrowed reference, or NULL without an exception if the memory has no exporter
 *   (PyMemoryView_FromMemory).
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMemoryView_GET_BASE(PyObject *mview);

/** Make a memoryview of an exporter. It is writable if the exporter's memory is, else read-only.
 * @param base an exporter. If it is a memoryview, the new view shares its managed buffer.
 * @return new reference, or NULL on failure.
 * @raises TypeError "memoryview: a bytes-like object is required, not '...'".
 * @raises ValueError `base` is a released memoryview, or the exporter fills an invalid Py_buffer
 *   (buffer.h).
 * @raises MemoryError. Exceptions of the exporter are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *base);

/** Make a memoryview of memory without an exporter. The format is "B".
 * @param mem first byte; borrowed: it must stay valid as long as any view of it exists. NULL only
 *   if `size` is 0.
 * @param size in bytes, not negative.
 * @param flags PyBUF_WRITE: writable; PyBUF_READ: read-only.
 * @return new reference, or NULL on failure.
 * @raises ValueError an argument is invalid.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *mem, Py_ssize_t size, int flags);

/** Make a memoryview that owns a filled Py_buffer.
 *
 * On success the buffer belongs to the memoryview: it calls PyBuffer_Release exactly once, when the
 * last view of the memory is released or deallocated, and the caller must not call it. `info->obj`
 * is set to NULL, so that a stray PyBuffer_Release of `info` has no effect. Shape, strides,
 * suboffsets and format are copied. On failure nothing changes and the caller still owns `info`.
 *
 * This is the contract of CPython up to 3.2; since 3.3 CPython's memoryview owns nothing. Where
 * this library is preloaded into CPython, callers compiled for Python.h alone get the contract
 * since 3.3. PyMV_FromBufferOwned and PyMV_FromBufferBorrowed (prefixed.h) name the contract
 * explicitly.
 *
 * @param info the buffer, from PyObject_GetBuffer or filled by the caller. If `info->obj` is NULL,
 *   the memory must stay valid as long as any view of it exists.
 * @return new reference, or NULL on failure.
 * @raises ValueError "PyMemoryView_FromBuffer(): info->buf must not be NULL", or `info` is invalid
 *   (buffer.h).
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMemoryView_FromBuffer(Py_buffer *info);

/** Make a memoryview of an exporter's items in contiguous memory.
 *
 * If the memory is contiguous in the requested order, the result is a zero-copy view of it.
 * Otherwise the items are copied into a new bytes object, and the result is a read-only view of the
 * copy.
 *
 * @param base an exporter.
 * @param buffertype PyBUF_READ; or PyBUF_WRITE, for which no copy is made.
 * @param order 'C' or 'F'; 'A' for either (a copy is then in C order).
 * @return new reference, or NULL on failure.
 * @raises BufferError "underlying buffer is not writable", or "writable contiguous buffer requested
 *   for a non-contiguous object.".
 * @raises ValueError `buffertype` or `order` is invalid.
 * @raises MemoryError. Raises as PyMemoryView_FromObject too.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *base, int buffertype, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_MEMORYVIEW_H */
