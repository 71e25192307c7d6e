/* type, object, the types of the singletons, and the one module. */
#ifndef OBJECT_TYPES_H
#define OBJECT_TYPES_H

#include <PyMemoryView.h>

PyObject *pymv_s_type_repr(PyObject *op);
PyObject *pymv_s_type_getattro(PyObject *op, PyObject *name);
int pymv_s_type_setattro(PyObject *op, PyObject *name, PyObject *value);
PyObject *pymv_s_type_call(PyObject *op, PyObject *args, PyObject *kwds);
PyObject *pymv_s_type_name(PyObject *op, void *closure);
PyObject *pymv_s_type_module(PyObject *op, void *closure);
PyObject *pymv_s_type_doc(PyObject *op, void *closure);
PyObject *pymv_s_type_text_signature(PyObject *op, void *closure);
PyObject *pymv_s_object_class(PyObject *op, void *closure);
int pymv_s_object_set_class(PyObject *op, PyObject *value, void *closure);
Py_hash_t pymv_s_none_hash(PyObject *op);
PyObject *pymv_s_none_repr(PyObject *op);
PyObject *pymv_s_not_implemented_repr(PyObject *op);
PyObject *pymv_s_ellipsis_repr(PyObject *op);
PyObject *pymv_s_module_repr(PyObject *op);
PyObject *pymv_s_module_getattro(PyObject *op, PyObject *name);

/* Addresses of objects in static storage, stable for Swift. */
extern PYMV_SHARED_DATA PyObject pymv_c_struct_module_object;
static inline PyObject *pymv_c_struct_module(void) {
  return &pymv_c_struct_module_object;
}
static inline PyObject *pymv_c_none(void) {
  return Py_None;
}
static inline PyObject *pymv_c_ellipsis(void) {
  return Py_Ellipsis;
}
static inline PyObject *pymv_c_not_implemented(void) {
  return Py_NotImplemented;
}
static inline PyObject *pymv_c_true(void) {
  return Py_True;
}
static inline PyTypeObject *pymv_c_type_type(void) {
  return &PyType_Type;
}
static inline PyTypeObject *pymv_c_object_type(void) {
  return &PyBaseObject_Type;
}
static inline PyTypeObject *pymv_c_text_type(void) {
  return &PyUnicode_Type;
}

#endif /* OBJECT_TYPES_H */
