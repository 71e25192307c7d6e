/* Objects and their types: reference counts, static types; object, type, the singletons, the one
 * module; methods, entries of types, generic aliases.
 *
 * No initialisation call runs before the first use of a static type: its table must be complete,
 * either in its own slots or in those of its bases, and bears Py_TPFLAGS_READY from the start.
 */
#ifndef OBJECT_TYPES_H
#define OBJECT_TYPES_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <stdbool.h>

/** Take a reference. @param op not NULL. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  pymv_c_counter_retain(&op->ob_refcnt, PYMV_ONE_THREAD);
}

/** Give up a reference. @param op not NULL. @return whether it was the last one. */
PYMV_ALWAYS_INLINE bool pymv_c_release_was_last(PyObject *op) {
  return pymv_c_counter_release(&op->ob_refcnt, PYMV_ONE_THREAD);
}

/** Number of references. If it is 1, what other owners did to the object is visible. */
static inline Py_ssize_t pymv_c_refcount(PyObject *op) {
  return pymv_c_counter_value(&op->ob_refcnt);
}

/** Flag of types whose objects hold others, so that chains of them may be long; inherited. CPython
 * gives this bit no meaning. */
#define PYMV_TPFLAGS_HOLDER (1UL << 21)

/** First lines of the table of a static type: its name, its base (address of a PyTypeObject), the
 * bytes of an object without items, and the tp_flags it has besides being ready. */
#define PYMV_STATIC_TYPE(name, base, size, flags) \
  PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = (name), .tp_base = (base), \
                                      .tp_basicsize = (Py_ssize_t)(size), \
                                      .tp_flags = \
                                          Py_TPFLAGS_READY | Py_TPFLAGS_IMMUTABLETYPE | (flags), \
                                      .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_Free

/* Slots of `object`; a static type names them again where walking tp_base would cost time. */
void pymv_s_object_dealloc(PyObject *op);
PyObject *pymv_s_object_repr(PyObject *op);
PyObject *pymv_s_object_str(PyObject *op);
Py_hash_t pymv_s_object_hash(PyObject *op);
PyObject *pymv_s_object_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_object_new(PyTypeObject *type, PyObject *args, PyObject *kwds);

/** The tp_new of the types of values: the type called with objects. */
PyObject *pymv_s_value_new(PyTypeObject *type, PyObject *args, PyObject *kwds);

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

static inline void pymv_c_raise_too_many_arguments(const PyTypeObject *type, Py_ssize_t count) {
  PyErr_Format(PyExc_TypeError, "%s expected at most 1 argument, got %zd", type->tp_name, count);
}

#endif /* OBJECT_TYPES_H */
