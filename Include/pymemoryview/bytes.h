/* bytes and bytearray. Both export their memory: bytes read-only, bytearray writable. */
#ifndef PYMEMORYVIEW_BYTES_H
#define PYMEMORYVIEW_BYTES_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of bytes objects. */
PyAPI_DATA(PyTypeObject) PyBytes_Type;

/** The type of bytearrays. */
PyAPI_DATA(PyTypeObject) PyByteArray_Type;

/* Ask for the type: Check counts subclasses in, CheckExact does not. They never fail. */
#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE(op, &PyBytes_Type)
#define PyByteArray_Check(op) PyObject_TypeCheck(op, &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE(op, &PyByteArray_Type)

/** A bytes object of ob_size bytes. */
typedef struct {
  PyObject_VAR_HEAD
  Py_hash_t ob_shash; /**< Cached hash, -1 while unknown. */
  char ob_sval[1];    /**< The bytes, and a NUL. */
} PyBytesObject;

/** Make a bytes object.
 * @param bytes its contents, copied; NULL: indeterminate, to be filled through PyBytes_AS_STRING
 *   before anybody else sees the object.
 * @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises SystemError "Negative size passed to PyBytes_FromStringAndSize".
 * @raises OverflowError "byte string is too large". @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);

/** Make a bytes object of a text. @param text NUL-terminated; copied without the NUL.
 * @return new reference, or NULL. @raises MemoryError. @raises SystemError `text` is NULL. */
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *text);

/** Make a bytes object of an exporter's bytes, or of a list or tuple of ints or indices.
 * @param op an exporter that answers a PyBUF_SIMPLE request, a list or a tuple. A bytes object is
 *   returned as it is.
 * @return new reference, or NULL on failure.
 * @raises TypeError "cannot convert '...' object to bytes", or an item is no index.
 * @raises ValueError "bytes must be in range(0, 256)". @raises SystemError `op` is NULL.
 * @raises MemoryError. The exporter's exceptions are passed on. */
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *op);

/** Number of bytes of a bytes object, or -1 on failure.
 * @raises TypeError "expected bytes, ... found". @raises SystemError `op` is NULL. */
PyAPI_FUNC(Py_ssize_t) PyBytes_Size(PyObject *op);

/** The bytes of a bytes object, followed by a NUL.
 * @return their address, valid as long as the object and not to be written to; NULL on failure.
 * @raises TypeError "expected bytes, ... found". @raises SystemError `op` is NULL. */
PyAPI_FUNC(char *) PyBytes_AsString(PyObject *op);

/** The bytes of a bytes object and their number.
 * @param bytes where to put the address, as of PyBytes_AsString; must not be NULL.
 * @param size where to put the number; NULL: not wanted, and then no byte may be 0.
 * @return 0, or -1 on failure.
 * @raises ValueError "embedded null byte". @raises TypeError "expected bytes, ... found".
 * @raises SystemError an argument is NULL that must not be. */
PyAPI_FUNC(int) PyBytes_AsStringAndSize(PyObject *op, char **bytes, Py_ssize_t *size);

/** Replace the object in a variable by a new bytes object: its bytes and those of another exporter.
 * @param op the variable, holding a reference that is used up; NULL in it does nothing. On failure
 *   it becomes NULL.
 * @param tail NULL: just gives up the reference and sets the variable to NULL.
 * @raises TypeError "can't concat ... to ...". @raises MemoryError. */
PyAPI_FUNC(void) PyBytes_Concat(PyObject **op, PyObject *tail);

/** Resize the bytes object in a variable; new bytes are indeterminate. An object that others refer
 * to as well is copied.
 * @param op the variable, holding a reference that is used up; set to the resized object, or to
 *   NULL on failure.
 * @param size in bytes.
 * @return 0, or -1 on failure.
 * @raises SystemError `size` is negative, or the object is no bytes. @raises MemoryError. */
PyAPI_FUNC(int) _PyBytes_Resize(PyObject **op, Py_ssize_t size);
/* As PyBytes_AsString and PyBytes_Size, unchecked. */
#define PyBytes_AS_STRING(op) (((PyBytesObject *)(op))->ob_sval)
#define PyBytes_GET_SIZE(op) Py_SIZE(op)

/** A bytearray of ob_size bytes. */
typedef struct {
  PyObject_VAR_HEAD
  Py_ssize_t ob_alloc;   /**< Bytes allocated. */
  char *ob_bytes;        /**< The block of memory, or NULL. */
  char *ob_start;        /**< First byte in it; a NUL follows the last. */
  Py_ssize_t ob_exports; /**< Buffers handed out and not yet released. */
} PyByteArrayObject;

/** Make a bytearray of an exporter's bytes, or of a list or tuple of ints or indices, or of as many
 * zeros as an int or index says.
 * @param op an exporter that answers a PyBUF_SIMPLE request, a list, a tuple, an int or an index.
 * @return new reference, or NULL on failure.
 * @raises TypeError "cannot convert '...' object to bytearray"; "string argument without an
 *   encoding"; an item is no index.
 * @raises ValueError "byte must be in range(0, 256)", "negative count".
 * @raises OverflowError "cannot fit '...' into an index-sized integer".
 * @raises SystemError `op` is NULL. @raises MemoryError. The exporter's exceptions are passed on.
 */
PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *op);

/** Make a bytearray.
 * @param bytes its contents, copied; NULL: indeterminate. @param size in bytes.
 * @return new reference, or NULL on failure.
 * @raises SystemError "Negative size passed to PyByteArray_FromStringAndSize". @raises MemoryError.
 */
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);

/** Make a bytearray of the bytes of two exporters.
 * @return new reference, or NULL on failure.
 * @raises TypeError "can't concat ... to ...". @raises MemoryError. */
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *a, PyObject *b);

/** Number of bytes, or -1 on failure. @raises SystemError `op` is no bytearray. */
PyAPI_FUNC(Py_ssize_t) PyByteArray_Size(PyObject *op);

/** The bytes, followed by a NUL.
 * @return their address, valid until the size changes and as long as the object; they may be
 * written to, but not the NUL. NULL on failure. @raises SystemError `op` is no bytearray. */
PyAPI_FUNC(char *) PyByteArray_AsString(PyObject *op);

/** Change the size; new bytes are indeterminate.
 * @return 0, or -1 on failure.
 * @raises BufferError "Existing exports of data: object cannot be re-sized".
 * @raises ValueError "Can only resize to positive sizes, got ...". @raises MemoryError.
 * @raises SystemError `op` is no bytearray. */
PyAPI_FUNC(int) PyByteArray_Resize(PyObject *op, Py_ssize_t size);
/* As PyByteArray_AsString and PyByteArray_Size. */
#define PyByteArray_AS_STRING(op) PyByteArray_AsString(op)
#define PyByteArray_GET_SIZE(op) Py_SIZE(op)

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_BYTES_H */
