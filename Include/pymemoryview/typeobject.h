/* Static types: PyTypeObject with its slots and tables, in CPython's layout.
 *
 * A program defines a type by filling a PyTypeObject in static storage and calling PyType_Ready.
 * The runtime calls the slots that it supports; the other slots only complete the layout.
 */
#ifndef PYMEMORYVIEW_TYPEOBJECT_H
#define PYMEMORYVIEW_TYPEOBJECT_H

#include "buffer.h"
#include "object.h"

PYMV_BEGIN_DECLS

typedef PyObject *(*unaryfunc)(PyObject *);
typedef PyObject *(*binaryfunc)(PyObject *, PyObject *);
typedef PyObject *(*ternaryfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*inquiry)(PyObject *);
typedef Py_ssize_t (*lenfunc)(PyObject *);
typedef PyObject *(*ssizeargfunc)(PyObject *, Py_ssize_t);
typedef int (*ssizeobjargproc)(PyObject *, Py_ssize_t, PyObject *);
typedef int (*objobjargproc)(PyObject *, PyObject *, PyObject *);
typedef int (*objobjproc)(PyObject *, PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
typedef void (*freefunc)(void *);
typedef void (*destructor)(PyObject *);
typedef PyObject *(*getattrfunc)(PyObject *, char *);
typedef PyObject *(*getattrofunc)(PyObject *, PyObject *);
typedef int (*setattrfunc)(PyObject *, char *, PyObject *);
typedef int (*setattrofunc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*reprfunc)(PyObject *);
typedef Py_hash_t (*hashfunc)(PyObject *);
typedef PyObject *(*richcmpfunc)(PyObject *, PyObject *, int);
typedef PyObject *(*getiterfunc)(PyObject *);
typedef PyObject *(*iternextfunc)(PyObject *);
typedef PyObject *(*descrgetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*descrsetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*initproc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef PyObject *(*allocfunc)(PyTypeObject *, Py_ssize_t);
typedef PyObject *(*vectorcallfunc)(PyObject *, PyObject *const *, size_t, PyObject *);
typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);

typedef struct {
  binaryfunc nb_add;
  binaryfunc nb_subtract;
  binaryfunc nb_multiply;
  binaryfunc nb_remainder;
  binaryfunc nb_divmod;
  ternaryfunc nb_power;
  unaryfunc nb_negative;
  unaryfunc nb_positive;
  unaryfunc nb_absolute;
  inquiry nb_bool;
  unaryfunc nb_invert;
  binaryfunc nb_lshift;
  binaryfunc nb_rshift;
  binaryfunc nb_and;
  binaryfunc nb_xor;
  binaryfunc nb_or;
  unaryfunc nb_int;
  void *nb_reserved;
  unaryfunc nb_float;
  binaryfunc nb_inplace_add;
  binaryfunc nb_inplace_subtract;
  binaryfunc nb_inplace_multiply;
  binaryfunc nb_inplace_remainder;
  ternaryfunc nb_inplace_power;
  binaryfunc nb_inplace_lshift;
  binaryfunc nb_inplace_rshift;
  binaryfunc nb_inplace_and;
  binaryfunc nb_inplace_xor;
  binaryfunc nb_inplace_or;
  binaryfunc nb_floor_divide;
  binaryfunc nb_true_divide;
  binaryfunc nb_inplace_floor_divide;
  binaryfunc nb_inplace_true_divide;
  unaryfunc nb_index;
  binaryfunc nb_matrix_multiply;
  binaryfunc nb_inplace_matrix_multiply;
} PyNumberMethods;

typedef struct {
  lenfunc sq_length;
  binaryfunc sq_concat;
  ssizeargfunc sq_repeat;
  ssizeargfunc sq_item;
  void *was_sq_slice;
  ssizeobjargproc sq_ass_item;
  void *was_sq_ass_slice;
  objobjproc sq_contains;
  binaryfunc sq_inplace_concat;
  ssizeargfunc sq_inplace_repeat;
} PySequenceMethods;

typedef struct {
  lenfunc mp_length;
  binaryfunc mp_subscript;
  objobjargproc mp_ass_subscript;
} PyMappingMethods;

typedef struct PyAsyncMethods PyAsyncMethods;

/* PyMethodDef.ml_flags: calling convention. */
#define METH_VARARGS 0x0001
#define METH_KEYWORDS 0x0002
#define METH_NOARGS 0x0004
#define METH_O 0x0008
#define METH_CLASS 0x0010
#define METH_STATIC 0x0020
#define METH_COEXIST 0x0040
#define METH_FASTCALL 0x0080

/** A method. A table ends with an entry whose name is NULL. */
typedef struct PyMethodDef {
  const char *ml_name;
  PyCFunction ml_meth;
  int ml_flags;
  const char *ml_doc;
} PyMethodDef;

/** A computed attribute. A table ends with an entry whose name is NULL. */
typedef struct PyGetSetDef {
  const char *name;
  getter get;
  setter set;
  const char *doc;
  void *closure;
} PyGetSetDef;

/* PyMemberDef.type: C type of the stored value. */
#define Py_T_SHORT 0
#define Py_T_INT 1
#define Py_T_LONG 2
#define Py_T_FLOAT 3
#define Py_T_DOUBLE 4
#define Py_T_STRING 5  /**< const char *, or NULL for None; never writable. */
#define _Py_T_OBJECT 6 /**< PyObject *, owned; NULL reads as None. */
#define Py_T_CHAR 7
#define Py_T_BYTE 8
#define Py_T_UBYTE 9
#define Py_T_USHORT 10
#define Py_T_UINT 11
#define Py_T_ULONG 12
#define Py_T_STRING_INPLACE 13 /**< char[], never writable. */
#define Py_T_BOOL 14           /**< char */
#define Py_T_OBJECT_EX 16      /**< PyObject *, owned; NULL reads as AttributeError. */
#define Py_T_LONGLONG 17
#define Py_T_ULONGLONG 18
#define Py_T_PYSSIZET 19

/* PyMemberDef.flags */
#define Py_READONLY 1

/** An attribute stored in the object. A table ends with an entry whose name is NULL. */
typedef struct PyMemberDef {
  const char *name;
  int type;
  Py_ssize_t offset;
  int flags;
  const char *doc;
} PyMemberDef;

struct _typeobject {
  PyObject_VAR_HEAD
  const char *tp_name;     /**< "module.name" or "name". */
  Py_ssize_t tp_basicsize; /**< Size in bytes of an object without items. */
  Py_ssize_t tp_itemsize;  /**< Size of one item in bytes; 0: objects have a fixed size. */
  destructor tp_dealloc;
  Py_ssize_t tp_vectorcall_offset;
  getattrfunc tp_getattr;
  setattrfunc tp_setattr;
  PyAsyncMethods *tp_as_async;
  reprfunc tp_repr;
  PyNumberMethods *tp_as_number;
  PySequenceMethods *tp_as_sequence;
  PyMappingMethods *tp_as_mapping;
  hashfunc tp_hash;
  ternaryfunc tp_call;
  reprfunc tp_str;
  getattrofunc tp_getattro;
  setattrofunc tp_setattro;
  PyBufferProcs *tp_as_buffer;
  unsigned long tp_flags;
  const char *tp_doc;
  traverseproc tp_traverse;
  inquiry tp_clear;
  richcmpfunc tp_richcompare;
  Py_ssize_t tp_weaklistoffset;
  getiterfunc tp_iter;
  iternextfunc tp_iternext;
  PyMethodDef *tp_methods;
  PyMemberDef *tp_members;
  PyGetSetDef *tp_getset;
  PyTypeObject *tp_base;
  PyObject *tp_dict;
  descrgetfunc tp_descr_get;
  descrsetfunc tp_descr_set;
  Py_ssize_t tp_dictoffset;
  initproc tp_init;
  allocfunc tp_alloc;
  newfunc tp_new;
  freefunc tp_free;
  inquiry tp_is_gc;
  PyObject *tp_bases;
  PyObject *tp_mro;
  PyObject *tp_cache;
  void *tp_subclasses;
  PyObject *tp_weaklist;
  destructor tp_del;
  unsigned int tp_version_tag;
  destructor tp_finalize;
  vectorcallfunc tp_vectorcall;
  unsigned char tp_watched;
  uint16_t tp_versions_used;
};

/* PyTypeObject.tp_flags */
#define Py_TPFLAGS_DEFAULT 0UL
#define Py_TPFLAGS_SEQUENCE (1UL << 5)
#define Py_TPFLAGS_MAPPING (1UL << 6)
#define Py_TPFLAGS_DISALLOW_INSTANTIATION (1UL << 7)
#define Py_TPFLAGS_IMMUTABLETYPE (1UL << 8)
#define Py_TPFLAGS_HEAPTYPE (1UL << 9)
#define Py_TPFLAGS_BASETYPE (1UL << 10)
#define Py_TPFLAGS_HAVE_VECTORCALL (1UL << 11)
#define Py_TPFLAGS_READY (1UL << 12)
#define Py_TPFLAGS_HAVE_GC (1UL << 14)
#define Py_TPFLAGS_LONG_SUBCLASS (1UL << 24)
#define Py_TPFLAGS_LIST_SUBCLASS (1UL << 25)
#define Py_TPFLAGS_TUPLE_SUBCLASS (1UL << 26)
#define Py_TPFLAGS_BYTES_SUBCLASS (1UL << 27)
#define Py_TPFLAGS_UNICODE_SUBCLASS (1UL << 28)
#define Py_TPFLAGS_DICT_SUBCLASS (1UL << 29)
#define Py_TPFLAGS_BASE_EXC_SUBCLASS (1UL << 30)
#define Py_TPFLAGS_TYPE_SUBCLASS (1UL << 31)

/** The type of types, and the base of all types. */
PyAPI_DATA(PyTypeObject) PyType_Type;
PyAPI_DATA(PyTypeObject) PyBaseObject_Type;

/** Complete a static type: set its type and its base (PyBaseObject_Type if NULL), and inherit the
 * slots that are NULL. A second call has no effect. Not thread-safe: two threads must not do this
 * for the same type at the same time, nor for types that share a base which is not ready yet. A
 * base that is ready may be in use.
 * @return 0, or -1 on failure.
 * @raises SystemError tp_name is NULL, or Py_TPFLAGS_HAVE_GC is set without a tp_traverse.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyType_Ready(PyTypeObject *type);

/** Check whether a type is `base` or derives from it. @return 1 or 0. Never fails. @since 0.1.0 */
PyAPI_FUNC(int) PyType_IsSubtype(PyTypeObject *type, PyTypeObject *base);

/** @return tp_flags of a type. Never fails. @since 0.1.0 */
PyAPI_FUNC(unsigned long) PyType_GetFlags(PyTypeObject *type);

/** Allocate a zeroed object of a type: the usual tp_alloc.
 * @param nitems number of items for types with tp_itemsize, else 0.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t nitems);

/** Allocate an object with the type's tp_alloc, without further initialisation: a tp_new.
 * @param args ignored; may be NULL.
 * @param kwds ignored; may be NULL.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyType_GenericNew(PyTypeObject *type, PyObject *args, PyObject *kwds);

/** The type of generic aliases: types with arguments, such as memoryview[int]. They compare and
 * hash by both. A call makes what the type makes. Their attributes are `__origin__`, `__args__`,
 * `__parameters__`, which is empty, and those of the type. */
PyAPI_DATA(PyTypeObject) Py_GenericAliasType;

/** Make a generic alias; the usual `__class_getitem__`, which PyObject_GetItem calls for a type.
 * @param origin a type.
 * @param args a tuple of the arguments, or the only one.
 * @return new reference, or NULL on failure.
 * @raises MemoryError.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) Py_GenericAlias(PyObject *origin, PyObject *args);

#define PyType_HasFeature(type, feature) (((type)->tp_flags & (feature)) != 0)
#define PyType_FastSubclass(type, flag) PyType_HasFeature(type, flag)
#define PyType_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TYPE_SUBCLASS)
#define PyObject_TypeCheck(op, type) (Py_IS_TYPE(op, type) || PyType_IsSubtype(Py_TYPE(op), (type)))

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_TYPEOBJECT_H */
