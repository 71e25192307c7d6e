/* The buffer protocol: Py_buffer, request flags, and the functions of exporters and consumers.
 *
 * Source: PEP 3118 and "Buffer Protocol" in CPython's C API manual.
 */
#ifndef PYMEMORYVIEW_BUFFER_H
#define PYMEMORYVIEW_BUFFER_H

#include "object.h"

PYMV_BEGIN_DECLS

/** A view of an exporter's memory as an N-dimensional array of equal items.
 *
 * The item with the indices i[0..ndim) starts at `buf + sum(i[k] * strides[k])`, except that after
 * adding axis k the address is followed as a pointer and suboffsets[k] added when suboffsets[k] is
 * not negative. PyBuffer_GetPointer does this. */
typedef struct Py_buffer {
  void *buf;           /**< First item by index; not the lowest address if a stride is negative. */
  PyObject *obj;       /**< Exporter; a strong reference that PyBuffer_Release gives up. NULL:
                            nobody to tell, release does nothing. */
  Py_ssize_t len;      /**< product(shape) * itemsize, in bytes: the size of a contiguous copy. */
  Py_ssize_t itemsize; /**< Bytes of one item; stays correct when format is NULL. */
  int readonly;        /**< 0: the memory may be written. */
  int ndim;            /**< Number of axes, 0 to PyBUF_MAX_NDIM; 0 is a single item. */
  char *format;        /**< Item format as in the struct module and PEP 3118, NUL-terminated.
                            NULL: unsigned bytes, "B". */
  Py_ssize_t *shape;   /**< ndim extents in items. NULL: only if ndim is 0, or for a request
                            without PyBUF_ND. */
  Py_ssize_t *strides; /**< ndim strides in bytes, of any sign. NULL: C-contiguous. */
  Py_ssize_t *suboffsets; /**< ndim offsets in bytes to add after following a pointer; negative: do
                               not follow. NULL: no axis is indirect. */
  void *internal;         /**< The exporter's own; consumers leave it alone. */
} Py_buffer;

/* Functions that copy, view or compare what a Py_buffer describes check it before they touch any
 * memory. One that describes no array is refused with ValueError, and is neither taken over nor
 * changed: ndim below 0 or above PyBUF_MAX_NDIM; a negative itemsize, len or extent; several axes
 * without shape; product(shape) * itemsize that is not len or no Py_ssize_t; without shape, a len
 * that is no multiple of itemsize; items, but buf NULL; strides that lead out of the address
 * space. What the pointers behind suboffsets lead to cannot be checked, nor can the size of the
 * memory itself, nor the length of the arrays. A missing argument is SystemError "FUNCTION: NAME
 * must not be NULL". */

/** Fill `view` for a request, or set an exception, set view->obj to NULL and return -1. */
typedef int (*getbufferproc)(PyObject *exporter, Py_buffer *view, int flags);
/** Undo what getbufferproc did; must not touch view->obj nor call PyBuffer_Release for `view`. An
 * exception that was set before is set again afterwards; one that the hook leaves is reported with
 * PyErr_WriteUnraisable. */
typedef void (*releasebufferproc)(PyObject *exporter, Py_buffer *view);

/** Slots of an exporter's type (tp_as_buffer). */
typedef struct {
  getbufferproc bf_getbuffer;         /**< NULL: the type exports nothing. */
  releasebufferproc bf_releasebuffer; /**< NULL: nothing to do on release. */
} PyBufferProcs;

/** Most axes a buffer may have. */
#define PyBUF_MAX_NDIM 64

/* What a consumer can cope with. A request is one of these or several combined with |. */
#define PyBUF_SIMPLE 0                    /**< Contiguous bytes; only buf and len. */
#define PyBUF_WRITABLE 0x0001             /**< The memory must be writable. */
#define PyBUF_WRITEABLE PyBUF_WRITABLE    /**< Old spelling. */
#define PyBUF_FORMAT 0x0004               /**< Wants format. */
#define PyBUF_ND 0x0008                   /**< Wants shape; C-contiguous unless strides too. */
#define PyBUF_STRIDES (0x0010 | PyBUF_ND) /**< Wants strides; any layout without pointers. */
#define PyBUF_C_CONTIGUOUS (0x0020 | PyBUF_STRIDES)   /**< Last axis fastest, no gaps. */
#define PyBUF_F_CONTIGUOUS (0x0040 | PyBUF_STRIDES)   /**< First axis fastest, no gaps. */
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES) /**< One of these two. */
#define PyBUF_INDIRECT (0x0100 | PyBUF_STRIDES)       /**< Wants suboffsets; any layout. */

#define PyBUF_CONTIG (PyBUF_ND | PyBUF_WRITABLE)
#define PyBUF_CONTIG_RO (PyBUF_ND)
#define PyBUF_STRIDED (PyBUF_STRIDES | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO (PyBUF_STRIDES)
#define PyBUF_RECORDS (PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_RECORDS_RO (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_FULL (PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
#define PyBUF_FULL_RO (PyBUF_INDIRECT | PyBUF_FORMAT)

/* Access, for PyMemoryView_FromMemory and PyMemoryView_GetContiguous; not for PyObject_GetBuffer.
 */
#define PyBUF_READ 0x100
#define PyBUF_WRITE 0x200

/** Ask whether an object exports its memory.
 * @return 1 if its type has bf_getbuffer, else 0. Never fails. */
PyAPI_FUNC(int) PyObject_CheckBuffer(PyObject *obj);

