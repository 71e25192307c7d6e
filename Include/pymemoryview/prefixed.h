/* What carries this library's own prefix: functions that CPython has not, and second names.
 *
 * In a process with Python the standard names lead to the interpreter's functions. So each function
 * of buffer.h and memoryview.h has a second name here that always leads to this library's.
 */
#ifndef PYMEMORYVIEW_PREFIXED_H
#define PYMEMORYVIEW_PREFIXED_H

#ifdef Py_PYTHON_H
#include "config.h"
#else
#include "buffer.h"
#endif

PYMV_BEGIN_DECLS

/** Version of the loaded library, in the form of PYMV_VERSION_HEX. Never fails. */
PyAPI_FUNC(unsigned long) PyMV_Version(void);

/** Check that the loaded library fits the headers that the caller was compiled with:
 *
 *   if (PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) < 0) ...
 *
 * It fits if it has the same major version (before 1.0 also the same minor version) and is not
 * older. Programs that are linked to the library need this only if they may come to run with
 * another one than they were built for.
 *
 * @param version PYMV_VERSION_HEX of the headers.
 * @param buffer_size sizeof(Py_buffer), in bytes.
 * @return 0 if it fits, or -1 on failure.
 * @raises ImportError "compiled for PyMemoryView 0x..., but 0x... is loaded"; "compiled with a
 *   Py_buffer of ... bytes, but the library's has ...". */
PyAPI_FUNC(int) PyMV_CheckABI(unsigned long version, size_t buffer_size);

/* --- memory and who owns it --- */

/** Make a memoryview of a filled Py_buffer and hand the buffer over to it.
 *
 * The memoryview calls PyBuffer_Release exactly once, when the last view of the memory is released
 * or deallocated, and the caller must not. To make a stray PyBuffer_Release harmless, `info->obj`
 * is set to NULL on success. Shape, strides and suboffsets are copied. The format is copied too,
 * except inside CPython when the buffer has an exporter: there it must stay as it is until the
 * exporter is told of the release, as the formats of exporters do.
 *
 * @param info the buffer, from PyObject_GetBuffer or filled by the caller. Where `obj` is NULL the
 *   memory must stay valid as long as any view of it.
 * @return new reference, or NULL on failure; then nothing was taken and the caller still owns
 *   `info`.
 * @raises ValueError "PyMemoryView_FromBuffer(): info->buf must not be NULL", or `info`
 *   describes no array (buffer.h). @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyMV_FromBufferOwned(Py_buffer *info);

/** Make a memoryview of a filled Py_buffer that the caller keeps: CPython's PyMemoryView_FromBuffer
 * since 3.3.
 *
 * Nothing is owned, the memoryview's exporter is None, and the caller releases `info` when all
 * views of the memory are gone. Shape, strides and suboffsets are copied; the format is not.
 *
 * @param info the buffer; it is not changed. Its memory and its format must stay valid as long as
 *   any view of it, `info` itself need not.
 * @return new reference, or NULL on failure.
 * @raises as PyMV_FromBufferOwned. */
PyAPI_FUNC(PyObject *) PyMV_FromBufferBorrowed(const Py_buffer *info);

/** Called once when nothing looks at an owned memory any more.
 * @param ptr, ctx as given to PyMV_FromMemoryOwned.
 * Runs in the thread that dropped the last reference, in CPython with the interpreter's lock. It
 * may not raise. */
typedef void (*PyMV_DestroyFunc)(void *ptr, void *ctx);

/** Make a memoryview of plain bytes that are given up when the last view of them goes.
 *
 * The exporter of the view is a new object that holds `owner` and, when its last reference goes,
 * calls `destroy` and then drops `owner`.
 *
 * @param ptr first byte; valid until `destroy` is called. NULL only if `len` is 0.
 * @param len size in bytes, not negative.
 * @param flags PyBUF_WRITE: writable; PyBUF_READ: read-only.
 * @param owner kept alive as long as the memory is viewed; may be NULL.
 * @param destroy called with `ptr` and `ctx`; may be NULL.
 * @param ctx the caller's own; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called, and `owner` not held.
 * @raises ValueError `len` is negative, `ptr` is NULL and `len` is not 0, or `flags` is neither of
 *   these. @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyMV_FromMemoryOwned(void *ptr, Py_ssize_t len, int flags, PyObject *owner,
                                            PyMV_DestroyFunc destroy, void *ctx);

/* --- threads --- */

/** Set how many threads share a large copy of strided memory, for the whole process.
 *
 * Copies of at least 8 MiB are shared, with 4 MiB or more for each thread; plain runs of bytes
 * are not. The threads exist as long as the copy, run with signals blocked,
 * and never touch an object. Where the system gives none the caller does their part. From the first
 * such copy on the process has had a second thread, and counting references costs what it costs
 * then.
 *
 * The number is 1, or what the environment variable PYMEMORYVIEW_THREADS says when the library is
 * loaded. May be called at any time; copies that run meanwhile are not changed.
 *
 * @param n number of threads, the calling one among them, at most 64; 1: none are made; 0: as many
 * as there are processors on which the process may run.
 * @return 0, or -1 on failure; then nothing changes.
 * @raises ValueError "n must be a number of threads from 0 to 64". */
