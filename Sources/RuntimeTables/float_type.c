/* float. */
#include "RuntimeTables.h"

static PyNumberMethods as_number = {.nb_bool = pymv_s_float_bool};

PyTypeObject PyFloat_Type = {
    PYMV_STATIC_TYPE("float", &PyBaseObject_Type, sizeof(PyFloatObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_c_number_dealloc,
    .tp_repr = pymv_s_float_repr,
    .tp_as_number = &as_number,
    .tp_hash = pymv_s_float_hash,
    .tp_richcompare = pymv_s_float_richcompare,
    .tp_new = pymv_s_value_new,
};
