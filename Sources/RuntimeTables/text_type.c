/* str. */
#include "RuntimeTables.h"

PyTypeObject PyUnicode_Type = {
    PYMV_STATIC_TYPE("str", &PyBaseObject_Type, sizeof(pymv_text),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_text_repr,
    .tp_str = pymv_s_text_str,
};

pymv_text pymv_c_empty_text = {PyObject_HEAD_INIT(&PyUnicode_Type) 0, 0, {0}};
