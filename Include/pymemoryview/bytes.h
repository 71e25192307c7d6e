/* bytes and bytearray. Both are exporters: bytes of read-only, bytearray of writable memory. */
#ifndef PYMEMORYVIEW_BYTES_H
#define PYMEMORYVIEW_BYTES_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of bytes objects. */
PyAPI_DATA(PyTypeObject) PyBytes_Type;

/** The type of bytearrays. */
PyAPI_DATA(PyTypeObject) PyByteArray_Type;

/* Type checks: Check accepts subclasses, CheckExact does not. They never fail. */
#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE(op, &PyBytes_Type)
#define PyByteArray_Check(op) PyObject_TypeCheck(op, &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE(op, &PyByteArray_Type)

/** A bytes object of ob_size bytes. */
typedef struct {
  PyObject_VAR_HEAD
  Py_hash_t ob_shash; /**< Cached hash, -1 while unknown. */
  char ob_sval[1];    /**< The bytes, followed by a NUL. */
} PyBytesObject;

/** Make a bytes object.
 * @param bytes contents, copied. NULL: contents are indeterminate; the caller must fill them
 *   through PyBytes_AS_STRING before other code can access the object.
 * @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises SystemError "Negative size passed to PyBytes_FromStringAndSize".
 * @raises OverflowError "byte string is too large".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);

/** Make a bytes object of a C string.
 * @param text NUL-terminated; copied without the NUL.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @raises SystemError `text` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *text);

/** Make a bytes object of the bytes of an exporter, or of the numbers in a list or tuple.
 * @param op an exporter that supports PyBUF_SIMPLE, or a list or tuple whose items are ints or have
 *   nb_index. If `op` is a bytes object, it is returned itself.
 * @return new reference, or NULL on failure.
 * @raises TypeError "cannot convert '...' object to bytes", or an item is not an integer.
 * @raises ValueError "bytes must be in range(0, 256)".
 * @raises SystemError `op` is NULL.
 * @raises MemoryError. The exporter's exceptions are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *op);

/** @return size of a bytes object in bytes, or -1 on failure.
 * @raises TypeError "expected bytes, ... found".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyBytes_Size(PyObject *op);

/** Get the contents of a bytes object, followed by a NUL.
 * @return pointer to the contents, valid as long as the object, which must not be written to; NULL
 *   on failure.
 * @raises TypeError "expected bytes, ... found".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(char *) PyBytes_AsString(PyObject *op);

/** Get the contents of a bytes object and their size.
 * @param bytes receives the pointer, as from PyBytes_AsString; must not be NULL.
 * @param size receives the size in bytes. NULL: the size is not returned, and the contents must not
 *   contain a NUL.
 * @return 0, or -1 on failure.
 * @raises ValueError "embedded null byte".
 * @raises TypeError "expected bytes, ... found".
 * @raises SystemError `op` or `bytes` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyBytes_AsStringAndSize(PyObject *op, char **bytes, Py_ssize_t *size);

/** Replace the bytes object in a variable by the concatenation with another exporter's bytes.
 * @param op variable with an owned reference, which is dropped; NULL in it has no effect. On
 *   failure the variable is set to NULL.
 * @param tail exporter, borrowed. NULL: drop the reference and set the variable to NULL.
 * @raises TypeError "can't concat ... to ...".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(void) PyBytes_Concat(PyObject **op, PyObject *tail);

/** Resize the bytes object in a variable. Added bytes are indeterminate. An object with other
 * references is copied.
 * @param op variable with an owned reference, which is replaced by one to the resized object, or by
 *   NULL on failure.
 * @param size in bytes.
 * @return 0, or -1 on failure.
 * @raises SystemError `size` is negative, or the object is not a bytes object.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(int) _PyBytes_Resize(PyObject **op, Py_ssize_t size);
/* PyBytes_AsString and PyBytes_Size without type checks. */
#define PyBytes_AS_STRING(op) (((PyBytesObject *)(op))->ob_sval)
#define PyBytes_GET_SIZE(op) Py_SIZE(op)

/** A bytearray of ob_size bytes. */
typedef struct {
  PyObject_VAR_HEAD
  Py_ssize_t ob_alloc;   /**< Bytes allocated. */
  char *ob_bytes;        /**< Allocated block, or NULL. */
  char *ob_start;        /**< First byte; a NUL follows the last. */
  Py_ssize_t ob_exports; /**< Exported buffers that are not released. */
} PyByteArrayObject;

/** Make a bytearray of the bytes of an exporter, of the numbers in a list or tuple, or of a number
 * of zeros.
 * @param op an exporter that supports PyBUF_SIMPLE; a list or tuple whose items are ints or have
 *   nb_index; or an int or an object with nb_index: the number of zeros.
 * @return new reference, or NULL on failure.
 * @raises TypeError "cannot convert '...' object to bytearray"; "string argument without an
 *   encoding"; an item is not an integer.
 * @raises ValueError "byte must be in range(0, 256)", "negative count".
 * @raises OverflowError "cannot fit '...' into an index-sized integer".
 * @raises SystemError `op` is NULL.
 * @raises MemoryError. The exporter's exceptions are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *op);

/** Make a bytearray.
 * @param bytes contents, copied; NULL: indeterminate.
 * @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises SystemError "Negative size passed to PyByteArray_FromStringAndSize".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);

/** Make a bytearray of the concatenated bytes of two exporters.
 * @return new reference, or NULL on failure.
 * @raises TypeError "can't concat ... to ...".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *a, PyObject *b);

/** @return size in bytes, or -1 on failure.
 * @raises SystemError `op` is not a bytearray.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyByteArray_Size(PyObject *op);

/** Get the contents of a bytearray, followed by a NUL.
 * @return pointer to the contents, valid until the bytearray is resized or deallocated. They may be
 *   written to, except for the NUL. NULL on failure.
 * @raises SystemError `op` is not a bytearray.
 * @since 0.1.0 */
PyAPI_FUNC(char *) PyByteArray_AsString(PyObject *op);

/** Resize a bytearray. Added bytes are indeterminate.
 * @param size in bytes.
 * @return 0, or -1 on failure.
 * @raises BufferError "Existing exports of data: object cannot be re-sized".
 * @raises ValueError "Can only resize to positive sizes, got ...".
 * @raises MemoryError.
 * @raises SystemError `op` is not a bytearray.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyByteArray_Resize(PyObject *op, Py_ssize_t size);
/* As PyByteArray_AsString and PyByteArray_Size. */
#define PyByteArray_AS_STRING(op) PyByteArray_AsString(op)
#define PyByteArray_GET_SIZE(op) Py_SIZE(op)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_BYTES_H */
