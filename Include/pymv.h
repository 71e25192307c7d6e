/* pymv.h: typed, strided, N-dimensional views of memory, in plain C. One file, for every language.
 *
 * libpymv.so (pkg-config pymv) implements it: it exports the names PyMV_* and nothing else, needs
 * libc only, and may share a process with any libpython, also one that is loaded later.
 * libPyMemoryView.so has the same functions beside CPython's names; PyMemoryView.h includes this
 * file. Use either library, not both: neither knows the other's objects. No initialisation is
 * needed.
 *
 * Foreign function interfaces read this file as it is, except that those without a preprocessor
 * (LuaJIT's ffi.cdef, PHP's FFI::cdef, Python's cffi) need it without the lines that begin with
 * '#': `grep -v '^#' pymv.h`. There are no macros to call, variadic functions or inline functions.
 *
 * Conventions, unless a function documents something else:
 * - A view is a typed N-d window on memory that someone owns. A function that derives a view copies
 *   nothing; each view keeps the memory alive, and the last one to go gives it back to its owner,
 *   once.
 * - A returned object belongs to the caller, who must call PyMV_DecRef once. Arguments are
 *   borrowed. Object arguments must not be NULL.
 * - On failure a function returns NULL (pointers) or -1 (integers); PyMV_TakeError tells why, for
 *   the calling thread. "@raises" names the kind of the error.
 * - Shapes, indices, starts, stops and steps are in items; strides, suboffsets and lengths are in
 *   bytes. Axes and indices count from 0, negative ones from the end. A view has at most 64 axes.
 *   Arrays have one entry for each axis; they are copied. NULL is allowed where ndim is 0.
 * - `format` is an item format in the notation of Python's `struct` module, "d" or "<3H", and
 *   NULL stands for "B": unsigned bytes. Texts are copied.
 * - `order` is 'C' (the last index changes fastest), 'F' (the first index changes fastest), or
 *   where it says so 'A' ('F' for a view that is F- but not C-contiguous, else 'C').
 * - Every function that takes a view raises TypeError if the object is none, and ValueError if the
 *   view was released (PyMV_Release). Every function that makes an object raises MemoryError.
 *
 * Threads: every function may be called from any thread, with the rules of PyMemoryView.h. Inside
 * CPython the functions of libPyMemoryView.so work on the interpreter's objects and need the GIL
 * (ctypes.PyDLL); those of libpymv.so never do (ctypes.CDLL, cffi).
 */
#ifndef PYMV_H
#define PYMV_H

#include <stddef.h>
#include <stdint.h>

