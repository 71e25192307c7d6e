/* Functions with this library's prefix: those that CPython does not have, and second names of those
 * that it has.
 *
 * In a process with Python the standard names call the interpreter's functions. Each function of
 * buffer.h and memoryview.h therefore has a second name here, which always calls this library.
 */
#ifndef PYMEMORYVIEW_PREFIXED_H
#define PYMEMORYVIEW_PREFIXED_H

#ifdef Py_PYTHON_H
#include "config.h"
#else
#include "buffer.h"
#endif

PYMV_BEGIN_DECLS

/** @return version of the loaded library, in the form of PYMV_VERSION_HEX. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(unsigned long) PyMV_Version(void);

/** Check that the loaded library is compatible with the headers that the caller was compiled with:
 *
 *   if (PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) < 0) ...
 *
 * The library is compatible if it has the same major version (before 1.0 also the same minor
 * version) and is not older. Only programs that may run with another version than they were built
 * for need this check.
 *
 * @param version PYMV_VERSION_HEX of the headers.
 * @param buffer_size sizeof(Py_buffer), in bytes.
 * @return 0 if compatible, or -1 on failure.
 * @raises ImportError "compiled for PyMemoryView 0x..., but 0x... is loaded"; "compiled with a
 *   Py_buffer of ... bytes, but the library's has ...".
 * @since 0.1.0 */
PyAPI_FUNC(int) PyMV_CheckABI(unsigned long version, size_t buffer_size);

/* --- ownership of memory --- */

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

/** Callback of PyMV_FromMemoryOwned, called once when the last view of the memory is gone. It runs
 * in the thread that drops the last reference, in CPython with the GIL held. It must not raise.
 * @param ptr, ctx as passed to PyMV_FromMemoryOwned.
 * @since 0.1.0 */
typedef void (*PyMV_DestroyFunc)(void *ptr, void *ctx);

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

/* --- threads --- */

/** Set the number of threads that share a large strided copy, for the whole process.
 *
 * Copies of at least 8 MiB are shared, with at least 4 MiB for each thread; contiguous copies are
 * not. Transposing, gathering and items of odd sizes gain most; copies that run at the speed of the
 * memory gain nothing. The threads exist only during the copy, run with signals blocked, and never
 * access an object. If the system cannot start a thread, the caller copies its part. Starting
 * threads also ends the fast path of non-atomic reference counts that single-threaded processes
 * have.
 *
 * The initial number is the environment variable PYMEMORYVIEW_THREADS when the library is loaded,
 * else 1. This function may be called at any time; running copies are not affected.
 *
 * @param n number of threads, the caller included, at most 64. 1: no threads are started. 0: one
 *   for each processor that the process may run on.
 * @return 0, or -1 on failure; then nothing changes.
 * @raises ValueError "n must be a number of threads from 0 to 64".
 * @since 0.1.0 */
PyAPI_FUNC(int) PyMV_SetThreads(int n);

/** @return number of threads that share a large copy, at least 1. Never fails. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_GetThreads(void);

/* Inside CPython, the GIL is released only while 1 MiB or more of a bytes object is copied,
 * converted or compared: other threads and forked children cannot observe that, because the
 * contents are immutable and no view is pinned. After `install(strict=True)` it is never released.
 */

/* --- finding leaks and double releases --- */

/** Enable or disable the report of leaks and double releases, for the whole process.
 *
 * While enabled, the library records every memoryview, and every buffer from PyObject_GetBuffer,
 * with its description and the call that made it. It writes to standard error: double releases, at
 * once; and when the process ends, everything that is still alive. Otherwise the library writes
 * nothing, except for exceptions that a release hook sets (buffer.h). Calls take several
 * microseconds longer.
 *
 * PYMEMORYVIEW_DEBUG=1 in the environment enables it when the library is loaded. Objects made
 * before are unknown: the release of such a buffer may be attributed to another buffer of the same
 * memory. Inside CPython, memoryviews are recorded while memoryview is taken over, and buffers that
 * are requested and released through this library. May be called at any time, in any thread.
 *
 * @param on 0 disables it and discards all records; other values enable it.
 * @return 1 if it was enabled before, else 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyMV_SetDebug(int on);

/** Write a report of everything alive: memoryviews by managed buffer and exporter, and buffers that
 * are not released.
 *
 * Each entry has size, format, shape, number of exported buffers, and the file and symbol (in
 * CPython the line of Python) of the call that made it. `addr2line -e FILE ADDRESS` resolves the
 * places.
 *
 * @param fd file descriptor to write to; negative: nothing is written.
 * @return number of memoryviews alive and buffers not released; -1 if reports are disabled, and
 *   then nothing is written. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyMV_DebugReport(int fd);

/* --- second names: memoryview.h --- */

/** Second name of PyMemoryView_Check. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_Check(PyObject *op);
/** Second name of PyMemoryView_GET_BUFFER. @since 0.1.0 */
PyAPI_FUNC(Py_buffer *) PyMV_GET_BUFFER(PyObject *mview);
/** Second name of PyMemoryView_GET_BASE. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_GET_BASE(PyObject *mview);
/** Second name of PyMemoryView_FromObject. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromObject(PyObject *base);
/** Second name of PyMemoryView_FromMemory. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromMemory(char *mem, Py_ssize_t size, int flags);
/** Second name of PyMemoryView_FromBuffer; the memoryview always owns the buffer, as with
 * PyMV_FromBufferOwned.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_FromBuffer(Py_buffer *info);
/** Second name of PyMemoryView_GetContiguous. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyMV_GetContiguous(PyObject *base, int buffertype, char order);

/* --- second names: buffer.h --- */

/** Second name of PyObject_CheckBuffer. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_CheckBuffer(PyObject *obj);
/** Second name of PyObject_GetBuffer. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);
/** Second name of PyObject_CopyData. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_CopyData(PyObject *dest, PyObject *src);
/** Second name of PyBuffer_Release. @since 0.1.0 */
PyAPI_FUNC(void) PyMV_BufferRelease(Py_buffer *view);
/** Second name of PyBuffer_FillInfo. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_BufferFillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                                    int readonly, int flags);
/** Second name of PyBuffer_IsContiguous. @since 0.1.0 */
PyAPI_FUNC(int) PyMV_BufferIsContiguous(const Py_buffer *view, char order);
/** Second name of PyBuffer_GetPointer. @since 0.1.0 */
PyAPI_FUNC(void *) PyMV_BufferGetPointer(const Py_buffer *view, const Py_ssize_t *indices);
/** Second name of PyBuffer_SizeFromFormat. @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyMV_BufferSizeFromFormat(const char *format);
/** Second name of PyBuffer_ToContiguous. @since 0.1.0 */
PyAPI_FUNC(int)
    PyMV_BufferToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);
/** Second name of PyBuffer_FromContiguous. @since 0.1.0 */
PyAPI_FUNC(int)
    PyMV_BufferFromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char order);
/** Second name of PyBuffer_FillContiguousStrides. @since 0.1.0 */
PyAPI_FUNC(void) PyMV_BufferFillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                                  int itemsize, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_PREFIXED_H */
