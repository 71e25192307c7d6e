/* int, bool, float, complex: layouts, slots, accessors, error texts.
 *
 * Accessors and addresses of types are inline functions, because Swift imports neither
 * function-like macros nor addresses of C globals. Error texts with values are too, because Swift
 * cannot call variadic functions.
 */
#ifndef NUMBER_TYPES_H
#define NUMBER_TYPES_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <stdbool.h>

#include "Allocation.h"

/* An int: a sign and a magnitude of 64 bits. Range: -(2^64 - 1) to 2^64 - 1. */
struct _longobject {
  PyObject ob_base;
  int sign; /* -1, 0 or 1 */
  uint64_t magnitude;
};

_Static_assert(sizeof(struct _longobject) <= PYMV_CELL_SIZE, "an int fits a cell");
_Static_assert(sizeof(PyFloatObject) <= PYMV_CELL_SIZE, "a float fits a cell");

/* Ints from -PYMV_SMALL_NEGATIVE to PYMV_SMALL_POSITIVE are static objects, one for each value. */
#define PYMV_SMALL_NEGATIVE 5
#define PYMV_SMALL_POSITIVE 256
extern PYMV_SHARED_DATA struct _longobject pymv_c_small_ints[];

/* Slots of the static types. */
void pymv_c_number_dealloc(PyObject *op);
PyObject *pymv_s_int_repr(PyObject *op);
PyObject *pymv_s_bool_repr(PyObject *op);
PyObject *pymv_s_float_repr(PyObject *op);
int pymv_s_int_bool(PyObject *op);
int pymv_s_float_bool(PyObject *op);
int pymv_s_complex_bool(PyObject *op);
PyObject *pymv_s_complex_repr(PyObject *op);
Py_hash_t pymv_s_int_hash(PyObject *op);
Py_hash_t pymv_s_float_hash(PyObject *op);
Py_hash_t pymv_s_complex_hash(PyObject *op);
PyObject *pymv_s_int_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_float_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_complex_richcompare(PyObject *op, PyObject *other, int operation);

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

static inline PyObject *pymv_c_false(void) {
  return Py_False;
}

/* The static int for a value from -PYMV_SMALL_NEGATIVE to PYMV_SMALL_POSITIVE; borrowed. */
PYMV_ALWAYS_INLINE PyObject *pymv_c_small_int(Py_ssize_t value) {
  return (PyObject *)&pymv_c_small_ints[value + PYMV_SMALL_NEGATIVE];
}

/* Fast-path test: an exact int from -PY_SSIZE_T_MAX to PY_SSIZE_T_MAX. */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_short_int(PyObject *op) {
  return Py_TYPE(op) == &PyLong_Type &&
         ((struct _longobject *)op)->magnitude <= (uint64_t)PY_SSIZE_T_MAX;
}

/* The value of an int that pymv_c_is_short_int accepts. */
PYMV_ALWAYS_INLINE Py_ssize_t pymv_c_short_int_value(PyObject *op) {
  const struct _longobject *integer = (struct _longobject *)op;
  return integer->sign * (Py_ssize_t)integer->magnitude;
}

static inline void pymv_c_raise_bad_literal(int base, PyObject *text) {
  PyErr_Format(PyExc_ValueError, "invalid literal for int() with base %d: %.200R", base, text);
}

#endif /* NUMBER_TYPES_H */
