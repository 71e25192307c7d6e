/* Functions with this library's prefix: the flat API (pymv.h), functions of Py_buffer that CPython
 * does not have, and second names of those that it has.
 *
 * In a process with Python the standard names call the interpreter's functions. Each function of
 * buffer.h and memoryview.h therefore has a second name here, which always calls this library.
 */
#ifndef PYMEMORYVIEW_PREFIXED_H
#define PYMEMORYVIEW_PREFIXED_H

#include "../pymv.h"

#ifdef Py_PYTHON_H
#include "config.h"
#else
#include "buffer.h"
#endif

/* Py_buffer is part of the limited API from 3.11 on. Before, only the functions without it are
 * declared; the others are macros whose use is an error. */
#if defined(Py_PYTHON_H) && defined(Py_LIMITED_API) && \
    (Py_LIMITED_API + 0 < 0x030B0000 || PY_VERSION_HEX < 0x030B0000)
#define PYMV_WITHOUT_PY_BUFFER
#endif

PYMV_BEGIN_DECLS

/* --- ownership of memory --- */

/** Make a memoryview of bytes with a callback for when the last view of them is gone.
 *
 * The exporter of the view is a new object that owns a reference to `owner`. When the last
 * reference to this object is dropped, it calls `destroy` and then drops `owner`.
 *
 * @param ptr first byte; must stay valid until `destroy` is called. NULL only if `len` is 0.
 * @param len size in bytes, not negative.
 * @param flags PyBUF_WRITE: writable; PyBUF_READ: read-only.
 * @param owner object to keep alive as long as the memory is viewed; NULL: none.
 * @param destroy called with `ptr` and `ctx`; NULL: no callback.
 * @param ctx passed to `destroy`; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called and `owner` is not kept.
 * @raises ValueError `len` is negative, `ptr` is NULL and `len` is not 0, or `flags` is invalid.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromMemoryOwned(void *ptr, Py_ssize_t len, int flags, PyObject *owner,
                                            PyMV_DestroyFunc destroy, void *ctx);

/* --- second names: memoryview.h --- */

/** Second name of PyMemoryView_GET_BASE. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_GET_BASE(PyObject *mview);
/** Second name of PyMemoryView_FromMemory. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromMemory(char *mem, Py_ssize_t size, int flags);
/** Second name of PyMemoryView_GetContiguous. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_GetContiguous(PyObject *base, int buffertype, char order);

/* --- second names: buffer.h --- */

/** Second name of PyObject_CheckBuffer. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_CheckBuffer(PyObject *obj);
/** Second name of PyObject_CopyData. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_CopyData(PyObject *dest, PyObject *src);
/** Second name of PyBuffer_SizeFromFormat. @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyMV_BufferSizeFromFormat(const char *format);
/** Second name of PyBuffer_FillContiguousStrides. @since 0.1.0 */
PyAPI_FUNC(void) PyMV_BufferFillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                                  int itemsize, char order);

/* --- functions of Py_buffer --- */

#ifndef PYMV_WITHOUT_PY_BUFFER

/** Make a memoryview that owns a filled Py_buffer.
 *
 * On success the buffer belongs to the memoryview: it calls PyBuffer_Release exactly once, when the
 * last view of the memory is released or deallocated, and the caller must not call it. `info->obj`
 * is set to NULL, so that a stray PyBuffer_Release of `info` has no effect. Shape, strides and
 * suboffsets are copied. The format is copied too, except inside CPython when the buffer has an
 * exporter: there the exporter must keep it valid and unchanged until the release. On failure
 * nothing changes and the caller still owns `info`.
 *
 * @param info the buffer, from PyObject_GetBuffer or filled by the caller. If `info->obj` is NULL,
 *   the memory must stay valid as long as any view of it exists.
 * @return new reference, or NULL on failure.
 * @raises ValueError "PyMemoryView_FromBuffer(): info->buf must not be NULL", or `info` is invalid
 *   (buffer.h).
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromBufferOwned(Py_buffer *info);

/** Make a memoryview of a filled Py_buffer that the caller keeps: CPython's PyMemoryView_FromBuffer
 * since 3.3.
 *
 * The memoryview owns nothing and its attribute `obj` is None. The caller releases `info` after the
 * last view of the memory is gone. Shape, strides and suboffsets are copied; the format is not.
 *
 * @param info the buffer; borrowed and not changed. Its memory and format must stay valid as long
 *   as any view exists; the struct itself need not.
 * @return new reference, or NULL on failure.
 * @raises as PyMV_FromBufferOwned.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromBufferBorrowed(const Py_buffer *info);

/** Second name of PyMemoryView_GET_BUFFER. @since 0.1.0 */
PyAPI_FUNC(Py_buffer *) PyMV_GET_BUFFER(PyObject *mview);
/** Second name of PyMemoryView_FromBuffer; the memoryview always owns the buffer, as with
 * PyMV_FromBufferOwned.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromBuffer(Py_buffer *info);
/** Second name of PyObject_GetBuffer. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);
/** Second name of PyBuffer_Release. @since 0.1.0 */
PyAPI_FUNC(void) PyMV_BufferRelease(Py_buffer *view);
/** Second name of PyBuffer_FillInfo. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_BufferFillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                                    int readonly, int flags);
/** Second name of PyBuffer_IsContiguous. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_BufferIsContiguous(const Py_buffer *view, char order);
/** Second name of PyBuffer_GetPointer. @since 0.1.0 */
PyAPI_FUNC(void *) PyMV_BufferGetPointer(const Py_buffer *view, const Py_ssize_t *indices);
/** Second name of PyBuffer_ToContiguous. @since 0.1.0 */
PyAPI_FUNC(int)
    PyMV_BufferToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);
/** Second name of PyBuffer_FromContiguous. @since 0.1.0 */
PyAPI_FUNC(int)
    PyMV_BufferFromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char order);

#else

/* Without the attribute, the name that is not declared tells the same. */
#ifdef __has_attribute
#if __has_attribute(unavailable)
enum {
  PyMV_GetInfo_instead_of_Py_buffer_before_3_11 __attribute__((
      unavailable("Py_buffer is part of the limited API from 3.11 on: use PyMV_GetInfo and "
                  "PyMV_ItemPointer, or define Py_LIMITED_API as 0x030B0000")))
};
#endif
#endif
#define PyMV_FromBufferOwned(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_FromBufferBorrowed(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_GET_BUFFER(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_FromBuffer(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_GetBuffer(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferRelease(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferFillInfo(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferIsContiguous(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferGetPointer(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferToContiguous(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11
#define PyMV_BufferFromContiguous(...) PyMV_GetInfo_instead_of_Py_buffer_before_3_11

/* Access modes, which Python.h declares with Py_buffer. */
#ifndef PyBUF_READ
#define PyBUF_READ 0x100
#define PyBUF_WRITE 0x200
#endif

#endif /* PYMV_WITHOUT_PY_BUFFER */

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_PREFIXED_H */
