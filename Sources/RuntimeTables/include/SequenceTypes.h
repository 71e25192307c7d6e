/* bytes, bytearray, str, tuple, list, slice and the iterators: layouts, slots, accessors. Macros
 * and addresses are inline functions for Swift, as in NumberTypes.h. */
#ifndef SEQUENCE_TYPES_H
#define SEQUENCE_TYPES_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <SequenceSearch.h>
#include <stdbool.h>

/* A str: immutable UTF-8, followed by a NUL. */
typedef struct {
  PyObject ob_base;
  Py_ssize_t byte_count; /* without the NUL */
  Py_ssize_t length;     /* in code points */
  unsigned char utf8[1];
} pymv_text;

/* The empty objects of the immutable types are static. */
extern PYMV_SHARED_DATA PyBytesObject pymv_c_empty_bytes;
extern PYMV_SHARED_DATA PyVarObject pymv_c_empty_tuple;
extern PYMV_SHARED_DATA pymv_text pymv_c_empty_text;

/* The bytes objects of length 1 are static too; the first use of one initializes them all. */
extern PYMV_SHARED_DATA PyBytesObject pymv_c_single_bytes[256];
extern PYMV_SHARED_DATA bool pymv_c_has_single_bytes;
void pymv_c_make_single_bytes(void);

/* The static bytes object with one byte; borrowed. Order: publish (Atomics.h). */
PYMV_ALWAYS_INLINE PyObject *pymv_c_single_byte(unsigned char value) {
  if (!__atomic_load_n(&pymv_c_has_single_bytes, __ATOMIC_ACQUIRE)) pymv_c_make_single_bytes();
  return (PyObject *)&pymv_c_single_bytes[value];
}

/* Offset of the first item in an object of variable size, in bytes. */
enum {
  pymv_bytes_header = offsetof(PyBytesObject, ob_sval),
  pymv_text_header = offsetof(pymv_text, utf8),
  pymv_tuple_header = offsetof(PyTupleObject, ob_item)
};

/** An iterator over a sequence of any type. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t index;   /**< Of the next item. */
  Py_ssize_t offset;  /**< In a str, of the next item's bytes. */
  PyObject *sequence; /**< Owned; NULL once exhausted. */
} pymv_iterator;

/** Kind of sequence that an iterator iterates over; index of the iterator's type. */
typedef enum {
  PYMV_OVER_ANY,
  PYMV_OVER_TUPLE,
  PYMV_OVER_LIST,
  PYMV_OVER_BYTES,
  PYMV_OVER_BYTEARRAY,
  PYMV_OVER_ASCII,
  PYMV_OVER_TEXT,
} pymv_iterated;

extern PYMV_SHARED_DATA PyTypeObject pymv_c_sequence_iterator_types[];
static inline PyTypeObject *pymv_c_sequence_iterator_type(pymv_iterated iterated) {
  return &pymv_c_sequence_iterator_types[iterated];
}

void pymv_s_sequence_iterator_dealloc(PyObject *op);
PyObject *pymv_s_sequence_iterator_next(PyObject *op);

/* Slots of the static types. */
PyObject *pymv_s_bytes_repr(PyObject *op);
int pymv_s_bytes_getbuffer(PyObject *op, Py_buffer *view, int flags);
void pymv_s_bytearray_dealloc(PyObject *op);
PyObject *pymv_s_bytearray_repr(PyObject *op);
int pymv_s_bytearray_getbuffer(PyObject *op, Py_buffer *view, int flags);
void pymv_s_bytearray_releasebuffer(PyObject *op, Py_buffer *view);
PyObject *pymv_s_text_repr(PyObject *op);
PyObject *pymv_s_text_str(PyObject *op);
void pymv_s_tuple_dealloc(PyObject *op);
PyObject *pymv_s_tuple_repr(PyObject *op);
void pymv_s_list_dealloc(PyObject *op);
PyObject *pymv_s_list_repr(PyObject *op);
void pymv_s_slice_dealloc(PyObject *op);
PyObject *pymv_s_slice_repr(PyObject *op);
Py_hash_t pymv_s_bytes_hash(PyObject *op);
Py_hash_t pymv_s_text_hash(PyObject *op);
Py_hash_t pymv_s_tuple_hash(PyObject *op);
Py_hash_t pymv_s_slice_hash(PyObject *op);
PyObject *pymv_s_bytes_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_bytearray_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_text_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_sequence_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_slice_richcompare(PyObject *op, PyObject *other, int operation);

