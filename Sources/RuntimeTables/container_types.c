/* tuple, list and slice. */
#include "RuntimeTables.h"

static PySequenceMethods tuple_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
};

static PyMappingMethods tuple_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
};

PyTypeObject PyTuple_Type = {
    PYMV_STATIC_TYPE("tuple", &PyBaseObject_Type, offsetof(PyTupleObject, ob_item),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_SEQUENCE |
                         PYMV_TPFLAGS_HOLDER),
    .tp_itemsize = sizeof(PyObject *),
    .tp_dealloc = pymv_s_tuple_dealloc,
    .tp_repr = pymv_s_tuple_repr,
    .tp_as_sequence = &tuple_as_sequence,
    .tp_as_mapping = &tuple_as_mapping,
    .tp_hash = pymv_s_tuple_hash,
    .tp_methods = pymv_c_generic_type_methods,
    .tp_richcompare = pymv_s_sequence_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

PyVarObject pymv_c_empty_tuple = {PyObject_HEAD_INIT(&PyTuple_Type) 0};

static PySequenceMethods list_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_ass_item = pymv_s_sequence_ass_item,
};

static PyMappingMethods list_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
    .mp_ass_subscript = pymv_s_sequence_ass_subscript,
};

PyTypeObject PyList_Type = {
    PYMV_STATIC_TYPE("list", &PyBaseObject_Type, sizeof(PyListObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_SEQUENCE |
                         PYMV_TPFLAGS_HOLDER),
    .tp_dealloc = pymv_s_list_dealloc,
    .tp_repr = pymv_s_list_repr,
    .tp_as_sequence = &list_as_sequence,
    .tp_as_mapping = &list_as_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_richcompare = pymv_s_sequence_richcompare,
    .tp_methods = pymv_c_generic_type_methods,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

static PyMemberDef slice_members[] = {
    {"start", Py_T_OBJECT_EX, offsetof(PySliceObject, start), Py_READONLY, NULL},
    {"stop", Py_T_OBJECT_EX, offsetof(PySliceObject, stop), Py_READONLY, NULL},
    {"step", Py_T_OBJECT_EX, offsetof(PySliceObject, step), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject PySlice_Type = {
    PYMV_STATIC_TYPE("slice", &PyBaseObject_Type, sizeof(PySliceObject), PYMV_TPFLAGS_HOLDER),
    .tp_dealloc = pymv_s_slice_dealloc,
    .tp_repr = pymv_s_slice_repr,
    .tp_hash = pymv_s_slice_hash,
    .tp_richcompare = pymv_s_slice_richcompare,
    .tp_members = slice_members,
    .tp_new = pymv_s_value_new,
};