/* What follows is for C++ alone: for parsers that drop lines with '#' this comment goes on.
# */
#ifdef __cplusplus
extern "C" {
#endif
/* From here on all read the same. */

/** An object: a view, or an exporter of memory. Opaque. */
typedef struct _object PyObject;

/** Callback for when the last view of some memory is gone; called once, in the thread that drops
 * the last reference, in CPython with the GIL held. It must not raise an exception or unwind the
 * stack.
 * @param ptr the memory, as passed to the function that took the callback.
 * @param ctx as passed to that function.
 * @since 0.1.0 */
typedef void (*PyMV_DestroyFunc)(void *ptr, void *ctx);

/** What PyMV_GetInfo knows of a view. The pointers are valid as long as the view exists and is not
 * released. Later versions may append fields.
 * @since 0.2.0 */
typedef struct PyMV_Info {
  /** Size of the struct in bytes, set by the caller; only this much is read and written. */
  size_t struct_size;
  /** First byte of the item whose indices are all 0. */
  void *data;
  /** Item format; never NULL. */
  const char *format;
  /** Items along each axis; NULL if ndim is 0. */
  const ptrdiff_t *shape;
  /** Bytes from one item to the next along each axis; NULL if ndim is 0. */
  const ptrdiff_t *strides;
  /** NULL, or for each axis the offset to add after its pointer was followed; negative: the axis
   * holds no pointers. */
  const ptrdiff_t *suboffsets;
  /** Bytes of one item. */
  ptrdiff_t itemsize;
  /** Bytes of all items: itemsize times the product of the shape. */
  ptrdiff_t nbytes;
  /** Number of axes, 0 to 64. */
  int ndim;
  /** 1 if the memory must not be written through this view, else 0. */
  int readonly;
  /** 1 if the items lie without gaps in C order, else 0. */
  int c_contiguous;
  /** 1 if the items lie without gaps in Fortran order, else 0. */
  int f_contiguous;
} PyMV_Info;

/* --- making views --- */

/** Make a view of an array in memory of the caller.
 *
 * @param data address of the item whose indices are all 0; the memory must stay valid until
 *   `destroy` is called, without one as long as any view of it exists. NULL only if there are no
 *   items.
 * @param format item format; NULL: "B".
 * @param itemsize size of an item in bytes; 0: computed from the format.
 * @param ndim number of axes, 0 to 64.
 * @param shape items along each axis, not negative.
 * @param strides bytes between items along each axis, may be negative or 0; NULL: C order.
 * @param suboffsets for each axis the offset to add after a pointer was followed, negative: no
 *   pointer; NULL: no axis holds pointers.
 * @param readonly 0: the memory may be written; other values: it may not.
 * @param destroy called with `data` and `ctx` when the last view is gone; NULL: no callback.
 * @param ctx passed to `destroy`; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called.
 * @raises ValueError the format cannot be sized and `itemsize` is 0, `itemsize` or an entry of
 *   `shape` is negative, `ndim` is out of range, the array does not fit the address space, or a
 *   pointer is NULL that must not be.
 * @since 0.2.0 */
PyObject *PyMV_FromArray(void *data, const char *format, ptrdiff_t itemsize, int ndim,
                         const ptrdiff_t *shape, const ptrdiff_t *strides,
                         const ptrdiff_t *suboffsets, int readonly, PyMV_DestroyFunc destroy,
                         void *ctx);

/** Make a view of a new array of zeros, which is writable and belongs to its views.
 *
 * @param format item format; NULL: "B".
 * @param ndim number of axes, 0 to 64.
 * @param shape items along each axis, not negative.
 * @param order 'C' or 'F'.
 * @return new reference, or NULL on failure.
 * @raises ValueError the format cannot be sized, an entry of `shape` is negative, `ndim` or `order`
 *   is invalid, or the array does not fit the address space.
 * @since 0.2.0 */
PyObject *PyMV_NewArray(const char *format, int ndim, const ptrdiff_t *shape, int order);

/** Copy a view's items into a new array of the same format and shape, which is writable and
 * belongs to its views.
 *
 * @param view any view.
 * @param order 'C', 'F' or 'A': order of the new array.
 * @return new reference, or NULL on failure.
 * @raises ValueError `order` is invalid.
 * @since 0.2.0 */
PyObject *PyMV_Copy(PyObject *view, int order);

/** Make a view of an object that exports memory: a view, an exporter of PyMV_NewExporter, in
 * CPython any object with a buffer.
 *
 * @param base the exporter; kept alive by the view.
 * @return new reference, or NULL on failure.
 * @raises TypeError `base` exports no memory; BufferError or what else the exporter raises.
 * @since 0.1.0 */
PyObject *PyMV_FromObject(PyObject *base);

/* --- deriving views: no item is copied --- */

/** Fix the index along one axis, which the result no longer has.
 *
 * @param view view of at least one axis.
 * @param axis the axis; negative: from the end.
 * @param index the index; negative: from the end.
 * @return new reference, or NULL on failure.
 * @raises IndexError `axis` or `index` is out of range.
 * @raises BufferError the result would follow two pointers on one axis.
 * @since 0.2.0 */
PyObject *PyMV_Index(PyObject *view, int axis, ptrdiff_t index);

/** Take every `step`-th item along one axis, as `start:stop:step` does in Python: out-of-range
 * limits are clipped.
 *
 * @param view view of at least one axis.
 * @param axis the axis; negative: from the end.
 * @param start first index; negative: from the end; PTRDIFF_MIN: left out, the first item, for a
 *   negative step the last.
 * @param stop index to stop before; negative: from the end; PTRDIFF_MIN: left out, through the last
 *   item, for a negative step the first.
 * @param step distance of the indices, not 0; negative: backwards; PTRDIFF_MIN: left out, 1.
 * @return new reference, or NULL on failure.
 * @raises IndexError `axis` is out of range.
 * @raises ValueError `step` is 0.
 * @raises BufferError the result would need a negative suboffset.
 * @since 0.2.0 */
PyObject *PyMV_Slice(PyObject *view, int axis, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step);

/** Reorder the axes.
 *
 * @param view any view.
 * @param axes for each axis of the result the axis of `view`, each once; negative: from the end.
 *   NULL: all in reverse order.
 * @return new reference, or NULL on failure.
 * @raises IndexError an axis is out of range.
 * @raises ValueError an axis appears twice.
 * @raises BufferError pointers would be followed in another order.
 * @since 0.2.0 */
PyObject *PyMV_Transpose(PyObject *view, const int *axes);

/** Give the same items another shape.
 *
 * @param view any view.
 * @param ndim number of axes of the result, 0 to 64.
 * @param shape items along each axis; the product must be the number of items of `view`.
 * @param order 'C' or 'F': in which order the items are counted in both shapes.
 * @return new reference, or NULL on failure.
 * @raises ValueError the shape has another size or needs a copy, or `ndim` or `order` is invalid.
 * @since 0.2.0 */
PyObject *PyMV_Reshape(PyObject *view, int ndim, const ptrdiff_t *shape, int order);

/** Repeat axes of one item, and add axes in front, until the view has a shape; read-only.
 *
 * @param view any view.
 * @param ndim number of axes of the result, from those of `view` to 64.
 * @param shape items along each axis. Aligned at the last axis, each entry must be the extent of
 *   `view`, unless that is 1.
 * @return new reference, or NULL on failure.
 * @raises ValueError the shape does not fit.
 * @raises BufferError an axis that holds pointers would be added in front.
 * @since 0.2.0 */
PyObject *PyMV_Broadcast(PyObject *view, int ndim, const ptrdiff_t *shape);

/** Read the bytes of a contiguous view as items of another format and shape.
 *
 * @param view C- or F-contiguous view.
 * @param format item format of the result; NULL: "B".
 * @param ndim number of axes of the result, 0 to 64.
 * @param shape items along each axis; as many bytes as `view` has. NULL with `ndim` 1: as many
 *   items as fit.
 * @param order 'C' or 'F': order of the result.
 * @return new reference, or NULL on failure.
 * @raises ValueError the sizes do not match, the format cannot be sized, or `ndim` or `order` is
 *   invalid.
 * @raises TypeError `view` is not contiguous.
 * @since 0.2.0 */
PyObject *PyMV_Cast(PyObject *view, const char *format, int ndim, const ptrdiff_t *shape,
                    int order);

/** The bytes of a contiguous view as they lie in memory: format "B", one axis.
 *
 * @param view C- or F-contiguous view.
 * @return new reference, or NULL on failure.
 * @raises ValueError `view` is not contiguous.
 * @since 0.2.0 */
PyObject *PyMV_AsBytes(PyObject *view);

/** The same view, read-only.
 *
 * @param view any view.
 * @return new reference, or NULL on failure.
 * @since 0.2.0 */
PyObject *PyMV_AsReadOnly(PyObject *view);

/* --- looking --- */

/** @param op any object, not NULL. @return 1 if it is a view, else 0. Never fails.
 * @since 0.1.0 */
int PyMV_Check(PyObject *op);

/** Describe a view.
 *
 * @param view any view.
 * @param info filled in; `info->struct_size` must be set before.
 * @return 0, or -1 on failure; then `info` is unchanged.
 * @raises ValueError `struct_size` is too small for the first field.
 * @since 0.2.0 */
int PyMV_GetInfo(PyObject *view, PyMV_Info *info);

/** Find an item in memory.
 *
 * @param view any view.
 * @param index one index for each axis; negative: from the end. NULL if there are no axes.
 * @param for_writing other than 0: the memory will be written.
 * @return address of the item, valid as long as the view exists and is not released, or NULL on
 *   failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only and `for_writing` is not 0.
 * @since 0.2.0 */
void *PyMV_ItemPointer(PyObject *view, const ptrdiff_t *index, int for_writing);

/** Read one number as a double.
 *
 * @param view view of numbers: any integer or floating-point format.
 * @param index as PyMV_ItemPointer.
 * @param value receives the number, unchanged on failure.
 * @return 0, or -1 on failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the items are not numbers.
 * @since 0.2.0 */
int PyMV_GetDouble(PyObject *view, const ptrdiff_t *index, double *value);

/** Write one number from a double.
 *
 * @param view writable view of numbers.
 * @param index as PyMV_ItemPointer.
 * @param value the number; for integer formats it must be integral.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only, or the items are not numbers.
 * @raises ValueError the number does not fit the format.
 * @since 0.2.0 */
int PyMV_SetDouble(PyObject *view, const ptrdiff_t *index, double value);

/** Read one number as an integer.
 *
 * @param view view of numbers.
 * @param index as PyMV_ItemPointer.
 * @param value receives the number, unchanged on failure.
 * @return 0, or -1 on failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the items are not numbers.
 * @raises ValueError the number is not an integer or does not fit 64 bits.
 * @since 0.2.0 */
int PyMV_GetInt64(PyObject *view, const ptrdiff_t *index, int64_t *value);

/** Write one number from an integer.
 *
 * @param view writable view of numbers.
 * @param index as PyMV_ItemPointer.
 * @param value the number.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only, or the items are not numbers.
 * @raises ValueError the number does not fit the format.
 * @since 0.2.0 */
int PyMV_SetInt64(PyObject *view, const ptrdiff_t *index, int64_t value);

/* --- copying --- */

/** Copy all items of a view into contiguous memory.
 *
 * @param view any view.
 * @param buf receives the items; must not overlap those of the view.
 * @param len size of `buf` in bytes: nbytes of the view.
 * @param order 'C', 'F' or 'A': order of the items in `buf`.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises ValueError `len` is another size, or `order` is invalid.
 * @since 0.2.0 */
int PyMV_ReadInto(PyObject *view, void *buf, ptrdiff_t len, int order);

/** Copy contiguous memory into all items of a view.
 *
 * @param view writable view.
 * @param buf the items; must not overlap those of the view.
 * @param len size of `buf` in bytes: nbytes of the view.
 * @param order 'C', 'F' or 'A': order of the items in `buf`.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises TypeError the view is read-only.
 * @raises ValueError `len` is another size, or `order` is invalid.
 * @since 0.2.0 */
int PyMV_WriteFrom(PyObject *view, const void *buf, ptrdiff_t len, int order);

/** Copy the items of one view into those of another, as if through a temporary copy if they
 * overlap.
 *
 * @param dest writable view.
 * @param src view of the same format and shape.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises TypeError `dest` is read-only.
 * @raises ValueError format or shape differ.
 * @since 0.2.0 */
int PyMV_CopyItems(PyObject *dest, PyObject *src);

/** Set every item of a view to the same bytes.
 *
 * @param view writable view.
 * @param item itemsize bytes; may be an item of the view.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises TypeError the view is read-only.
 * @since 0.2.0 */
int PyMV_Fill(PyObject *view, const void *item);

/** Compare two views: same shape and equal items, numbers by value whatever their formats.
 *
 * @param a any view.
 * @param b any view.
 * @return 1 if equal, 0 if not, or -1 on failure.
 * @since 0.2.0 */
int PyMV_Equal(PyObject *a, PyObject *b);

/* --- ending --- */

/** Release a view before it is dropped: it can no longer be used, only dropped.
 *
 * @param view any view; releasing it twice is harmless.
 * @return 0, or -1 on failure.
 * @raises BufferError others use the view's memory through it.
 * @since 0.2.0 */
int PyMV_Release(PyObject *view);

/** Take one more reference to an object.
 * @param op the object; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_IncRef(PyObject *op);

/** Drop a reference to an object. The last one deallocates it, which may call its owner.
 * @param op the object; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_DecRef(PyObject *op);

/* --- errors --- */

/** Take the error of the calling thread's last failed call, after which it has none.
 *
 * @param kind receives the name of the error's kind, such as "IndexError", valid as long as the
 *   text; NULL without an error. May be NULL: not wanted.
 * @return text of the error in UTF-8, valid until the thread's next failure, or NULL without an
 *   error. Never fails.
 * @since 0.2.0 */
const char *PyMV_TakeError(const char **kind);

/* --- owners that must not be called in any thread but their own --- */

/** A queue of memory to give back, for runtimes whose callbacks must not run in foreign threads.
 * Opaque. Pass PyMV_QueueDestroy with an entry of PyMV_QueueEntry instead of a callback, and call
 * PyMV_QueueTake now and then from a thread of the runtime.
 * @since 0.2.0 */
typedef struct PyMV_Queue PyMV_Queue;

/** Make a queue.
 * @return the queue, or NULL on failure. The caller must call PyMV_QueueFree once.
 * @since 0.2.0 */
PyMV_Queue *PyMV_QueueNew(void);

/** Make an entry that PyMV_QueueDestroy will put into a queue.
 *
 *   entry = PyMV_QueueEntry(queue, ctx);
 *   view = PyMV_FromArray(data, ..., PyMV_QueueDestroy, entry);
 *
 * @param queue the queue.
 * @param ctx what PyMV_QueueTake will give; may be NULL.
 * @return the entry, to be passed to PyMV_QueueDestroy exactly once, by a view or, if none was
 *   made, by the caller; or NULL on failure.
 * @since 0.2.0 */
void *PyMV_QueueEntry(PyMV_Queue *queue, void *ctx);

/** Put an entry into its queue: a PyMV_DestroyFunc to pass with an entry as `ctx`. May be called in
 * any thread and never fails. If the queue has been freed, the entry is dropped.
 * @param ptr ignored.
 * @param ctx entry of PyMV_QueueEntry.
 * @since 0.2.0 */
void PyMV_QueueDestroy(void *ptr, void *ctx);

/** Take the oldest entry that was put into a queue.
 *
 * @param queue the queue.
 * @param ctx receives what PyMV_QueueEntry was given; unchanged if there is none.
 * @return 1 if there was one, 0 if not. Never waits.
 * @since 0.2.0 */
int PyMV_QueueTake(PyMV_Queue *queue, void **ctx);

/** Free a queue. What is in it, and what is put into it later, is dropped.
 * @param queue the queue; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_QueueFree(PyMV_Queue *queue);

/* --- exporters --- */

/** Callback of PyMV_NewExporter: lend the memory to one more consumer, in whichever thread asks.
 *
 * @param ctx as passed to PyMV_NewExporter.
 * @param info to be filled in with what PyMV_GetInfo would say; `struct_size` is set, the other
 *   fields are 0. Left 0, `format` means "B", `itemsize` the size of the format, and `strides` C
 *   order; nbytes, c_contiguous and f_contiguous are ignored. All that it points to must stay valid
 *   until the release.
 * @return 0, or -1 to refuse.
 * @since 0.2.0 */
typedef int (*PyMV_ExportFunc)(void *ctx, PyMV_Info *info);

/** Callback of PyMV_NewExporter: one consumer is done, in whichever thread that happens.
 * @param ctx as passed to PyMV_NewExporter.
 * @param info as the PyMV_ExportFunc left it.
 * @since 0.2.0 */
typedef void (*PyMV_UnexportFunc)(void *ctx, PyMV_Info *info);

/** Make an object that exports memory, for PyMV_FromObject.
 *
 * Each successful `get` is followed by one `release`; `destroy` is called after the last of them,
 * when no reference to the exporter is left.
 *
 * @param get called for each consumer.
 * @param release called when a consumer is done; NULL: no callback.
 * @param destroy called with NULL and `ctx` at the end; NULL: no callback.
 * @param ctx passed to the callbacks; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called.
 * @raises ValueError `get` is NULL. Requests raise BufferError if `get` refuses or the consumer
 *   wants what the memory is not, and ValueError if what it filled in is no sound array.
 * @since 0.2.0 */
PyObject *PyMV_NewExporter(PyMV_ExportFunc get, PyMV_UnexportFunc release, PyMV_DestroyFunc destroy,
                           void *ctx);

/* --- the library --- */

/** @return version of the loaded library, 0xMMmmpp00: major, minor, patch. Never fails.
 * @since 0.1.0 */
unsigned long PyMV_Version(void);

/** Check that the loaded library is compatible with the header that the caller was written for:
 *
 *   if (PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) < 0) ...
 *
 * The library is compatible if it has the same major version (before 1.0 also the same minor
 * version) and is not older. Only programs that may run with another version than they were built
 * for need this check.
 *
 * @param version version of the header, 0xMMmmpp00; PYMV_VERSION_HEX in PyMemoryView.h.
 * @param buffer_size sizeof(Py_buffer), in bytes; 0: the caller has none.
 * @return 0 if compatible, or -1 on failure.
 * @raises ImportError "compiled for PyMemoryView 0x..., but 0x... is loaded"; "compiled with a
 *   Py_buffer of ... bytes, but the library's has ...".
 * @since 0.1.0 */
int PyMV_CheckABI(unsigned long version, size_t buffer_size);

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
int PyMV_SetThreads(int n);

/** @return number of threads that share a large copy, at least 1. Never fails. @since 0.1.0 */
int PyMV_GetThreads(void);

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
int PyMV_SetDebug(int on);

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
ptrdiff_t PyMV_DebugReport(int fd);

/* As above, for C++ alone.
# */
#ifdef __cplusplus
}
#endif
/* The end. */

#endif /* PYMV_H */
