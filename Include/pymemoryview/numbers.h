/* int, bool, float and complex.
 *
 * An int holds -(2**64 - 1) to 2**64 - 1, which includes the values of all integer types of C.
 * Results outside of this range raise OverflowError. Functions documented to take "an int or index"
 * also accept an object whose type has nb_index; they pass its exceptions on, and raise TypeError
 * "__index__ returned non-int (type ...)".
 */
#ifndef PYMEMORYVIEW_NUMBERS_H
#define PYMEMORYVIEW_NUMBERS_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of ints. */
PyAPI_DATA(PyTypeObject) PyLong_Type;

/** The type of True and False, a subclass of int. Not subclassable. */
PyAPI_DATA(PyTypeObject) PyBool_Type;

/** The type of floats. */
PyAPI_DATA(PyTypeObject) PyFloat_Type;

/* Type checks: Check accepts subclasses, CheckExact does not. They never fail. */
#define PyLong_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LONG_SUBCLASS)
#define PyLong_CheckExact(op) Py_IS_TYPE(op, &PyLong_Type)
#define PyBool_Check(op) Py_IS_TYPE(op, &PyBool_Type)
#define PyFloat_Check(op) PyObject_TypeCheck(op, &PyFloat_Type)
#define PyFloat_CheckExact(op) Py_IS_TYPE(op, &PyFloat_Type)

/** An int. Only the name of the type is CPython's; the layout is private. */
typedef struct _longobject PyLongObject;

/** False and True. Programs use Py_False and Py_True. */
PyAPI_DATA(PyLongObject) _Py_FalseStruct;
/** See _Py_FalseStruct. */
PyAPI_DATA(PyLongObject) _Py_TrueStruct;
#define Py_False _PyObject_CAST(&_Py_FalseStruct)
#define Py_True _PyObject_CAST(&_Py_TrueStruct)
#define Py_IsTrue(op) Py_Is((op), Py_True)
#define Py_IsFalse(op) Py_Is((op), Py_False)
#define Py_RETURN_TRUE return Py_NewRef(Py_True)
#define Py_RETURN_FALSE return Py_NewRef(Py_False)

/** Make an int.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromLong(long value);

/** As PyLong_FromLong. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLong(unsigned long value);

/** As PyLong_FromLong. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromLongLong(long long value);

/** As PyLong_FromLong. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLongLong(unsigned long long value);

/** As PyLong_FromLong. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromSsize_t(Py_ssize_t value);

/** As PyLong_FromLong. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromSize_t(size_t value);

/** Make an int of the integral part of a number.
 * @return new reference, or NULL on failure.
 * @raises OverflowError "cannot convert float infinity to integer", or the magnitude is 2**64 or
 *   more.
 * @raises ValueError "cannot convert float NaN to integer".
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromDouble(double value);

/** Make an int, not negative, of an address.
 * @param pointer NULL gives 0.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromVoidPtr(void *pointer);

/** Parse an int: white space, an optional sign, digits that single underscores may separate, white
 * space.
 * @param text NUL-terminated UTF-8.
 * @param end receives the address where parsing stopped: the NUL on success, near the error on
 *   failure. NULL: not returned.
 * @param base 2 to 36. Letters of either case are the digits from 10 on; bases 2, 8 and 16 accept
 *   the prefixes 0b, 0o and 0x. 0: determined by the prefix, 10 without one; then only zero may
 *   start with the digit 0.
 * @return new reference, or NULL on failure.
 * @raises ValueError "invalid literal for int() with base ...: '...'", or "int() arg 2 must be >= 2
 *   and <= 36".
 * @raises OverflowError the magnitude is 2**64 or more.
 * @raises UnicodeDecodeError the text is not a number, and not UTF-8 either.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyLong_FromString(const char *text, char **end, int base);

/** Get the value of an int or index.
 * @return the value. -1 also on failure: check PyErr_Occurred().
 * @raises OverflowError "Python int too large to convert to C long".
 * @raises TypeError "'...' object cannot be interpreted as an integer".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(long) PyLong_AsLong(PyObject *op);

/** As PyLong_AsLong, but overflow raises no exception.
 * @param overflow receives 1 if the value is too large and -1 if it is too small; the function then
 *   returns -1. Receives 0 otherwise, also on failure.
 * @since 0.1.0 */
PyAPI_FUNC(long) PyLong_AsLongAndOverflow(PyObject *op, int *overflow);

/** As PyLong_AsLong, with OverflowError "int too big to convert". @since 0.1.0 */
PyAPI_FUNC(long long) PyLong_AsLongLong(PyObject *op);

