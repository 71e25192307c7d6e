/* str. */
#include "RuntimeTables.h"

static PySequenceMethods as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_contains = pymv_s_text_contains,
};

static PyMappingMethods as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
};

PyTypeObject PyUnicode_Type = {
    PYMV_STATIC_TYPE("str", &PyBaseObject_Type, sizeof(pymv_text),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_text_repr,
    .tp_as_sequence = &as_sequence,
    .tp_as_mapping = &as_mapping,
    .tp_hash = pymv_s_text_hash,
    .tp_str = pymv_s_text_str,
    .tp_richcompare = pymv_s_text_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

pymv_text pymv_c_empty_text = {PyObject_HEAD_INIT(&PyUnicode_Type) 0, 0, {0}};
