/* Reference counts; static types; object, type, the singletons, the struct module; methods,
 * descriptors, generic aliases.
 *
 * Static types are ready without PyType_Ready: each table has Py_TPFLAGS_READY from the start, and
 * must be complete, either by its own slots or by those of its bases.
 */
#ifndef OBJECT_TYPES_H
#define OBJECT_TYPES_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <stdbool.h>

/** Add a reference. @param op not NULL. */
PYMV_ALWAYS_INLINE void pymv_c_retain(PyObject *op) {
  pymv_c_counter_retain(&op->ob_refcnt, PYMV_ONE_THREAD);
}

/** Drop a reference. @param op not NULL. @return whether it was the last one. */
PYMV_ALWAYS_INLINE bool pymv_c_release_was_last(PyObject *op) {
  return pymv_c_counter_release(&op->ob_refcnt, PYMV_ONE_THREAD);
}

/** Number of references. If it is 1, all changes by earlier owners are visible. */
static inline Py_ssize_t pymv_c_refcount(PyObject *op) {
  return pymv_c_counter_value(&op->ob_refcnt);
}

/** Type flag: objects own other objects, so destruction may nest deeply. Inherited. CPython does
 * not use this bit. */
#define PYMV_TPFLAGS_HOLDER (1UL << 21)

/** First fields of a static type.
 * @param base address of a PyTypeObject.
 * @param size of an object without items, in bytes.
 * @param flags tp_flags in addition to the common ones. */
#define PYMV_STATIC_TYPE(name, base, size, flags) \
  PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = (name), .tp_base = (base), \
                                      .tp_basicsize = (Py_ssize_t)(size), \
                                      .tp_flags = \
                                          Py_TPFLAGS_READY | Py_TPFLAGS_IMMUTABLETYPE | (flags), \
                                      .tp_alloc = PyType_GenericAlloc, .tp_free = PyObject_Free

/* Slots of `object`. Static types repeat them where a walk along tp_base would cost time. */
void pymv_s_object_dealloc(PyObject *op);
PyObject *pymv_s_object_repr(PyObject *op);
PyObject *pymv_s_object_str(PyObject *op);
Py_hash_t pymv_s_object_hash(PyObject *op);
PyObject *pymv_s_object_richcompare(PyObject *op, PyObject *other, int operation);
PyObject *pymv_s_object_new(PyTypeObject *type, PyObject *args, PyObject *kwds);

/** tp_new of the value types, such as int and list. */
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

/* Functions that return addresses of static objects, because Swift has no stable ones. */
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

/** A bound method. */
typedef struct {
  PyObject_HEAD
  PyObject *receiver; /**< Owned; for class and static methods the type. */
  const PyMethodDef *method;
  vectorcallfunc vectorcall;
} pymv_bound_method;

/** A descriptor: method, getset or member of a type. */
typedef struct {
  PyObject_HEAD
  PyTypeObject *owner;       /**< Owned. */
  const void *entry;         /**< PyMethodDef, PyGetSetDef or PyMemberDef; all start with a name. */
  vectorcallfunc vectorcall; /**< NULL unless it is a method. */
} pymv_descriptor;

/** A generic alias, such as list[int]. */
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

/** The methods of generic types that have no methods but __class_getitem__. */
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

/** tp_call of types with a vectorcall function. */
PyObject *pymv_s_call_by_vectorcall(PyObject *callable, PyObject *args, PyObject *kwargs);

/** Whether tp_getattro is the generic one, which only searches the tables of the type. */
static inline _Bool pymv_c_has_generic_attributes(getattrofunc get) {
  return get == PyObject_GenericGetAttr;
}

/* Getters that the tables of several types share. */
PyObject *pymv_s_entry_name(PyObject *op, void *closure);
PyObject *pymv_s_entry_doc(PyObject *op, void *closure);
PyObject *pymv_s_entry_text_signature(PyObject *op, void *closure);

/** Raise TypeError "TYPE.NAME() ..." for wrong arguments of a method.
 * @param format the text after "TYPE.NAME() "; uses `count` at most once. */
void pymv_c_raise_arguments(const PyTypeObject *type, const char *name, const char *format,
                            Py_ssize_t count);

/** Raise TypeError for a method that is called with an object of another type. */
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
