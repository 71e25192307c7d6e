/* int, bool, float, complex. */
#include "RuntimeTables.h"

/* Only objects of the exact types are in cells. */
void pymv_c_number_dealloc(PyObject *op) {
  if (PyLong_CheckExact(op) || PyFloat_CheckExact(op)) {
    pymv_c_cell_free(op);
  } else {
    pymv_s_object_dealloc(op);
  }
}

static PyNumberMethods int_as_number = {
    .nb_bool = pymv_s_int_bool,
    .nb_int = PyNumber_Index,
    .nb_index = PyNumber_Index,
};

PyTypeObject PyLong_Type = {
    PYMV_STATIC_TYPE("int", &PyBaseObject_Type, sizeof(PyLongObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LONG_SUBCLASS),
    .tp_dealloc = pymv_c_number_dealloc,
    .tp_repr = pymv_s_int_repr,
    .tp_as_number = &int_as_number,
    .tp_hash = pymv_s_int_hash,
    .tp_richcompare = pymv_s_int_richcompare,
    .tp_new = pymv_s_value_new,
};

PyTypeObject PyBool_Type = {
    PYMV_STATIC_TYPE("bool", &PyLong_Type, sizeof(PyLongObject), Py_TPFLAGS_LONG_SUBCLASS),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_bool_repr,
    .tp_as_number = &int_as_number,
    .tp_hash = pymv_s_int_hash,
    .tp_richcompare = pymv_s_int_richcompare,
    .tp_new = pymv_s_value_new,
};

PyLongObject _Py_FalseStruct = {PyObject_HEAD_INIT(&PyBool_Type) 0, 0};
PyLongObject _Py_TrueStruct = {PyObject_HEAD_INIT(&PyBool_Type) 1, 1};

#define NEGATIVE(n) {PyObject_HEAD_INIT(&PyLong_Type) - 1, (n)}
#define POSITIVE(n) {PyObject_HEAD_INIT(&PyLong_Type) 1, (n)}
#define POSITIVE_4(n) POSITIVE(n), POSITIVE((n) + 1), POSITIVE((n) + 2), POSITIVE((n) + 3)
#define POSITIVE_16(n) POSITIVE_4(n), POSITIVE_4((n) + 4), POSITIVE_4((n) + 8), POSITIVE_4((n) + 12)
#define POSITIVE_64(n) \
  POSITIVE_16(n), POSITIVE_16((n) + 16), POSITIVE_16((n) + 32), POSITIVE_16((n) + 48)

PyLongObject pymv_c_small_ints[PYMV_SMALL_NEGATIVE + 1 + PYMV_SMALL_POSITIVE] = {
    NEGATIVE(5),      NEGATIVE(4),     NEGATIVE(3),
    NEGATIVE(2),      NEGATIVE(1),     {PyObject_HEAD_INIT(&PyLong_Type) 0, 0},
    POSITIVE_64(1),   POSITIVE_64(65), POSITIVE_64(129),
    POSITIVE_64(193),
};

static PyNumberMethods float_as_number = {.nb_bool = pymv_s_float_bool};

PyTypeObject PyFloat_Type = {
    PYMV_STATIC_TYPE("float", &PyBaseObject_Type, sizeof(PyFloatObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_c_number_dealloc,
    .tp_repr = pymv_s_float_repr,
    .tp_as_number = &float_as_number,
    .tp_hash = pymv_s_float_hash,
    .tp_richcompare = pymv_s_float_richcompare,
    .tp_new = pymv_s_value_new,
};

static PyMemberDef complex_members[] = {
    {"real", Py_T_DOUBLE, offsetof(PyComplexObject, cval.real), Py_READONLY, NULL},
    {"imag", Py_T_DOUBLE, offsetof(PyComplexObject, cval.imag), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyNumberMethods complex_as_number = {.nb_bool = pymv_s_complex_bool};

PyTypeObject PyComplex_Type = {
    PYMV_STATIC_TYPE("complex", &PyBaseObject_Type, sizeof(PyComplexObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_complex_repr,
    .tp_as_number = &complex_as_number,
    .tp_hash = pymv_s_complex_hash,
    .tp_richcompare = pymv_s_complex_richcompare,
    .tp_members = complex_members,
    .tp_new = pymv_s_value_new,
};
