/* The buffer protocol: Py_buffer, request flags, and functions for exporters and consumers.
 *
 * Source: PEP 3118 and "Buffer Protocol" in CPython's C API manual.
 */
#ifndef PYMEMORYVIEW_BUFFER_H
#define PYMEMORYVIEW_BUFFER_H

#include "object.h"

PYMV_BEGIN_DECLS

/** A view of an exporter's memory as an N-dimensional array of items of one size.
 *
 * The address of the item at indices i[0] ... i[ndim - 1] starts as `buf`. For each axis k,
 * `i[k] * strides[k]` is added; if suboffsets[k] is not negative, the address is then dereferenced
 * as a pointer and suboffsets[k] is added. PyBuffer_GetPointer implements this.
 * @since 0.1.0 */
typedef struct Py_buffer {
  void *buf;           /**< First item by index; not the lowest address if a stride is negative. */
  PyObject *obj;       /**< Exporter; owned reference that PyBuffer_Release drops. NULL: no
                            exporter is notified on release. */
  Py_ssize_t len;      /**< product(shape) * itemsize, in bytes: the size of a contiguous copy. */
  Py_ssize_t itemsize; /**< Size of one item in bytes; valid also if format is NULL. */
  int readonly;        /**< 0: consumers may write to the memory. */
  int ndim;            /**< Number of axes, 0 to PyBUF_MAX_NDIM; 0: a single item. */
  char *format;        /**< Item format as in the struct module and PEP 3118, NUL-terminated.
                            NULL: unsigned bytes, "B". */
  Py_ssize_t *shape;   /**< ndim extents in items. NULL: only if ndim is 0, or for a request
                            without PyBUF_ND. */
  Py_ssize_t *strides; /**< ndim strides in bytes, of any sign. NULL: C-contiguous. */
  Py_ssize_t *suboffsets; /**< ndim offsets in bytes to add after following a pointer; negative: do
                               not follow. NULL: no axis is indirect. */
  void *internal;         /**< Private to the exporter; consumers must not use it. */
} Py_buffer;

/* Functions that copy, view or compare the memory of a Py_buffer validate it before they access
 * memory. An invalid one raises ValueError, and is neither changed nor taken over. Invalid is:
 * - ndim below 0 or above PyBUF_MAX_NDIM;
 * - a negative itemsize, len or extent;
 * - several axes without shape;
 * - product(shape) * itemsize that differs from len or overflows Py_ssize_t;
 * - without shape, a len that is not a multiple of itemsize;
 * - items, but buf NULL;
 * - strides that lead out of the address space.
 *
 * Not validated, and undefined behaviour if wrong: pointers reached through suboffsets, the size of
 * the memory, and the length of the arrays. A NULL argument raises SystemError "FUNCTION: NAME must
 * not be NULL".
 */

/** Slot of an exporter: fill `view` for a request. On failure set an exception, set view->obj to
 * NULL and return -1. */
typedef int (*getbufferproc)(PyObject *exporter, Py_buffer *view, int flags);
/** Slot of an exporter: undo getbufferproc. It must neither change view->obj nor call
 * PyBuffer_Release for `view`. An exception set before the call is restored afterwards; one that
 * the hook sets is reported with PyErr_WriteUnraisable. */
typedef void (*releasebufferproc)(PyObject *exporter, Py_buffer *view);

/** Buffer slots of a type (tp_as_buffer). */
typedef struct {
  getbufferproc bf_getbuffer;         /**< NULL: the type is not an exporter. */
  releasebufferproc bf_releasebuffer; /**< NULL: no action on release. */
} PyBufferProcs;

/** Maximum number of axes of a buffer. */
#define PyBUF_MAX_NDIM 64

/* Requests: which fields and layouts a consumer supports. Flags are combined with |. */
#define PyBUF_SIMPLE 0                    /**< Contiguous bytes: only buf and len are used. */
#define PyBUF_WRITABLE 0x0001             /**< The memory must be writable. */
#define PyBUF_WRITEABLE PyBUF_WRITABLE    /**< Alternative spelling. */
#define PyBUF_FORMAT 0x0004               /**< The consumer uses format. */
#define PyBUF_ND 0x0008                   /**< Uses shape; C-contiguous without PyBUF_STRIDES. */
#define PyBUF_STRIDES (0x0010 | PyBUF_ND) /**< Uses strides; any layout without suboffsets. */
#define PyBUF_C_CONTIGUOUS (0x0020 | PyBUF_STRIDES)   /**< Last axis fastest, no gaps. */
#define PyBUF_F_CONTIGUOUS (0x0040 | PyBUF_STRIDES)   /**< First axis fastest, no gaps. */
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES) /**< Either of these two. */
#define PyBUF_INDIRECT (0x0100 | PyBUF_STRIDES)       /**< Uses suboffsets; any layout. */

#define PyBUF_CONTIG (PyBUF_ND | PyBUF_WRITABLE)
#define PyBUF_CONTIG_RO (PyBUF_ND)
#define PyBUF_STRIDED (PyBUF_STRIDES | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO (PyBUF_STRIDES)
#define PyBUF_RECORDS (PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_RECORDS_RO (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_FULL (PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_FULL_RO (PyBUF_INDIRECT | PyBUF_FORMAT)

/* Access modes of PyMemoryView_FromMemory and PyMemoryView_GetContiguous; PyObject_GetBuffer
 * rejects them.
 */
