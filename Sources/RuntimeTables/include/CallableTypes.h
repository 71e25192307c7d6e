/* What calling and attributes leave behind: methods taken from an object, entries taken from a
 * type.
 */
#ifndef CALLABLE_TYPES_H
#define CALLABLE_TYPES_H

#include <PyMemoryView.h>

/** A method taken from an object. */
typedef struct {
  PyObject_HEAD
  PyObject *receiver; /**< Owned; the type for class methods and static methods. */
  const PyMethodDef *method;
  vectorcallfunc vectorcall;
} pymv_bound_method;

/** A method, computed or stored attribute taken from a type. */
typedef struct {
  PyObject_HEAD
  PyTypeObject *owner;       /**< Owned. */
  const void *entry;         /**< PyMethodDef, PyGetSetDef or PyMemberDef; all start with a name. */
  vectorcallfunc vectorcall; /**< NULL unless it is a method. */
} pymv_descriptor;

/** A type with arguments, such as list[int]. */
typedef struct {
  PyObject_HEAD
  PyObject *origin;    /**< Owned; usually a type. */
  PyObject *arguments; /**< Owned tuple. */
} pymv_generic_alias;

static inline PyTypeObject *pymv_c_generic_alias_type(void) {
  return &Py_GenericAliasType;
}

void pymv_s_generic_alias_dealloc(PyObject *op);
PyObject *pymv_s_generic_alias_repr(PyObject *op);
Py_hash_t pymv_s_generic_alias_hash(PyObject *op);
PyObject *pymv_s_generic_alias_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_generic_alias_call(PyObject *op, PyObject *args, PyObject *kwds);
PyObject *pymv_s_generic_alias_getattro(PyObject *op, PyObject *name);
PyObject *pymv_s_generic_alias_parameters(PyObject *op, void *closure);
PyObject *pymv_s_generic_alias_subscript(PyObject *op, PyObject *key);

/** The methods of types that take arguments, and have no others. */
extern PyMethodDef pymv_c_generic_type_methods[];

extern PYMV_SHARED_DATA PyTypeObject pymv_c_bound_method_type_object;
extern PYMV_SHARED_DATA PyTypeObject pymv_c_method_descriptor_type_object;
extern PYMV_SHARED_DATA PyTypeObject pymv_c_getset_descriptor_type_object;
extern PYMV_SHARED_DATA PyTypeObject pymv_c_member_descriptor_type_object;

static inline PyTypeObject *pymv_c_bound_method_type(void) {
  return &pymv_c_bound_method_type_object;
}
static inline PyTypeObject *pymv_c_method_descriptor_type(void) {
  return &pymv_c_method_descriptor_type_object;
}
static inline PyTypeObject *pymv_c_getset_descriptor_type(void) {
  return &pymv_c_getset_descriptor_type_object;
}
static inline PyTypeObject *pymv_c_member_descriptor_type(void) {
  return &pymv_c_member_descriptor_type_object;
}

void pymv_s_bound_method_dealloc(PyObject *op);
PyObject *pymv_s_bound_method_repr(PyObject *op);
Py_hash_t pymv_s_bound_method_hash(PyObject *op);
PyObject *pymv_s_bound_method_richcompare(PyObject *op, PyObject *other, int operation);
void pymv_s_descriptor_dealloc(PyObject *op);
PyObject *pymv_s_descriptor_repr(PyObject *op);

/** A tp_call for types that have a vectorcall function. */
PyObject *pymv_s_call_by_vectorcall(PyObject *callable, PyObject *args, PyObject *kwargs);

/** Whether a type's tp_getattro looks into the tables and does nothing else. */
static inline _Bool pymv_c_has_generic_attributes(getattrofunc get) {
  return get == PyObject_GenericGetAttr;
}

/* Getters that the tables of several types share. */
PyObject *pymv_s_entry_name(PyObject *op, void *closure);
PyObject *pymv_s_entry_doc(PyObject *op, void *closure);
PyObject *pymv_s_entry_text_signature(PyObject *op, void *closure);

/** A method's complaint about its arguments: TypeError "TYPE.NAME() ...".
 * @param format what follows that; takes one Py_ssize_t, or nothing. */
void pymv_c_raise_arguments(const PyTypeObject *type, const char *name, const char *format,
                            Py_ssize_t count);

/** PyErr_Format with two texts and an object's type name. */
static inline void pymv_c_raise_wrong_receiver(const char *name, const PyTypeObject *owner,
                                               PyObject *op) {
  PyErr_Format(PyExc_TypeError,
               "descriptor '%s' for '%.100s' objects doesn't apply to a '%.100s' object", name,
               owner->tp_name, Py_TYPE(op)->tp_name);
}

#endif /* CALLABLE_TYPES_H */