/** Request a view of an exporter's memory.
 * @param exporter the object to ask.
 * @param view where to put it; need not be initialised, must not be NULL.
 * @param flags what the caller can cope with, PyBUF_SIMPLE to PyBUF_FULL.
 * @return 0 with `view` filled: the caller owes one PyBuffer_Release. -1 on failure, with view->obj
 *   NULL whenever the exporter was asked; then nothing is to be released.
 * @raises TypeError `exporter` exports nothing ("a bytes-like object is required, not '...'").
 * @raises BufferError the exporter cannot meet the request; the text is the exporter's.
 * @raises SystemError flags is exactly PyBUF_READ or PyBUF_WRITE, which are no requests; an
 *   argument is NULL; or the exporter fails without an exception. */
PyAPI_FUNC(int) PyObject_GetBuffer(PyObject *exporter, Py_buffer *view, int flags);

/** Give a view back to its exporter and drop the reference view->obj.
 * @param view NULL, or a view with obj NULL, does nothing; so a second call does nothing. Whoever
 *   changes view->obj has the other object told and dropped, or with NULL nobody. */
PyAPI_FUNC(void) PyBuffer_Release(Py_buffer *view);

/** Fill a view of plain contiguous bytes: the usual body of a bf_getbuffer.
 * @param view to be filled; `shape` and `strides` will point into it, so it must not be copied by
 *   plain assignment.
 * @param exporter becomes view->obj with a new reference; NULL: nobody to tell on release.
 * @param buf first byte; NULL only if `len` is 0. @param len size in bytes, not negative.
 * @param readonly not 0: the memory must not be written.
 * @param flags the request to answer.
 * @return 0, or -1 on failure; then `view` is as it was.
 * @raises BufferError "Object is not writable." for PyBUF_WRITABLE on read-only memory;
 *   "PyBuffer_FillInfo: view==NULL argument is obsolete"; `len` is negative, or `buf` is NULL and
 *   `len` is not 0.
 * @raises SystemError flags is exactly PyBUF_READ or PyBUF_WRITE. */
PyAPI_FUNC(int) PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                                  int readonly, int flags);

/** Ask whether a view is contiguous.
 * @param view a filled view. @param order 'C', 'F', or 'A' for either of these.
 * @return 1 or 0. 0 for a view with a suboffset that is not negative, for an unknown order and for
 *   an impossible ndim; 1 for an empty view. Never fails. */
PyAPI_FUNC(int) PyBuffer_IsContiguous(const Py_buffer *view, char order);

/** Find an item.
 * @param view a view; where it has strides, they are followed unchecked.
 * @param indices ndim indices, each within its extent; they are not checked.
 * @return address of the item; follows suboffsets. NULL with an exception if something is missing.
 */
PyAPI_FUNC(void *) PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices);

/** Size of one item of a format, padding included, as the struct module computes it.
 * @param format a struct format, NUL-terminated, such as "i", "<hhl" or "3s2x".
 * @return size in bytes, or -1 on failure.
 * @raises struct.error the text is no struct format, e.g. "bad char in struct format". */
PyAPI_FUNC(Py_ssize_t) PyBuffer_SizeFromFormat(const char *format);

/** Copy a view's items into contiguous memory.
 * @param buf room for `len` bytes, not overlapping the view.
 * @param src the view. @param len must be src->len.
 * @param order 'C' or 'F': order of the items in `buf`; 'A': Fortran order if the view is
 *   Fortran-contiguous and not C-contiguous, else C order.
 * @return 0, or -1 on failure.
 * @raises ValueError "PyBuffer_ToContiguous: len != view->len"; `order` is another character.
 * @raises MemoryError. */
PyAPI_FUNC(int) PyBuffer_ToContiguous(void *buf, const Py_buffer *src, Py_ssize_t len, char order);

/** Copy contiguous memory into a view's items.
 * @param view a writable view. @param buf the items, not overlapping the view.
 * @param len size of `buf` in bytes, at most view->len; less fills only the first `len / itemsize`
 *   items in the given order, of which there must be a whole number.
 * @param order 'C' or 'F': order of the items in `buf`; 'A': as the view's own memory if it is
 *   contiguous, else C order.
 * @return 0, or -1 on failure.
 * @raises ValueError the view has no positive itemsize, `len` is none of these, or `order` is
 *   another character. */
PyAPI_FUNC(int)
    PyBuffer_FromContiguous(const Py_buffer *view, const void *buf, Py_ssize_t len, char order);

/** Copy the items of one exporter into another. Either may be of any layout; overlapping memory is
 * copied as if through a temporary.
 * @param dest a writable exporter. @param src an exporter whose items fit.
 * @return 0, or -1 on failure.
 * @raises TypeError one of them is no exporter.
 * @raises BufferError a request is refused, `dest` answers with memory that is read-only, or
 *   "destination is too small to receive data from source".
 * @raises ValueError neither the shape of `src` nor its number of items fits `dest`.
 * @raises MemoryError. */
PyAPI_FUNC(int) PyObject_CopyData(PyObject *dest, PyObject *src);

/** Compute the strides of a contiguous array.
 * @param ndims number of axes. @param shape ndims extents. @param strides room for ndims results.
 * @param itemsize bytes of one item. @param order 'F': first axis fastest; else last axis fastest.
 */
PyAPI_FUNC(void) PyBuffer_FillContiguousStrides(int ndims, Py_ssize_t *shape, Py_ssize_t *strides,
                                                int itemsize, char order);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_BUFFER_H */
