/* complex. */
#include "RuntimeTables.h"

static PyMemberDef members[] = {
    {"real", Py_T_DOUBLE, offsetof(PyComplexObject, cval.real), Py_READONLY, NULL},
    {"imag", Py_T_DOUBLE, offsetof(PyComplexObject, cval.imag), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyNumberMethods as_number = {.nb_bool = pymv_s_complex_bool};

PyTypeObject PyComplex_Type = {
    PYMV_STATIC_TYPE("complex", &PyBaseObject_Type, sizeof(PyComplexObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_complex_repr,
    .tp_as_number = &as_number,
    .tp_hash = pymv_s_complex_hash,
    .tp_richcompare = pymv_s_complex_richcompare,
    .tp_members = members,
    .tp_new = pymv_s_value_new,
};
