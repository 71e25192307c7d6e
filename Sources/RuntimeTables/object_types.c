#include "RuntimeTables.h"

PyTypeObject PyBaseObject_Type = {
    PYMV_STATIC_TYPE("object", NULL, sizeof(PyObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_object_repr,
    .tp_str = pymv_s_object_str,
    .tp_hash = pymv_s_object_hash,
    .tp_richcompare = pymv_s_object_richcompare,
    .tp_getattro = pymv_s_object_getattro,
    .tp_new = PyType_GenericNew,
};

PyTypeObject PyType_Type = {
    PYMV_STATIC_TYPE("type", &PyBaseObject_Type, sizeof(PyTypeObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_type_repr,
    .tp_getattro = pymv_s_type_getattro,
};

static PyTypeObject none_type = {
    PYMV_STATIC_TYPE("NoneType", &PyBaseObject_Type, sizeof(PyObject), 0),
    .tp_repr = pymv_s_none_repr,
};

static PyTypeObject not_implemented_type = {
    PYMV_STATIC_TYPE("NotImplementedType", &PyBaseObject_Type, sizeof(PyObject), 0),
    .tp_repr = pymv_s_not_implemented_repr,
};

PyTypeObject PyEllipsis_Type = {
    PYMV_STATIC_TYPE("ellipsis", &PyBaseObject_Type, sizeof(PyObject), 0),
    .tp_repr = pymv_s_ellipsis_repr,
};

static PyTypeObject module_type = {
    PYMV_STATIC_TYPE("module", &PyBaseObject_Type, sizeof(PyObject), 0),
    .tp_repr = pymv_s_module_repr,
    .tp_getattro = pymv_s_module_getattro,
};

PyObject _Py_NoneStruct = {_Py_IMMORTAL_REFCNT, &none_type};
PyObject _Py_NotImplementedStruct = {_Py_IMMORTAL_REFCNT, &not_implemented_type};
PyObject _Py_EllipsisObject = {_Py_IMMORTAL_REFCNT, &PyEllipsis_Type};
PyObject pymv_c_struct_module_object = {_Py_IMMORTAL_REFCNT, &module_type};