/* Slots of tuple, list, bytes, bytearray and str. */
Py_ssize_t pymv_s_sequence_length(PyObject *op);
PyObject *pymv_s_sequence_item(PyObject *op, Py_ssize_t index);
PyObject *pymv_s_sequence_subscript(PyObject *op, PyObject *key);
PyObject *pymv_s_sequence_iter(PyObject *op);
/* Slots of list and bytearray. */
int pymv_s_sequence_ass_item(PyObject *op, Py_ssize_t index, PyObject *value);
int pymv_s_sequence_ass_subscript(PyObject *op, PyObject *key, PyObject *value);

int pymv_s_bytes_contains(PyObject *op, PyObject *value);
int pymv_s_text_contains(PyObject *op, PyObject *value);

static inline PyTypeObject *pymv_c_bytes_type(void) {
  return &PyBytes_Type;
}
static inline PyTypeObject *pymv_c_bytearray_type(void) {
  return &PyByteArray_Type;
}
static inline PyTypeObject *pymv_c_tuple_type(void) {
  return &PyTuple_Type;
}
static inline PyTypeObject *pymv_c_list_type(void) {
  return &PyList_Type;
}
static inline PyTypeObject *pymv_c_slice_type(void) {
  return &PySlice_Type;
}

static inline PyObject *pymv_c_bytes_empty(void) {
  return (PyObject *)&pymv_c_empty_bytes;
}
static inline PyObject *pymv_c_tuple_empty(void) {
  return (PyObject *)&pymv_c_empty_tuple;
}
static inline PyObject *pymv_c_text_empty(void) {
  return (PyObject *)&pymv_c_empty_text;
}

static inline unsigned char *pymv_c_bytes_start(PyObject *op) {
  return (unsigned char *)((PyBytesObject *)op)->ob_sval;
}
static inline unsigned char *pymv_c_text_start(PyObject *op) {
  return ((pymv_text *)op)->utf8;
}
static inline PyObject **pymv_c_tuple_items(PyObject *op) {
  return ((PyTupleObject *)op)->ob_item;
}

/* Several threads may compute and store the hash of one bytes object; the values are equal. */
static inline Py_hash_t pymv_c_bytes_known_hash(PyObject *op) {
  return pymv_c_cache_value(&((PyBytesObject *)op)->ob_shash);
}
static inline void pymv_c_bytes_set_known_hash(PyObject *op, Py_hash_t hash) {
  pymv_c_cache_set(&((PyBytesObject *)op)->ob_shash, hash);
}

/* Atomic, because several threads may request and release buffers of one bytearray. */
PYMV_ALWAYS_INLINE void pymv_c_bytearray_add_exports(PyObject *op, Py_ssize_t change) {
  pymv_c_counter_add(&((PyByteArrayObject *)op)->ob_exports, change, PYMV_ONE_THREAD);
}
static inline Py_ssize_t pymv_c_bytearray_exports(PyObject *op) {
  return pymv_c_counter_value(&((PyByteArrayObject *)op)->ob_exports);
}

/* libPyMemoryView.so copies strided memory. This library refers to it by a weak symbol, so that it
 * also loads without it. */

/** Type of PyBuffer_ToContiguous. */
typedef int (*pymv_copy_to_contiguous)(void *, const Py_buffer *, Py_ssize_t, char);

/** PyBuffer_ToContiguous, from the library that exports it. NULL: no library did when this one was
 * loaded. */
pymv_copy_to_contiguous pymv_c_copy_to_contiguous(void);

#endif /* SEQUENCE_TYPES_H */
