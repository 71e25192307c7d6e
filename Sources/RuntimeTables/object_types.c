/* object, type, the singletons and their types, the struct module; methods, descriptors, generic
 * aliases. */
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

/* --- Methods and descriptors --- */

static PyMemberDef bound_method_members[] = {
    {"__self__", Py_T_OBJECT_EX, offsetof(pymv_bound_method, receiver), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyMemberDef descriptor_members[] = {
    {"__objclass__", Py_T_OBJECT_EX, offsetof(pymv_descriptor, owner), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef entry_getset[] = {
    {"__name__", pymv_s_entry_name, NULL, NULL, NULL},
    {"__doc__", pymv_s_entry_doc, NULL, NULL, NULL},
    {"__text_signature__", pymv_s_entry_text_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject pymv_c_bound_method_type_object = {
    PYMV_STATIC_TYPE("builtin_function_or_method", &PyBaseObject_Type, sizeof(pymv_bound_method),
                     PYMV_TPFLAGS_HOLDER | Py_TPFLAGS_HAVE_VECTORCALL |
                         Py_TPFLAGS_DISALLOW_INSTANTIATION),
    .tp_dealloc = pymv_s_bound_method_dealloc,
    .tp_vectorcall_offset = offsetof(pymv_bound_method, vectorcall),
    .tp_repr = pymv_s_bound_method_repr,
    .tp_hash = pymv_s_bound_method_hash,
    .tp_call = pymv_s_call_by_vectorcall,
    .tp_richcompare = pymv_s_bound_method_richcompare,
    .tp_members = bound_method_members,
    .tp_getset = entry_getset,
};

#define DESCRIPTOR(name, flags) \
  PYMV_STATIC_TYPE(name, &PyBaseObject_Type, sizeof(pymv_descriptor), \
                   Py_TPFLAGS_DISALLOW_INSTANTIATION | (flags)), \
      .tp_dealloc = pymv_s_descriptor_dealloc, .tp_repr = pymv_s_descriptor_repr, \
      .tp_members = descriptor_members, .tp_getset = entry_getset

PyTypeObject pymv_c_method_descriptor_type_object = {
    DESCRIPTOR("method_descriptor", Py_TPFLAGS_HAVE_VECTORCALL),
    .tp_vectorcall_offset = offsetof(pymv_descriptor, vectorcall),
    .tp_call = pymv_s_call_by_vectorcall,
};
PyTypeObject pymv_c_getset_descriptor_type_object = {DESCRIPTOR("getset_descriptor", 0)};
PyTypeObject pymv_c_member_descriptor_type_object = {DESCRIPTOR("member_descriptor", 0)};

static PyMemberDef generic_alias_members[] = {
    {"__origin__", _Py_T_OBJECT, offsetof(pymv_generic_alias, origin), Py_READONLY, NULL},
    {"__args__", _Py_T_OBJECT, offsetof(pymv_generic_alias, arguments), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef generic_alias_getset[] = {
    {"__parameters__", pymv_s_generic_alias_parameters, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMappingMethods generic_alias_as_mapping = {
    .mp_subscript = pymv_s_generic_alias_subscript,
};

PyTypeObject Py_GenericAliasType = {
    PYMV_STATIC_TYPE("types.GenericAlias", &PyBaseObject_Type, sizeof(pymv_generic_alias),
                     PYMV_TPFLAGS_HOLDER | Py_TPFLAGS_DISALLOW_INSTANTIATION),
    .tp_dealloc = pymv_s_generic_alias_dealloc,
    .tp_repr = pymv_s_generic_alias_repr,
    .tp_as_mapping = &generic_alias_as_mapping,
    .tp_hash = pymv_s_generic_alias_hash,
    .tp_call = pymv_s_generic_alias_call,
    .tp_getattro = pymv_s_generic_alias_getattro,
    .tp_richcompare = pymv_s_generic_alias_richcompare,
    .tp_members = generic_alias_members,
    .tp_getset = generic_alias_getset,
};

PyMethodDef pymv_c_generic_type_methods[] = {
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

void pymv_c_raise_arguments(const PyTypeObject *type, const char *name, const char *format,
                            Py_ssize_t count) {
  const char *dot = strrchr(type->tp_name, '.');
  PyObject *complaint = PyUnicode_FromFormat(format, count);
  if (complaint == NULL) return;
  PyErr_Format(PyExc_TypeError, "%s.%s() %U", dot == NULL ? type->tp_name : dot + 1, name,
               complaint);
  Py_DECREF(complaint);
}
