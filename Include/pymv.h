/* pymv.h: typed, strided, N-dimensional views of memory, in plain C. One file, for every language.
 *
 * libpymv.so (pkg-config pymv) implements it. It exports only names PyMV_*, needs libc only, and
 * may share a process with any libpython, loaded before or after it. libPyMemoryView.so exports the
 * same functions in addition to CPython's names; PyMemoryView.h includes this file. Use one of the
 * two libraries, because neither can use objects of the other. No initialisation is needed.
 *
 * Foreign function interfaces read this file as it is installed. Those without a preprocessor
 * (LuaJIT's ffi.cdef, PHP's FFI::cdef, Python's cffi) need it without the lines that begin with
 * '#': `grep -v '^#' pymv.h`. It has no function-like macros, variadic or inline functions.
 *
 * Conventions, unless a function documents something else:
 * - A view is a typed N-d window on memory. Deriving a view from another copies no items. Each view
 *   keeps the memory alive; when the last one is released or deallocated, the memory is returned to
 *   its owner, once.
 * - A returned object is a new reference: the caller must call PyMV_DecRef once. Arguments are
 *   borrowed references. Pointers to objects, results and data must not be NULL.
 * - On failure a function returns NULL (pointers) or -1 (integers) and sets the error of the
 *   calling thread, which PyMV_TakeError returns. "@raises" names the kind of the error.
 * - Shapes, indices, starts, stops and steps are in items; strides, suboffsets and lengths are in
 *   bytes. Axes and indices count from 0, negative ones from the end. A view has at most 64 axes.
 *   Array arguments have one entry for each axis, are copied, and may be NULL if there are no axes.
 * - `format` is an item format in the notation of Python's `struct` module and PEP 3118, such as
 * "d",
 *   "<3H" or "T{<i:id:<d:value:}"; the guide on formats has the grammar. NULL means "B", unsigned
 *   bytes. Strings are copied.
 * - `order` is 'C' (the last index changes fastest) or 'F' (the first index changes fastest); where
 *   documented also 'A' ('F' for a view that is F- but not C-contiguous, else 'C').
 * - Every function that takes a view raises TypeError if the object is not a view, and, except for
 *   PyMV_Release, ValueError if the view was released. Functions that allocate raise MemoryError.
 * - An exporter may describe memory that is no valid array, such as one whose strides lead out of
 *   the address space. Functions that copy or fill items of a view raise ValueError then.
 *
 * Threads: every function may be called from any thread, with the rules of PyMemoryView.h. Inside
 * CPython the functions of libPyMemoryView.so operate on the interpreter's objects and require the
 * GIL (ctypes.PyDLL); those of libpymv.so never require it (ctypes.CDLL, cffi).
 */
#ifndef PYMV_H
#define PYMV_H

#include <stddef.h>
#include <stdint.h>