#define PyBUF_READ 0x100
#define PyBUF_WRITE 0x200

/** Check whether an object is an exporter.
 * @return 1 if its type has bf_getbuffer, else 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_CheckBuffer(PyObject *obj);

/** Request a view of an exporter's memory.
 * @param exporter the object whose bf_getbuffer is called.
 * @param view receives the view; need not be initialised, must not be NULL.
 * @param flags the request, PyBUF_SIMPLE to PyBUF_FULL.
 * @return 0 with `view` filled; the caller must call PyBuffer_Release once. -1 on failure; nothing
 *   is to be released, and view->obj is NULL if the exporter was called.
 * @raises TypeError "a bytes-like object is required, not '...'": `exporter` exports no buffer.
 * @raises BufferError the exporter rejects the request; the message is the exporter's.
 * @raises SystemError `flags` is exactly PyBUF_READ or PyBUF_WRITE, an argument is NULL, or the
 *   exporter fails without an exception.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);

/** Release a view to its exporter and drop the reference view->obj.
 * @param view NULL, or a view with obj NULL, has no effect; so a second call has no effect. A
 *   caller who replaced view->obj releases to the new object; after setting it to NULL no exporter
 *   is notified.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyBuffer_Release(Py_buffer *view);

/** Fill a view of contiguous bytes: the usual body of a bf_getbuffer.
 * @param view receives the view. `shape` and `strides` point into the struct itself, so it must not
 *   be copied by assignment.
 * @param exporter becomes view->obj as a new reference. NULL: no exporter is notified on release.
 * @param buf first byte. NULL only if `len` is 0.
 * @param len size in bytes, not negative.
 * @param readonly not 0: consumers must not write.
 * @param flags the consumer's request, PyBUF_*.
 * @return 0, or -1 on failure; then `view` is unchanged.
 * @raises BufferError "Object is not writable." for PyBUF_WRITABLE on read-only memory;
 *   "PyBuffer_FillInfo: view==NULL argument is obsolete"; `len` is negative, or `buf` is NULL and
 *   `len` is not 0.
 * @raises SystemError `flags` is exactly PyBUF_READ or PyBUF_WRITE.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                                  int readonly, int flags);

/** Check whether a view is contiguous.
 * @param view a filled view.
 * @param order 'C', 'F', or 'A' for either.
 * @return 1 or 0. 0 for a view with a suboffset that is not negative, an unknown order or an
 *   invalid ndim; 1 for a view without items. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyBuffer_IsContiguous(const Py_buffer *view, char order);

/** Get the address of an item. Suboffsets are followed.
 * @param view a view. If it has strides, they are followed without validation.
 * @param indices ndim indices, each within its extent; they are not checked.
 * @return address of the item, or NULL on failure.
 * @raises SystemError an argument is NULL.
 * @raises ValueError `view` is invalid.
 * @since 0.1.0 */
PyAPI_FUNC(void *) PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices);

/** Compute the size of one item of a format, padding included, as struct.calcsize does.
 * @param format a struct format, NUL-terminated, such as "i", "<hhl" or "3s2x".
 * @return size in bytes, or -1 on failure.
 * @raises struct.error the format is invalid, e.g. "bad char in struct format".
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyBuffer_SizeFromFormat(const char *format);

/** Copy the items of a view into contiguous memory.
 * @param buf room for `len` bytes, not overlapping the view.
 * @param src the view.
 * @param len size in bytes; must be src->len.
 * @param order order of the items in `buf`, 'C' or 'F'. 'A': Fortran order if the view is
 *   Fortran-contiguous and not C-contiguous, else C order.
 * @return 0, or -1 on failure.
 * @raises ValueError "PyBuffer_ToContiguous: len != view->len", `order` is another character, or
 *   `src` is invalid.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);

/** Copy contiguous memory into the items of a view.
 * @param view a writable view.
 * @param buf the items, not overlapping the view.
 * @param len size of `buf` in bytes, at most view->len and a multiple of view->itemsize. If it is
 *   less than view->len, only the first `len / itemsize` items in the given order are written.
 * @param order order of the items in `buf`, 'C' or 'F'. 'A': the order of the view's own memory if
 *   it is contiguous, else C order.
 * @return 0, or -1 on failure.
 * @raises ValueError `view` is invalid or has itemsize 0, `len` is invalid, or `order` is another
 *   character.
 * @since 0.1.0 */
PyAPI_FUNC(int)
    PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char order);

/** Copy the items of one exporter into another, for any pair of layouts. Overlapping memory is
 * copied as if through a temporary.
 * @param dest a writable exporter.
 * @param src an exporter whose items fit.
 * @return 0, or -1 on failure.
 * @raises TypeError an argument is not an exporter.
 * @raises BufferError a request is rejected, the memory of `dest` is read-only, or "destination is
 *   too small to receive data from source".
 * @raises ValueError neither the shape nor the number of items of `src` fits `dest`.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_CopyData(PyObject *dest, PyObject *src);

/** Compute the strides of a contiguous array.
 * @param ndims number of axes.
 * @param shape ndims extents, in items.
 * @param strides receives ndims strides, in bytes.
 * @param itemsize size of one item in bytes.
 * @param order 'F': first axis fastest; any other character: last axis fastest.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyBuffer_FillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                                int itemsize, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_BUFFER_H */