/** As PyLong_AsLongAndOverflow. @since 0.1.0 */
PyAPI_FUNC(long long) PyLong_AsLongLongAndOverflow(PyObject *op, int *overflow);

/** Get the value of an int.
 * @return the value. (unsigned long)-1 also on failure: check PyErr_Occurred().
 * @raises OverflowError "can't convert negative value to unsigned int".
 * @raises TypeError "an integer is required".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLong(PyObject *op);

/** As PyLong_AsUnsignedLong, with OverflowError "can't convert negative int to unsigned".
 * @since 0.1.0 */
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLong(PyObject *op);

/** Get the low 64 bits of the two's complement of an int or index.
 * @return the bits. (unsigned long)-1 also on failure: check PyErr_Occurred().
 * @raises TypeError "'...' object cannot be interpreted as an integer".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLongMask(PyObject *op);

/** As PyLong_AsUnsignedLongMask. @since 0.1.0 */
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLongMask(PyObject *op);

/** Get the value of an int.
 * @return the value. -1 also on failure: check PyErr_Occurred().
 * @raises OverflowError "Python int too large to convert to C ssize_t".
 * @raises TypeError "an integer is required".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyLong_AsSsize_t(PyObject *op);

/** As PyLong_AsUnsignedLong, with OverflowError "can't convert negative value to size_t".
 * @return the value. (size_t)-1 also on failure: check PyErr_Occurred().
 * @since 0.1.0 */
PyAPI_FUNC(size_t) PyLong_AsSize_t(PyObject *op);

/** Get the value of an int, rounded to the nearest double, ties to even.
 * @return the value. -1.0 also on failure: check PyErr_Occurred().
 * @raises TypeError "an integer is required".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(double) PyLong_AsDouble(PyObject *op);

/** Get the address that an int represents: the inverse of PyLong_FromVoidPtr. A negative int
 * represents the address with the same bits.
 * @return the address. NULL also on failure: check PyErr_Occurred().
 * @raises OverflowError the value does not fit in an address.
 * @raises TypeError "an integer is required".
 * @raises SystemError `op` is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(void *) PyLong_AsVoidPtr(PyObject *op);

/** Get True or False.
 * @param value 0: False; else True.
 * @return new reference. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyBool_FromLong(long value);

/** A float. */
typedef struct {
  PyObject_HEAD
  double ob_fval;
} PyFloatObject;

/** Make a float.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyFloat_FromDouble(double value);

/** Get the value of a float, of an int, or of an object whose type has nb_float or nb_index.
 * @return the value. -1.0 also on failure: check PyErr_Occurred().
 * @raises TypeError "must be real number, not ..."; "....__float__ returned non-float (type ...)";
 *   `op` is NULL. Exceptions of the slots are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(double) PyFloat_AsDouble(PyObject *op);
/** Get the value of a float, without a type check. */
#define PyFloat_AS_DOUBLE(op) (((PyFloatObject *)(op))->ob_fval)

/** The type of complex numbers. */
PyAPI_DATA(PyTypeObject) PyComplex_Type;
#define PyComplex_Check(op) PyObject_TypeCheck(op, &PyComplex_Type)
#define PyComplex_CheckExact(op) Py_IS_TYPE(op, &PyComplex_Type)

/** A complex number in C. */
typedef struct {
  double real;
  double imag;
} Py_complex;

/** A complex. */
typedef struct {
  PyObject_HEAD
  Py_complex cval;
} PyComplexObject;

/** Make a complex.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyComplex_FromDoubles(double real, double imaginary);

/** As PyComplex_FromDoubles. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyComplex_FromCComplex(Py_complex value);

/** Get the real part of a complex, of the complex that an object's `__complex__` method returns, or
 * of a number that PyFloat_AsDouble accepts.
 * @return the value. -1.0 also on failure: check PyErr_Occurred().
 * @raises TypeError "must be real number, not ...", "__complex__ returned non-complex (type ...)".
 *   Exceptions of the method are passed on.
 * @since 0.1.0 */
PyAPI_FUNC(double) PyComplex_RealAsDouble(PyObject *op);

/** As PyComplex_RealAsDouble, for the imaginary part, which is 0 for real numbers. @since 0.1.0 */
PyAPI_FUNC(double) PyComplex_ImagAsDouble(PyObject *op);

/** As PyComplex_RealAsDouble, for both parts.
 * @return the value. {-1.0, 0.0} also on failure: check PyErr_Occurred().
 * @since 0.1.0 */
PyAPI_FUNC(Py_complex) PyComplex_AsCComplex(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_NUMBERS_H */
