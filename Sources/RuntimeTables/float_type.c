/* float. */
#include "RuntimeTables.h"

PyTypeObject PyFloat_Type = {
    PYMV_STATIC_TYPE("float", &PyBaseObject_Type, sizeof(PyFloatObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_float_repr,
};