/* For C++ only. The line that closes this comment begins with '#': if such lines are removed, the
 * comment extends over `extern "C"`.
# */
#ifdef __cplusplus
extern "C" {
#endif
/* End of the part for C++. */

/** An object: a view, or an exporter of memory. Opaque. */
typedef struct _object PyObject;

/** Callback that returns memory to its owner. It is called once, after the last view of the memory
 * is released or deallocated, in the thread that did that; with libPyMemoryView.so inside CPython
 * the GIL is held. It must not raise an exception or unwind the stack.
 * @param ptr the memory, as passed to the function that took the callback.
 * @param ctx as passed to that function.
 * @since 0.1.0 */
typedef void (*PyMV_DestroyFunc)(void *ptr, void *ctx);

/** A tensor of DLPack 1.x; pymemoryview/dlpack.h and DLPack's own header define it.
 * @since 0.4.0 */
struct DLManagedTensorVersioned;

/** Description of a view, from PyMV_GetInfo. The pointers are valid until the view is released or
 * deallocated. Later versions may append fields.
 * @since 0.2.0 */
typedef struct PyMV_Info {
  /** Size of the struct in bytes, set by the caller. No byte beyond it is accessed. */
  size_t struct_size;
  /** Start of the array. Without suboffsets: first byte of the item whose indices are all 0. */
  void *data;
  /** Item format; never NULL. */
  const char *format;
  /** Items along each axis; NULL if ndim is 0. */
  const ptrdiff_t *shape;
  /** Bytes from one item to the next along each axis; NULL if ndim is 0. */
  const ptrdiff_t *strides;
  /** NULL: no axis holds pointers. Else for each axis the offset to add after dereferencing its
   * pointer; negative: the axis holds no pointers. */
  const ptrdiff_t *suboffsets;
  /** Bytes of one item. */
  ptrdiff_t itemsize;
  /** Bytes of all items: itemsize times the product of the shape. */
  ptrdiff_t nbytes;
  /** Number of axes, 0 to 64. */
  int ndim;
  /** 1 if the memory must not be written through the view, else 0. */
  int readonly;
  /** 1 if the items lie without gaps in C order, else 0. */
  int c_contiguous;
  /** 1 if the items lie without gaps in Fortran order, else 0. */
  int f_contiguous;
} PyMV_Info;

/** A parsed item format, from PyMV_FormatParse. Opaque.
 * @since 0.3.0 */
typedef struct PyMV_Format PyMV_Format;

/** A field of an item format: a value, a sub-array of values, or a structure. Later versions may
 * append members.
 * @since 0.3.0 */
typedef struct PyMV_Field {
  /** Size of the struct in bytes, set by the caller. No byte beyond it is accessed. */
  size_t struct_size;
  /** Name in UTF-8; NULL: the field has no name. */
  const char *name;
  /** Type: "?", "c", "b", "B", "h", "H", "i", "I", "q", "Q" (bool, character and integers of 1 to 8
   * bytes), "e", "f", "d", "g" (floats), "Zf", "Zd", "Zg" (complex numbers), "s", "p" (byte
   * strings), "x" (bytes), "w" (UCS-4 text), "P" (address), "T" (structure), or the name of a
   * registered type in brackets. */
  const char *type;
  /** Extents of a sub-array, NULL if ndim is 0. */
  const ptrdiff_t *shape;
  /** Offset from the start of the item, in bytes; inside sub-arrays, that of the first value. */
  ptrdiff_t offset;
  /** Bytes of one value; of strings, their length in bytes. */
  ptrdiff_t itemsize;
  /** Repeat count that is neither a length nor an extent, else 1. */
  ptrdiff_t count;
  /** Bytes of the field: itemsize times count times the product of the shape. */
  ptrdiff_t size;
  /** Number of extents. */
  int ndim;
  /** Number of structures around the field. */
  int depth;
  /** '<' little-endian, '>' big-endian, '|' where it does not matter. */
  int byteorder;
} PyMV_Field;

/** A scalar type for PyMV_RegisterScalar. Later versions may append members.
 * @since 0.3.0 */
typedef struct PyMV_ScalarType {
  /** Size of the struct in bytes, set by the caller. No byte beyond it is accessed. */
  size_t struct_size;
  /** Name of the type, which formats contain in brackets: 1 to 47 printable ASCII characters
   * except space, '[', ']' and ';'. Copied. */
  const char *name;
  /** Bytes of an item, 1 to 16. */
  ptrdiff_t size;
  /** Alignment of an item in native formats: a power of two, at most 16. */
  ptrdiff_t alignment;
  /** Convert an item to a double. `item` is in native byte order and need not be aligned. */
  double (*load)(const void *item);
  /** Convert a double to an item: 0, or -1 if the type cannot represent it. */
  int (*store)(double value, void *item);
  /** Compare two items: 1 if they are equal, else 0. NULL: the loaded values are compared. */
  int (*equal)(const void *a, const void *b);
} PyMV_ScalarType;

/* --- making views --- */

/** Make a view of an array in memory of the caller.
 *
 * @param data start of the array: without `suboffsets`, address of the item whose indices are all
 *   0. The memory must stay valid until `destroy` is called or, without it, until the last view of
 *   the memory is released or deallocated. May be NULL if the array has no items.
 * @param format item format; NULL: "B".
 * @param itemsize size of an item in bytes; 0: computed from the format.
 * @param ndim number of axes, 0 to 64.
 * @param shape items along each axis, not negative.
 * @param strides bytes from one item to the next along each axis, may be negative or 0; NULL: C
 *   order.
 * @param suboffsets for each axis the offset to add after dereferencing its pointer; negative: the
 *   axis holds no pointers. NULL: no axis holds pointers.
 * @param readonly 0: the memory may be written; other values: it may not.
 * @param destroy called with `data` and `ctx` after the last view of the memory is released or
 *   deallocated; NULL: no callback.
 * @param ctx passed to `destroy`; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called.
 * @raises ValueError the size of the format is unknown and `itemsize` is 0, `itemsize` or an entry
 *   of `shape` is negative, `ndim` is out of range, the array does not fit the address space, or
 *   `data` or `shape` is NULL where it must not be.
 * @since 0.2.0 */
PyObject *PyMV_FromArray(void *data, const char *format, ptrdiff_t itemsize, int ndim,
                         const ptrdiff_t *shape, const ptrdiff_t *strides,
                         const ptrdiff_t *suboffsets, int readonly, PyMV_DestroyFunc destroy,
                         void *ctx);

/** Make a writable view of a new array of zeros, which is freed with its last view.
 *
 * @param format item format; NULL: "B".
 * @param ndim number of axes, 0 to 64.
 * @param shape items along each axis, not negative.
 * @param order 'C' or 'F'.
 * @return new reference, or NULL on failure.
 * @raises ValueError the size of the format is unknown, an entry of `shape` is negative, `ndim` or
 *   `order` is invalid, or the array does not fit the address space.
 * @since 0.2.0 */
PyObject *PyMV_NewArray(const char *format, int ndim, const ptrdiff_t *shape, int order);

/** Copy a view's items into a new array of the same format and shape, which is writable and is
 * freed with its last view.
 *
 * @param view any view.
 * @param order 'C', 'F' or 'A': order of the new array.
 * @return new reference, or NULL on failure.
 * @raises ValueError `order` is invalid.
 * @since 0.2.0 */
PyObject *PyMV_Copy(PyObject *view, int order);

/** Make a view of an object that exports memory: a view, an exporter of PyMV_NewExporter, or, with
 * libPyMemoryView.so, any object that supports the buffer protocol.
 *
 * @param base the exporter; kept alive by the view.
 * @return new reference, or NULL on failure.
 * @raises TypeError `base` exports no memory.
 * @raises BufferError the exporter refuses; exporters may raise other errors.
 * @since 0.1.0 */
PyObject *PyMV_FromObject(PyObject *base);

/* --- deriving views without copying items --- */

/** Select one index of an axis; the result does not have that axis.
 *
 * @param view view of at least one axis.
 * @param axis the axis; negative: from the end.
 * @param index the index; negative: from the end.
 * @return new reference, or NULL on failure.
 * @raises IndexError `axis` or `index` is out of range.
 * @raises BufferError the result would need two pointers on one axis, or a negative suboffset.
 * @since 0.2.0 */
PyObject *PyMV_Index(PyObject *view, int axis, ptrdiff_t index);

/** Select the slice `start:stop:step` of an axis, as in Python: out-of-range limits are clipped.
 *
 * @param view view of at least one axis.
 * @param axis the axis; negative: from the end.
 * @param start first index; negative: from the end; PTRDIFF_MIN: omitted, the first item, or the
 *   last for a negative step.
 * @param stop index to stop before; negative: from the end; PTRDIFF_MIN: omitted, up to and
 *   including the last item, or the first for a negative step.
 * @param step difference of successive indices, not 0; negative: backwards; PTRDIFF_MIN: omitted,
 *   1.
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
 *   NULL: reverse order.
 * @return new reference, or NULL on failure.
 * @raises IndexError an axis is out of range.
 * @raises ValueError an axis appears twice, or the view has no items and the product of its extents
 *   overflows in the new order.
 * @raises BufferError an axis would move across a pointer, which would change the order of
 *   dereferences.
 * @since 0.2.0 */
PyObject *PyMV_Transpose(PyObject *view, const int *axes);

/** View the same items in another shape.
 *
 * @param view any view.
 * @param ndim number of axes of the result, 0 to 64.
 * @param shape items along each axis; the product must be the number of items of `view`.
 * @param order 'C' or 'F': order in which both shapes enumerate the items.
 * @return new reference, or NULL on failure.
 * @raises ValueError the shape has another number of items, strides cannot express it without a
 *   copy, or `ndim`, `shape` or `order` is invalid.
 * @since 0.2.0 */
PyObject *PyMV_Reshape(PyObject *view, int ndim, const ptrdiff_t *shape, int order);

/** Broadcast a view to a shape: repeat axes of extent 1, and add axes in front. The result is
 * read-only.
 *
 * @param view any view.
 * @param ndim number of axes of the result, from that of `view` to 64.
 * @param shape items along each axis. Aligned at the last axis, each entry must equal the extent of
 *   `view`, unless that is 1.
 * @return new reference, or NULL on failure.
 * @raises ValueError the view cannot be broadcast to the shape, or the size of the result, counting
 *   repeated items, overflows.
 * @since 0.2.0 */
PyObject *PyMV_Broadcast(PyObject *view, int ndim, const ptrdiff_t *shape);

/** View the bytes of a contiguous view as items of another format and shape.
 *
 * @param view C- or F-contiguous view.
 * @param format item format of the result; NULL: "B". Texts other than native formats are kept
 * until the process ends, each once.
 * @param ndim number of axes of the result, 0 to 64.
 * @param shape items along each axis; as many bytes as `view` has. NULL with `ndim` 1: as many
 *   items as fit.
 * @param order 'C' or 'F': order of the result.
 * @return new reference, or NULL on failure.
 * @raises TypeError `view` is not contiguous.
 * @raises ValueError the sizes do not match, the size of the format is unknown, or `ndim`, `shape`
 *   or `order` is invalid.
 * @raises MemoryError no memory, or 64 KiB of different formats are kept already.
 * @since 0.2.0 */
PyObject *PyMV_Cast(PyObject *view, const char *format, int ndim, const ptrdiff_t *shape,
                    int order);

/** View the bytes of a contiguous view in the order of memory: format "B", one axis.
 *
 * @param view C- or F-contiguous view.
 * @return new reference, or NULL on failure.
 * @raises ValueError `view` is not contiguous.
 * @since 0.2.0 */
PyObject *PyMV_AsBytes(PyObject *view);

/** View the same items read-only.
 *
 * @param view any view.
 * @return new reference, or NULL on failure.
 * @since 0.2.0 */
PyObject *PyMV_AsReadOnly(PyObject *view);

/* --- exchange with array libraries --- */

/** Make a DLPack tensor of a view's memory, for another array library. The guide on exchange lists
 * the formats.
 *
 * The tensor counts as an exported buffer of the view: the view cannot be released, and the memory
 * is kept, until the tensor's deleter was called, in any thread, with or without the GIL.
 *
 * @param view view of numbers or truth values, of one item each, in this machine's byte order.
 * @param flags flags of DLPack for the tensor. 1: read-only, also if the view is writable. 2: of a
 *   copy of the items in C order, which the tensor owns. 0: of the view's memory, and read-only if
 *   the view is. The tensor of a read-only view is read-only in any case, except that of a copy.
 * @return tensor, of which the caller must call the deleter once, or NULL on failure.
 * @raises BufferError DLPack cannot describe the memory: the view has suboffsets, a stride is no
 *   multiple of the itemsize, the format is not a single number or truth value, its items are
 *   byte-swapped, or DLPack has no type for them.
 * @raises ValueError `flags` has other bits.
 * @since 0.4.0 */
struct DLManagedTensorVersioned *PyMV_ToDLPack(PyObject *view, uint64_t flags);

/** Make a view of the memory of a DLPack tensor. The view owns the tensor: its deleter is called
 * once, after the last view of the memory is released or deallocated, in the thread that did that.
 *
 * @param tensor tensor in memory of the processor; read-only if its flags say so. On failure it
 *   still belongs to the caller.
 * @return new reference, or NULL on failure.
 * @raises BufferError the tensor is of another major version than 1 or on a device with other
 *   memory, its items are vectors, no format describes them, or their type is not registered
 *   (PyMV_RegisterScalar).
 * @raises ValueError the shape, strides or offset do not describe an array in memory.
 * @since 0.4.0 */
PyObject *PyMV_FromDLPack(struct DLManagedTensorVersioned *tensor);

/* --- descriptions and single items --- */

/** @param op any object, not NULL. @return 1 if it is a view, else 0. Never fails.
 * @since 0.1.0 */
int PyMV_Check(PyObject *op);

/** Describe a view.
 *
 * @param view any view.
 * @param info receives the description; the caller must set `info->struct_size` before.
 * @return 0, or -1 on failure; then `info` is unchanged.
 * @raises ValueError `info->struct_size` is smaller than the field itself.
 * @since 0.2.0 */
int PyMV_GetInfo(PyObject *view, PyMV_Info *info);

/** Compute the address of an item.
 *
 * @param view any view.
 * @param index one index for each axis; negative: from the end. May be NULL if there are no axes.
 * @param for_writing not 0: the caller will write to the item.
 * @return address of the item, valid until the view is released or deallocated, or NULL on failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only and `for_writing` is not 0.
 * @raises ValueError `index` is NULL and the view has axes.
 * @since 0.2.0 */
void *PyMV_ItemPointer(PyObject *view, const ptrdiff_t *index, int for_writing);

/** Read one number as a double.
 *
 * @param view view of numbers: one integer, floating-point number, truth value or address for each
 *   item, in either byte order.
 * @param index as PyMV_ItemPointer.
 * @param value receives the number, rounded to a double; unchanged on failure.
 * @return 0, or -1 on failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the items are not numbers.
 * @raises ValueError the itemsize of the view is smaller than its format; likewise in the next
 *   three functions.
 * @since 0.2.0 */
int PyMV_GetDouble(PyObject *view, const ptrdiff_t *index, double *value);

/** Write one number from a double.
 *
 * @param view writable view of numbers, as PyMV_GetDouble.
 * @param index as PyMV_ItemPointer.
 * @param value the number. It must be integral for integer formats; "f" and "d" round it, also to
 *   infinity; "?" stores whether it is not 0.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only, or the items are not numbers.
 * @raises ValueError the number does not fit the format.
 * @since 0.2.0 */
int PyMV_SetDouble(PyObject *view, const ptrdiff_t *index, double value);

/** Read one number as an integer.
 *
 * @param view view of numbers, as PyMV_GetDouble.
 * @param index as PyMV_ItemPointer.
 * @param value receives the number; unchanged on failure.
 * @return 0, or -1 on failure.
 * @raises IndexError an index is out of range.
 * @raises TypeError the items are not numbers.
 * @raises ValueError the number is not an integer or does not fit 64 bits.
 * @since 0.2.0 */
int PyMV_GetInt64(PyObject *view, const ptrdiff_t *index, int64_t *value);

/** Write one number from an integer.
 *
 * @param view writable view of numbers, as PyMV_GetDouble.
 * @param index as PyMV_ItemPointer.
 * @param value the number. Floating-point formats round it; "?" stores whether it is not 0.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises IndexError an index is out of range.
 * @raises TypeError the view is read-only, or the items are not numbers.
 * @raises ValueError the number does not fit the format.
 * @since 0.2.0 */
int PyMV_SetInt64(PyObject *view, const ptrdiff_t *index, int64_t value);

/* --- item formats --- */

/** Parse an item format. The guide on formats has the grammar.
 *
 * @param text the format.
 * @param position receives, on failure with ValueError, the offset of the problem in `text`, in
 *   bytes; else unchanged. May be NULL.
 * @return the parsed format, independent of `text`, or NULL on failure. The caller must call
 *   PyMV_FormatFree once.
 * @raises ValueError `text` is not a format: "format: <reason> (at position <n>)".
 * @since 0.3.0 */
PyMV_Format *PyMV_FormatParse(const char *text, ptrdiff_t *position);

/** Free a parsed format, and everything its fields point to.
 * @param format the format; NULL: nothing happens.
 * @since 0.3.0 */
void PyMV_FormatFree(PyMV_Format *format);

/** @return size of an item in bytes, or -1 on failure, if `format` is NULL.
 * @since 0.3.0 */
ptrdiff_t PyMV_FormatSize(const PyMV_Format *format);

/** @return alignment of an item in bytes, 1 for formats without native alignment, or -1 on failure,
 *   if `format` is NULL.
 * @since 0.3.0 */
ptrdiff_t PyMV_FormatAlignment(const PyMV_Format *format);

/** @return number of fields, or -1 on failure, if `format` is NULL. A structure counts as a field,
 *   as do its members; padding does not.
 * @since 0.3.0 */
ptrdiff_t PyMV_FormatFieldCount(const PyMV_Format *format);

/** Describe a field of a format.
 *
 * @param format the format.
 * @param index number of the field, from 0; a structure comes before its members.
 * @param field receives the description; the caller must set `field->struct_size` before. Its
 *   pointers are valid until PyMV_FormatFree.
 * @return 0, or -1 on failure; then `field` is unchanged.
 * @raises IndexError there is no such field.
 * @raises ValueError `field->struct_size` is smaller than the field itself.
 * @since 0.3.0 */
int PyMV_FormatField(const PyMV_Format *format, ptrdiff_t index, PyMV_Field *field);

/** Write fields as an item format, with explicit byte orders and padding.
 *
 * @param fields the fields in order of their offsets, a structure before its members. All have the
 *   `struct_size` of the first; `size` is ignored. May be NULL if `count` is 0.
 * @param count number of fields.
 * @param itemsize bytes of an item; what the fields leave at the end is padding.
 * @param text receives the format with a NUL, if it fits into `room` bytes; else unchanged. May be
 *   NULL if `room` is 0.
 * @param room bytes of `text`.
 * @return length of the format without the NUL, or -1 on failure.
 * @raises ValueError the fields overlap, are out of order or contradict themselves.
 * @since 0.3.0 */
ptrdiff_t PyMV_FormatWrite(const PyMV_Field *fields, ptrdiff_t count, ptrdiff_t itemsize,
                           char *text, ptrdiff_t room);

/** View one field of every item. The axes of a sub-array are added behind those of the view.
 *
 * @param view view whose format has named fields.
 * @param name name of a field of the item, in UTF-8. Fields of fields are those of the result.
 * @return new reference, or NULL on failure.
 * @raises ValueError no field has the name, or the result would have more than 64 axes.
 * @raises NotImplementedError the format is not supported.
 * @since 0.3.0 */
PyObject *PyMV_GetField(PyObject *view, const char *name);

/** Register a scalar type, so that formats can name it in brackets: "[name]". The types "bfloat16",
 * "float8_e4m3fn" and "float8_e5m2" are registered from the start. A type cannot be removed; its
 * functions may be called in any thread and must not raise exceptions.
 *
 * @param type the type. Copied.
 * @return 0, also if the same type was registered before, or -1 on failure.
 * @raises ValueError a property of the type is invalid, the name belongs to another type, or 64
 *   types are registered.
 * @since 0.3.0 */
int PyMV_RegisterScalar(const PyMV_ScalarType *type);

/* --- copying --- */

/** Copy all items of a view into contiguous memory.
 *
 * @param view any view.
 * @param buf receives the items; must not overlap those of the view. May be NULL if `len` is 0.
 * @param len size of `buf` in bytes; must be nbytes of the view.
 * @param order 'C', 'F' or 'A': order of the items in `buf`.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises ValueError `len` is not nbytes of the view, `buf` is NULL, or `order` is invalid.
 * @since 0.2.0 */
int PyMV_ReadInto(PyObject *view, void *buf, ptrdiff_t len, int order);

/** Copy contiguous memory into all items of a view.
 *
 * @param view writable view.
 * @param buf the items; must not overlap those of the view. May be NULL if `len` is 0.
 * @param len size of `buf` in bytes; must be nbytes of the view.
 * @param order 'C', 'F' or 'A': order of the items in `buf`.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises TypeError the view is read-only.
 * @raises ValueError `len` is not nbytes of the view, `buf` is NULL, or `order` is invalid.
 * @since 0.2.0 */
int PyMV_WriteFrom(PyObject *view, const void *buf, ptrdiff_t len, int order);

/** Copy the items of one view into another. They may overlap; the result is that of a copy through
 * temporary memory.
 *
 * @param dest writable view.
 * @param src view of the same format and shape.
 * @return 0, or -1 on failure; then nothing is copied.
 * @raises TypeError `dest` is read-only.
 * @raises ValueError the formats or shapes differ.
 * @since 0.2.0 */
int PyMV_CopyItems(PyObject *dest, PyObject *src);

/** Set every item of a view to the same bytes.
 *
 * @param view writable view.
 * @param item itemsize bytes; may be an item of the view. May be NULL if the view has no bytes.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises TypeError the view is read-only.
 * @raises ValueError `item` is NULL.
 * @since 0.2.0 */
int PyMV_Fill(PyObject *view, const void *item);

/** Compare two views: they are equal if their shapes and items are equal. Numbers are compared by
 * value, also those of different formats.
 *
 * @param a any view.
 * @param b any view.
 * @return 1 if equal, 0 if not, or -1 on failure.
 * @since 0.2.0 */
int PyMV_Equal(PyObject *a, PyObject *b);

/* --- release and references --- */

/** Release a view: it no longer keeps the memory alive. Functions that take a view refuse it from
 * then on.
 *
 * @param view any view; a second release does nothing.
 * @return 0, or -1 on failure.
 * @raises BufferError buffers that were exported from the view, or a running call, still use it.
 * @since 0.2.0 */
int PyMV_Release(PyObject *view);

/** Add a reference to an object.
 * @param op the object; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_IncRef(PyObject *op);

/** Drop a reference to an object. Dropping the last one deallocates the object, which may call a
 * PyMV_DestroyFunc.
 * @param op the object; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_DecRef(PyObject *op);

/* --- errors --- */

/** Return and clear the error of the calling thread, which its last failed call set.
 *
 * @param kind receives the kind of the error, such as "IndexError", valid as long as the message;
 *   NULL without an error. The argument may be NULL.
 * @return message of the error in UTF-8, at most 959 bytes, valid until the thread takes its next
 *   error or ends; or NULL without an error. Never fails.
 * @since 0.2.0 */
const char *PyMV_TakeError(const char **kind);

/* --- deferred callbacks --- */

/** A queue of destroyed memory, for runtimes whose callbacks must not run in foreign threads.
 * Opaque. Pass PyMV_QueueDestroy with an entry of PyMV_QueueEntry instead of a callback, and call
 * PyMV_QueueTake regularly in a thread of the runtime.
 * @since 0.2.0 */
typedef struct PyMV_Queue PyMV_Queue;

/** Make a queue.
 * @return the queue, or NULL on failure. The caller must call PyMV_QueueFree once.
 * @since 0.2.0 */
PyMV_Queue *PyMV_QueueNew(void);

/** Make an entry for PyMV_QueueDestroy to put into a queue.
 *
 *   entry = PyMV_QueueEntry(queue, ctx);
 *   view = PyMV_FromArray(data, ..., PyMV_QueueDestroy, entry);
 *
 * @param queue the queue.
 * @param ctx value for PyMV_QueueTake to return; may be NULL.
 * @return the entry, or NULL on failure. It must be passed to PyMV_QueueDestroy exactly once: a
 *   view does that, or the caller if no view was made.
 * @since 0.2.0 */
void *PyMV_QueueEntry(PyMV_Queue *queue, void *ctx);

/** Put an entry into its queue: a PyMV_DestroyFunc, to be passed with the entry as its `ctx`. May
 * be called in any thread and never fails. If the queue was freed, the entry is freed.
 * @param ptr ignored.
 * @param ctx entry of PyMV_QueueEntry.
 * @since 0.2.0 */
void PyMV_QueueDestroy(void *ptr, void *ctx);

/** Take the oldest entry out of a queue.
 *
 * @param queue the queue.
 * @param ctx receives the `ctx` of PyMV_QueueEntry; unchanged if the queue is empty.
 * @return 1 if an entry was taken, 0 if the queue is empty. Never blocks and never fails.
 * @since 0.2.0 */
int PyMV_QueueTake(PyMV_Queue *queue, void **ctx);

/** Free a queue with its entries. Entries put into it later are freed too.
 * @param queue the queue; NULL: nothing happens.
 * @since 0.2.0 */
void PyMV_QueueFree(PyMV_Queue *queue);

/* --- exporters --- */

/** Callback of PyMV_NewExporter: export the memory to one consumer. It is called in the consumer's
 * thread.
 *
 * @param ctx as passed to PyMV_NewExporter.
 * @param info receives the description of the memory; `struct_size` is set, the other fields are 0.
 *   If left 0, `format` means "B", `itemsize` the size of the format, and `strides` C order;
 *   nbytes, c_contiguous and f_contiguous are ignored. Everything that it points to must stay valid
 *   until the release.
 * @return 0, or -1 to refuse.
 * @since 0.2.0 */
typedef int (*PyMV_ExportFunc)(void *ctx, PyMV_Info *info);

/** Callback of PyMV_NewExporter: one consumer has released the memory. It is called in the thread
 * that released it.
 * @param ctx as passed to PyMV_NewExporter.
 * @param info the same struct, as the PyMV_ExportFunc filled it in.
 * @since 0.2.0 */
typedef void (*PyMV_UnexportFunc)(void *ctx, PyMV_Info *info);

/** Make an object that exports memory, for PyMV_FromObject.
 *
 * Each successful `get` is followed by one `release`. `destroy` is called after the last `release`,
 * when the last reference to the exporter is dropped.
 *
 * @param get called for each consumer.
 * @param release called after each consumer; NULL: no callback.
 * @param destroy called with NULL and `ctx` when the exporter is deallocated; NULL: no callback.
 * @param ctx passed to the callbacks; may be NULL.
 * @return new reference, or NULL on failure; then `destroy` is not called.
 * @raises ValueError `get` is NULL. A request for the memory raises BufferError if `get` refuses or
 *   the memory lacks a property that the consumer requires, such as contiguity, and ValueError if
 *   `get` described no valid array.
 * @since 0.2.0 */
PyObject *PyMV_NewExporter(PyMV_ExportFunc get, PyMV_UnexportFunc release, PyMV_DestroyFunc destroy,
                           void *ctx);

/* --- exchange: the Arrow C data interface --- */

/* pymemoryview/arrow.h declares the two structs, as does every other header for the interface. */
struct ArrowArray;
struct ArrowSchema;

/** Make an Arrow array of a view's items, without a copy.
 *
 * The array and its type are independent of each other and of `view`: each is released by a call of
 * its `release`, once, in any thread, and may be moved before, also a child out of its parent. What
 * was moved keeps the memory alive. The memory is returned to its owner after the last release;
 * releasing `view` does not end it. Inside CPython `release` takes the GIL of the interpreter that
 * made the array, which must not end before; once the main interpreter ends, memory is kept.
 *
 * Integers, "e", "f" and "d" become Arrow's numbers, axes after the first become fixed-size lists.
 * There are no nulls. Arrow's readers take the items for constant: who can write to the memory must
 * not while they read it.
 *
 * @param view C-contiguous view of at least one axis, or one without items; may be writable.
 * @param array receives the array; its previous content is ignored.
 * @param schema receives the type of the array; likewise.
 * @return 0, or -1 on failure; then nothing is written.
 * @raises BufferError the view has no axes, follows pointers or is not C-contiguous; its items are
 *   not numbers, are in another byte order than this machine's, or are of a type that Arrow lacks,
 *   such as "?" (Arrow's booleans are single bits; PyMV_Cast makes bytes of them); or an axis after
 *   the first has more than 2147483647 items.
 * @since 0.4.0 */
int PyMV_ToArrow(PyObject *view, struct ArrowArray *array, struct ArrowSchema *schema);

/** Make a read-only view of an Arrow array, without a copy.
 *
 * On success the function takes over both structs: their `release` is set to NULL, and the caller
 * must not release them. The array is released once, after the last view of the memory is released
 * or deallocated, in the thread that did that; inside CPython the GIL is held. On failure the
 * caller still owns both, and nothing has changed.
 *
 * Integers become "b", "B", "h", "H", "i", "I", "q", "Q"; floats "e", "f", "d". Each level of
 * fixed-size lists becomes an axis. The offset of an array is respected; names, metadata and flags
 * are ignored.
 *
 * @param array the array, not released.
 * @param schema its type, not released.
 * @return new reference, or NULL on failure.
 * @raises ValueError a struct was released already; the type is not a number or a fixed-size list
 * of such types, or is dictionary-encoded; items are null; the buffers, children, lengths or
 * offsets do not fit the type; or the view would have more than 64 axes.
 * @since 0.4.0 */
PyObject *PyMV_FromArrow(struct ArrowArray *array, struct ArrowSchema *schema);

/* --- the library --- */

/** @return version of the loaded library, 0xMMmmpp00: major, minor, patch. Never fails.
 * @since 0.1.0 */
unsigned long PyMV_Version(void);

/** Check that the loaded library is compatible with the headers that the caller was compiled with:
 *
 *   if (PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) < 0) ...
 *
 * The library is compatible if it has the same major version (before 1.0 also the same minor
 * version) and is not older. Only programs that may run with another version than they were built
 * for need this check.
 *
 * @param version version of the headers, 0xMMmmpp00: PYMV_VERSION_HEX of PyMemoryView.h.
 * @param buffer_size sizeof(Py_buffer), in bytes; 0: the caller uses pymv.h alone.
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

/* For C++ only, as above.
# */
#ifdef __cplusplus
}
#endif
/* End of the part for C++. */

#endif /* PYMV_H */