PyAPI_FUNC(int) PyMV_SetThreads(int n);

/** Number of threads that share a large copy, at least 1. Never fails. */
PyAPI_FUNC(int) PyMV_GetThreads(void);

/* Inside CPython, functions that copy or compare a mebibyte or more give up the interpreter's lock
 * meanwhile, except where memoryview is taken over strictly. Objects are protected by the requests
 * that the functions make. Whoever calls PyMV_BufferToContiguous or PyMV_BufferFromContiguous holds
 * both memories: no other thread may free or move them. */

/* --- finding leaks and double releases --- */

/** Start or end watching memoryviews and buffers, for the whole process.
 *
 * While it is on, the library notes of every memoryview, and of every buffer got through
 * PyObject_GetBuffer, what it is and who made it. It writes to standard error: a buffer that is
 * released twice, at once; and when the process ends, or the library is unloaded, what is alive
 * still. That is the only time it writes anything. Calls take several microseconds more.
 *
 * PYMEMORYVIEW_DEBUG=1 in the environment does the same when the library is loaded. What was made
 * before is not known: the release of such a buffer may be taken for that of another one of the
 * same memory. Inside CPython, memoryviews are watched while memoryview is taken over, and buffers
 * that are got and released through this library. May be called at any time, in any thread.
 *
 * @param on 0 ends watching and forgets all that was noted; other values start it.
 * @return 1 if it was on before, 0 if not. Never fails. */
PyAPI_FUNC(int) PyMV_SetDebug(int on);

/** Write what is alive: memoryviews by managed buffer and exporter, and buffers not released.
 *
 * Each with its size, format, shape, how many buffers it has handed out, and the file and symbol,
 * or line of Python, of the call that made it.
 *
 * @param fd file descriptor to write to; nothing is written if it is negative.
 * @return number of memoryviews alive and buffers not released; -1 if nobody watches, and then
 * nothing is written. Never fails. */
PyAPI_FUNC(Py_ssize_t) PyMV_DebugReport(int fd);

/* --- second names: memoryview.h --- */

/** PyMemoryView_Check by its second name. */
PyAPI_FUNC(int) PyMV_Check(PyObject *op);
/** PyMemoryView_GET_BUFFER by its second name. */
PyAPI_FUNC(Py_buffer *) PyMV_GET_BUFFER(PyObject *mview);
/** PyMemoryView_GET_BASE by its second name. */
PyAPI_FUNC(PyObject *) PyMV_GET_BASE(PyObject *mview);
/** PyMemoryView_FromObject by its second name. */
PyAPI_FUNC(PyObject *) PyMV_FromObject(PyObject *base);
/** PyMemoryView_FromMemory by its second name. */
PyAPI_FUNC(PyObject *) PyMV_FromMemory(char *mem, Py_ssize_t size, int flags);
/** PyMV_FromBufferOwned by the name that is PyMemoryView_FromBuffer's second one. */
PyAPI_FUNC(PyObject *) PyMV_FromBuffer(Py_buffer *info);
/** PyMemoryView_GetContiguous by its second name. */
PyAPI_FUNC(PyObject *) PyMV_GetContiguous(PyObject *base, int buffertype, char order);

/* --- second names: buffer.h --- */

/** PyObject_CheckBuffer by its second name. */
PyAPI_FUNC(int) PyMV_CheckBuffer(PyObject *obj);
/** PyObject_GetBuffer by its second name. */
PyAPI_FUNC(int) PyMV_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);
/** PyObject_CopyData by its second name. */
PyAPI_FUNC(int) PyMV_CopyData(PyObject *dest, PyObject *src);
/** PyBuffer_Release by its second name. */
PyAPI_FUNC(void) PyMV_BufferRelease(Py_buffer *view);
/** PyBuffer_FillInfo by its second name. */
PyAPI_FUNC(int) PyMV_BufferFillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                                    int readonly, int flags);
/** PyBuffer_IsContiguous by its second name. */
PyAPI_FUNC(int) PyMV_BufferIsContiguous(const Py_buffer *view, char order);
/** PyBuffer_GetPointer by its second name. */
PyAPI_FUNC(void *) PyMV_BufferGetPointer(const Py_buffer *view, const Py_ssize_t *indices);
/** PyBuffer_SizeFromFormat by its second name. */
PyAPI_FUNC(Py_ssize_t) PyMV_BufferSizeFromFormat(const char *format);
/** PyBuffer_ToContiguous by its second name. */
PyAPI_FUNC(int)
    PyMV_BufferToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);
/** PyBuffer_FromContiguous by its second name. */
PyAPI_FUNC(int)
    PyMV_BufferFromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char order);
/** PyBuffer_FillContiguousStrides by its second name. */
PyAPI_FUNC(void) PyMV_BufferFillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                                  int itemsize, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_PREFIXED_H */
