/* str. */
#include "value_type.h"

PyTypeObject PyUnicode_Type = {
    VALUE_TYPE("str", &PyBaseObject_Type, sizeof(pymv_text),
               Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS),
    .tp_dealloc = pymv_s_value_dealloc,
    .tp_repr = pymv_s_text_repr,
    .tp_str = pymv_s_text_str,
};

pymv_text pymv_c_empty_text = {PyObject_HEAD_INIT(&PyUnicode_Type) 0, 0, {0}};
