/* float. */
#include "value_type.h"

PyTypeObject PyFloat_Type = {
    VALUE_TYPE("float", &PyBaseObject_Type, sizeof(PyFloatObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_value_dealloc,
    .tp_repr = pymv_s_float_repr,
};
