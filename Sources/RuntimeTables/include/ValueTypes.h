/* What C and Swift share about the value types: private layouts, slots, accessors, error texts.
 *
 * Accessors and types' addresses are inline functions because Swift sees neither function-like
 * macros nor the address of a C global; texts that carry values are, because it cannot call
 * variadic functions.
 */
#ifndef VALUE_TYPES_H
#define VALUE_TYPES_H

#include <PyMemoryView.h>
#include <stdbool.h>

#include <CSupport.h>
#include "Allocation.h"

/* An int: a magnitude of 64 bits and a sign, so -(2^64 - 1) to 2^64 - 1. */
struct _longobject {
  PyObject ob_base;
  int sign; /* -1, 0 or 1 */
  uint64_t magnitude;
};

_Static_assert(sizeof(struct _longobject) <= PYMV_CELL_SIZE, "an int fits a cell");
_Static_assert(sizeof(PyFloatObject) <= PYMV_CELL_SIZE, "a float fits a cell");

/* Ints from -PYMV_SMALL_NEGATIVE to PYMV_SMALL_POSITIVE exist once, in static storage. */
#define PYMV_SMALL_NEGATIVE 5
#define PYMV_SMALL_POSITIVE 256
extern PYMV_SHARED_DATA struct _longobject pymv_c_small_ints[];

/* A str: immutable UTF-8, followed by a NUL. */
typedef struct {
  PyObject ob_base;
  Py_ssize_t byte_count; /* without the NUL */
  Py_ssize_t length;     /* in code points */
  unsigned char utf8[1];
} pymv_text;

/* The empty ones of each immutable type exist once, in static storage. */
extern PYMV_SHARED_DATA PyBytesObject pymv_c_empty_bytes;
extern PYMV_SHARED_DATA PyVarObject pymv_c_empty_tuple;
extern PYMV_SHARED_DATA pymv_text pymv_c_empty_text;

/* So do those of one byte, made when the first of them is asked for. */
extern PYMV_SHARED_DATA PyBytesObject pymv_c_single_bytes[256];
extern PYMV_SHARED_DATA bool pymv_c_has_single_bytes;
void pymv_c_make_single_bytes(void);

/* The bytes object of one byte; borrowed. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_single_byte(unsigned char value) {
  if (!__atomic_load_n(&pymv_c_has_single_bytes, __ATOMIC_ACQUIRE)) pymv_c_make_single_bytes();
  return (PyObject *)&pymv_c_single_bytes[value];
}

/* Bytes before the items of an object of variable size. */
enum {
  pymv_bytes_header = offsetof(PyBytesObject, ob_sval),
  pymv_text_header = offsetof(pymv_text, utf8),
  pymv_tuple_header = offsetof(PyTupleObject, ob_item)
};

/* Slots of the static types. */
void pymv_c_number_dealloc(PyObject *op);
PyObject *pymv_s_int_repr(PyObject *op);
PyObject *pymv_s_bool_repr(PyObject *op);
PyObject *pymv_s_float_repr(PyObject *op);
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

int pymv_s_int_bool(PyObject *op);
int pymv_s_float_bool(PyObject *op);
int pymv_s_complex_bool(PyObject *op);
PyObject *pymv_s_complex_repr(PyObject *op);

/** A tp_new for all of them: the type called with objects. */
PyObject *pymv_s_value_new(PyTypeObject *type, PyObject *args, PyObject *kwds);

Py_hash_t pymv_s_int_hash(PyObject *op);
Py_hash_t pymv_s_float_hash(PyObject *op);
Py_hash_t pymv_s_complex_hash(PyObject *op);
Py_hash_t pymv_s_bytes_hash(PyObject *op);
Py_hash_t pymv_s_text_hash(PyObject *op);
Py_hash_t pymv_s_tuple_hash(PyObject *op);
Py_hash_t pymv_s_slice_hash(PyObject *op);

PyObject *pymv_s_int_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_float_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_complex_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_bytes_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_bytearray_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_text_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_sequence_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_slice_richcompare(PyObject *op, PyObject *other, int operation);

static inline PyTypeObject *pymv_c_int_type(void) {
  return &PyLong_Type;
}
static inline PyTypeObject *pymv_c_float_type(void) {
  return &PyFloat_Type;
}
static inline PyTypeObject *pymv_c_bool_type(void) {
  return &PyBool_Type;
}
static inline PyTypeObject *pymv_c_complex_type(void) {
  return &PyComplex_Type;
}
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

static inline PyObject *pymv_c_false(void) {
  return Py_False;
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

/* The int of a value from -PYMV_SMALL_NEGATIVE to PYMV_SMALL_POSITIVE; borrowed. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_small_int(Py_ssize_t value) {
  return (PyObject *)&pymv_c_small_ints[value + PYMV_SMALL_NEGATIVE];
}

/* Whether an object is an int, of no subclass, that fits into a Py_ssize_t but for the least. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_short_int(PyObject *op) {
  return Py_TYPE(op) == &PyLong_Type &&
         ((struct _longobject *)op)->magnitude <= (uint64_t)PY_SSIZE_T_MAX;
}

/* Its value. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_short_int_value(PyObject *op) {
  const struct _longobject *integer = (struct _longobject *)op;
  return integer->sign * (Py_ssize_t)integer->magnitude;
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
/* One: whoever had another reference has done what it did with it. */
static inline Py_ssize_t pymv_c_refcount(PyObject *op) {
  return pymv_c_counter_value(&op->ob_refcnt);
}

/* Several threads may hash one bytes object, and find the same. */
static inline Py_hash_t pymv_c_bytes_known_hash(PyObject *op) {
  return pymv_c_cache_value(&((PyBytesObject *)op)->ob_shash);
}
static inline void pymv_c_bytes_set_known_hash(PyObject *op, Py_hash_t hash) {
  pymv_c_cache_set(&((PyBytesObject *)op)->ob_shash, hash);
}

/* Buffers of one bytearray may be requested and released by several threads. */
PYMV_ALWAYS_INLINE void pymv_c_bytearray_add_exports(PyObject *op, Py_ssize_t change) {
  pymv_c_counter_add(&((PyByteArrayObject *)op)->ob_exports, change, PYMV_ONE_THREAD);
}
static inline Py_ssize_t pymv_c_bytearray_exports(PyObject *op) {
  return pymv_c_counter_value(&((PyByteArrayObject *)op)->ob_exports);
}

static inline void pymv_c_raise_bad_literal(int base, PyObject *text) {
  PyErr_Format(PyExc_ValueError, "invalid literal for int() with base %d: %.200R", base, text);
}

static inline void pymv_c_raise_too_many_arguments(const PyTypeObject *type, Py_ssize_t count) {
  PyErr_Format(PyExc_TypeError, "%s expected at most 1 argument, got %zd", type->tp_name, count);
}

#endif /* VALUE_TYPES_H */
