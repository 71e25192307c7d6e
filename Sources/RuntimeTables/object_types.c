#include "RuntimeTables.h"

static PyGetSetDef object_getset[] = {
    {"__class__", pymv_s_object_class, pymv_s_object_set_class, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject PyBaseObject_Type = {
    PYMV_STATIC_TYPE("object", NULL, sizeof(PyObject), Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_object_repr,
    .tp_str = pymv_s_object_str,
    .tp_hash = pymv_s_object_hash,
    .tp_richcompare = pymv_s_object_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = PyObject_GenericSetAttr,
    .tp_getset = object_getset,
    .tp_new = pymv_s_object_new,
};

static PyGetSetDef type_getset[] = {
    {"__name__", pymv_s_type_name, NULL, NULL, NULL},
    {"__qualname__", pymv_s_type_name, NULL, NULL, NULL},
    {"__module__", pymv_s_type_module, NULL, NULL, NULL},
    {"__doc__", pymv_s_type_doc, NULL, NULL, NULL},
    {"__text_signature__", pymv_s_type_text_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef type_members[] = {
    {"__basicsize__", Py_T_PYSSIZET, offsetof(PyTypeObject, tp_basicsize), Py_READONLY, NULL},
    {"__itemsize__", Py_T_PYSSIZET, offsetof(PyTypeObject, tp_itemsize), Py_READONLY, NULL},
    {"__flags__", Py_T_ULONG, offsetof(PyTypeObject, tp_flags), Py_READONLY, NULL},
    {"__base__", _Py_T_OBJECT, offsetof(PyTypeObject, tp_base), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject PyType_Type = {
    PYMV_STATIC_TYPE("type", &PyBaseObject_Type, sizeof(PyTypeObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS | Py_TPFLAGS_HAVE_VECTORCALL),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_vectorcall_offset = offsetof(PyTypeObject, tp_vectorcall),
    .tp_repr = pymv_s_type_repr,
    .tp_call = pymv_s_type_call,
    .tp_getattro = pymv_s_type_getattro,
    .tp_setattro = pymv_s_type_setattro,
    .tp_members = type_members,
    .tp_getset = type_getset,
};

static PyTypeObject none_type = {
    PYMV_STATIC_TYPE("NoneType", &PyBaseObject_Type, sizeof(PyObject), 0),
    .tp_repr = pymv_s_none_repr,
    .tp_hash = pymv_s_none_hash,
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
