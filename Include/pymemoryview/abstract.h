/* Operations on any object: attributes, calls, items, comparison, iteration.
 *
 * They do what the slots of the object's type say. Exceptions of slots and of what these call are
 * passed on, and are not repeated below; nor are two that every function has: MemoryError, and
 * SystemError "null argument to internal routine" for a NULL where an object is wanted.
 *
 * This runtime has no dictionaries. Objects have the attributes that the tables of their types list
 * (tp_methods, tp_members, tp_getset, of the type and of its bases), besides `__class__` and
 * `__doc__`; types have the methods among them, and `__name__`, `__qualname__`, `__module__`,
 * `__doc__`. Keyword arguments go in the way of PyObject_Vectorcall.
 *
 * The types of values can be called with one object: bytes, bytearray, tuple, list, str, bool, int,
 * float, complex; slice with one to three.
 */
#ifndef PYMEMORYVIEW_ABSTRACT_H
#define PYMEMORYVIEW_ABSTRACT_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** The type of an object, as an object. @return new reference, or NULL on failure. */
PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *op);

/** Ask whether an object's type is another or derives from it.
 * @param type a type, or a tuple of types and of such tuples: any of them will do.
 * @return 1 or 0, or -1 on failure.
 * @raises TypeError "isinstance() arg 2 must be a type, a tuple of types, or a union". */
PyAPI_FUNC(int) PyObject_IsInstance(PyObject *op, PyObject *type);

/** What `op.name` is in Python: what tp_getattro or tp_getattr gives.
 * @param name a str.
 * @return new reference, or NULL on failure.
 * @raises AttributeError "'...' object has no attribute '...'".
 * @raises TypeError "attribute name must be string, not '...'". */
PyAPI_FUNC(PyObject *) PyObject_GetAttr(PyObject *op, PyObject *name);

/** As PyObject_GetAttr. @param name NUL-terminated UTF-8. */
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *op, const char *name);

/** Ask whether PyObject_GetAttrString would succeed. @return 1 or 0. Any exception is dropped. */
PyAPI_FUNC(int) PyObject_HasAttrString(PyObject *op, const char *name);

/** What `op.name = value` does in Python: calls tp_setattro or tp_setattr.
 * @param name a str. @param value borrowed; NULL deletes the attribute.
 * @return 0, or -1 on failure.
 * @raises AttributeError "attribute '...' of '...' objects is not writable", "'...' object
 * attribute
 *   '...' is read-only", "readonly attribute", or "'...' object has no attribute '...' and no
 *   __dict__ for setting new attributes". @raises TypeError as PyObject_GetAttr; "cannot set '...'
 *   attribute of immutable type '...'"; the value is none that can be stored there. */
PyAPI_FUNC(int) PyObject_SetAttr(PyObject *op, PyObject *name, PyObject *value);

/** As PyObject_SetAttr. @param name NUL-terminated UTF-8. */
PyAPI_FUNC(int) PyObject_SetAttrString(PyObject *op, const char *name, PyObject *value);

/** Delete an attribute; returns and raises as PyObject_SetAttr. */
#define PyObject_DelAttr(op, name) PyObject_SetAttr((op), (name), NULL)
#define PyObject_DelAttrString(op, name) PyObject_SetAttrString((op), (name), NULL)

/** Look an attribute up in the tables of the object's type; the usual tp_getattro.
 * @return new reference, or NULL on failure; raises as PyObject_GetAttr. */
PyAPI_FUNC(PyObject *) PyObject_GenericGetAttr(PyObject *op, PyObject *name);

/** Set an attribute as the tables of the object's type say; the usual tp_setattro.
 * @return 0, or -1 on failure; raises as PyObject_SetAttr. */
PyAPI_FUNC(int) PyObject_GenericSetAttr(PyObject *op, PyObject *name, PyObject *value);

/** Ask whether an object's type has tp_call. @param op may be NULL. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PyCallable_Check(PyObject *op);

/** What `callable(*args)` does in Python.
 * @param args a tuple. @param kwargs must be NULL.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is not callable"; the arguments do not fit, such as "T.m() takes
 *   no arguments (1 given)"; "cannot create '...' instances"; "argument list must be a tuple";
 *   `kwargs` is not NULL.
 * @raises SystemError "... returned NULL without setting an exception", "... returned a result with
 *   an exception set". @raises RecursionError too many calls are within one another. */
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);

/** As PyObject_Call. @param args a tuple; NULL: no arguments. */
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args);

/** As PyObject_Call, without arguments. */
PyAPI_FUNC(PyObject *) PyObject_CallNoArgs(PyObject *callable);

/** As PyObject_Call, with one argument, borrowed. */
PyAPI_FUNC(PyObject *) PyObject_CallOneArg(PyObject *callable, PyObject *argument);

/** As PyObject_Call, with what Py_BuildValue makes of a format as arguments.
 * @param format NULL or empty: no arguments. One unit that makes a tuple stands for its items. */
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *callable, const char *format, ...);

/** As PyObject_Call. The arguments follow: PyObject * each, borrowed, and a NULL after the last. */
PyAPI_FUNC(PyObject *) PyObject_CallFunctionObjArgs(PyObject *callable, ...);

/** As PyObject_CallFunction of an object's attribute.
 * @param name NUL-terminated UTF-8.
 * @raises TypeError "attribute of type '...' is not callable". Raises as PyObject_GetAttr too. */
PyAPI_FUNC(PyObject *) PyObject_CallMethod(PyObject *op, const char *name, const char *format, ...);

/** As PyObject_CallFunctionObjArgs of an object's attribute. @param name a str. */
PyAPI_FUNC(PyObject *) PyObject_CallMethodObjArgs(PyObject *op, PyObject *name, ...);

/** Call with arguments in an array.
 * @param args the positional arguments, then the values of the keyword arguments; borrowed. NULL
 *   only if there are none.
 * @param nargsf number of positional arguments; PY_VECTORCALL_ARGUMENTS_OFFSET may be added if
 *   args[-1] may be overwritten during the call.
 * @param kwnames a tuple of strs, the names of the keyword arguments; NULL: there are none.
 * @return new reference, or NULL on failure; raises as PyObject_Call.
 * @raises TypeError also for keyword arguments to what takes arguments in a tuple. */
PyAPI_FUNC(PyObject *) PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                           PyObject *kwnames);

/** As PyObject_Vectorcall of an attribute.
 * @param name a str, the attribute's. @param args args[0] is the object that has it, the arguments
 *   follow. @param nargsf counts the object in. */
PyAPI_FUNC(PyObject *) PyObject_VectorcallMethod(PyObject *name, PyObject *const *args,
                                                 size_t nargsf, PyObject *kwnames);
#define PY_VECTORCALL_ARGUMENTS_OFFSET ((size_t)1 << (8 * sizeof(size_t) - 1))
/** The number of arguments in `nargsf`. */
#define PyVectorcall_NARGS(n) ((Py_ssize_t)((n) & ~PY_VECTORCALL_ARGUMENTS_OFFSET))

/** Make an object of C values.
 * @param format units, each with its values among the arguments:
 *   b B h i (int), H I (unsigned), l (long), k (unsigned long), L (long long), K (unsigned long
 *   long), n (Py_ssize_t): an int; p (int): a bool; c (int): bytes of one byte; C (int): a str of
 *   one code point; d f (double): a float; D (Py_complex *): a complex; s z U (const char *): a str
 *   of UTF-8; y (const char *): bytes; s# z# U# y# (and a Py_ssize_t): the same with a size; None
 *   for a NULL text; O S (PyObject *): the object, with a new reference; N: the object, taking the
 *   reference over; O& (PyObject *(*)(void *), void *): what the function makes of the address;
 *   (...) a tuple and [...] a list of units. Spaces, tabs, commas and colons are skipped.
 * @return new reference to None for no unit, the object for one, a tuple for several; NULL on
 *   failure.
 * @raises SystemError "bad format char passed to Py_BuildValue", "unmatched paren in format", "NULL
 *   object passed to Py_BuildValue" unless an exception is set already; a {...} unit.
 * @raises UnicodeDecodeError a text is not UTF-8. @raises ValueError C of no code point. */
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...);

/** What `len(op)` is in Python. @return number of items, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()". */
PyAPI_FUNC(Py_ssize_t) PyObject_Size(PyObject *op);

/** As PyObject_Size. */
PyAPI_FUNC(Py_ssize_t) PyObject_Length(PyObject *op);

/** What `op[key]` is in Python.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is not subscriptable", "type '...' is not subscriptable",
 * "sequence index must be integer, not '...'", or what the type says of the key.
 * @raises IndexError there is no such item, or "cannot fit '...' into an index-sized integer". */
PyAPI_FUNC(PyObject *) PyObject_GetItem(PyObject *op, PyObject *key);

/** What `op[key] = value` does in Python. Of the values' types only list and bytearray allow it,
 * and for slices only with step 1. @param value borrowed.
 * @return 0, or -1 on failure.
 * @raises TypeError "'...' object does not support item assignment", or as PyObject_GetItem.
 * @raises IndexError as PyObject_GetItem. @raises BufferError the size of an exported bytearray
 * would change. @raises NotImplementedError a slice with another step. */
PyAPI_FUNC(int) PyObject_SetItem(PyObject *op, PyObject *key, PyObject *value);

/** What `del op[key]` does in Python; as PyObject_SetItem.
 * @raises TypeError "'...' object does not support item deletion" or "doesn't support". */
PyAPI_FUNC(int) PyObject_DelItem(PyObject *op, PyObject *key);

/** What `a < b`, `a == b`, ... is in Python: asks the type of `b` first if it derives from that of
 * `a`, then the type of `a`, then that of `b`; then `==` and `!=` compare identity.
 * @param operation Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT or Py_GE.
 * @return new reference to what the type answered, mostly a bool, or NULL on failure.
 * @raises TypeError "'<' not supported between instances of '...' and '...'".
 * @raises RecursionError too many comparisons are within one another.
 * @raises SystemError an argument is NULL. */
PyAPI_FUNC(PyObject *) PyObject_RichCompare(PyObject *a, PyObject *b, int operation);

/** As PyObject_RichCompare, with the truth of the answer; an object equals itself without asking.
 * @return 1 or 0, or -1 on failure. */
PyAPI_FUNC(int) PyObject_RichCompareBool(PyObject *a, PyObject *b, int operation);

/** What `hash(op)` is in Python. Numbers hash as in CPython, bytes and str as in a CPython without
 * a secret (PYTHONHASHSEED=0): equal in all processes, and predictable.
 * @return the hash, or -1 on failure. @raises TypeError "unhashable type: '...'". */
PyAPI_FUNC(Py_hash_t) PyObject_Hash(PyObject *op);

/** The hash of a bytes object with some contents. @param buffer may be NULL if `size` is 0.
 * @param size in bytes; a negative one counts as 0. @return the hash; never -1. */
PyAPI_FUNC(Py_hash_t) Py_HashBuffer(const void *buffer, Py_ssize_t size);

/** A tp_hash that says no. @return -1. @raises TypeError "unhashable type: '...'". */
PyAPI_FUNC(Py_hash_t) PyObject_HashNotImplemented(PyObject *op);

/** What `bool(op)` is in Python: by nb_bool, else by its length, else true.
 * @return 1 or 0, or -1 on failure. */
PyAPI_FUNC(int) PyObject_IsTrue(PyObject *op);

/** The opposite of PyObject_IsTrue. @return 1 or 0, or -1 on failure. */
PyAPI_FUNC(int) PyObject_Not(PyObject *op);

/** What `iter(op)` is in Python: by tp_iter, or else over sq_item from 0 until IndexError.
 * @return new reference to an iterator, or NULL on failure.
 * @raises TypeError "'...' object is not iterable", "iter() returned non-iterator of type '...'".
 */
PyAPI_FUNC(PyObject *) PyObject_GetIter(PyObject *op);

/** Return the argument, as the tp_iter of iterators does. @return new reference. Never fails. */
PyAPI_FUNC(PyObject *) PyObject_SelfIter(PyObject *op);

/** Ask whether an object's type has tp_iternext. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PyIter_Check(PyObject *op);

/** Get the next item of an iterator.
 * @return new reference; NULL at the end, without an exception, and on failure, with one. */
PyAPI_FUNC(PyObject *) PyIter_Next(PyObject *iterator);

/** Ask whether an object is an int or its type has nb_index. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PyIndex_Check(PyObject *op);

/** Make an int of an int or of an object whose type has nb_index.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object cannot be interpreted as an integer", "__index__ returned non-int
 *   (type ...)". */
PyAPI_FUNC(PyObject *) PyNumber_Index(PyObject *op);

/** The value of an int or index as a size.
 * @param exception what to raise if it does not fit: "cannot fit '...' into an index-sized
 * integer". NULL: the nearest size is returned instead.
 * @return the value; -1 also on failure: then PyErr_Occurred(). Raises as PyNumber_Index too. */
PyAPI_FUNC(Py_ssize_t) PyNumber_AsSsize_t(PyObject *op, PyObject *exception);

/** Ask whether an object's type has sq_item. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PySequence_Check(PyObject *op);

/** Number of items of a sequence, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()", "... is not a sequence". */
PyAPI_FUNC(Py_ssize_t) PySequence_Size(PyObject *op);

/** As PySequence_Size. */
PyAPI_FUNC(Py_ssize_t) PySequence_Length(PyObject *op);

/** Get an item. @param index negative ones count from the end, if the sequence has a length.
 * @return new reference, or NULL on failure. @raises IndexError there is no such item.
 * @raises TypeError "'...' object does not support indexing", "... is not a sequence". */
PyAPI_FUNC(PyObject *) PySequence_GetItem(PyObject *op, Py_ssize_t index);

/** Set an item. @param index as in PySequence_GetItem. @param value borrowed.
 * @return 0, or -1 on failure. @raises IndexError there is no such item.
 * @raises TypeError "'...' object does not support item assignment", "... is not a sequence". */
PyAPI_FUNC(int) PySequence_SetItem(PyObject *op, Py_ssize_t index, PyObject *value);

/** Delete an item; as PySequence_SetItem.
 * @raises TypeError "'...' object doesn't support item deletion". */
PyAPI_FUNC(int) PySequence_DelItem(PyObject *op, Py_ssize_t index);

/** What `op[low:high]` is in Python. @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is unsliceable". */
PyAPI_FUNC(PyObject *) PySequence_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);

/** What `op[low:high] = value` does in Python. @return 0, or -1 on failure; raises as
 * PyObject_SetItem. @raises TypeError "'...' object doesn't support slice assignment". */
PyAPI_FUNC(int) PySequence_SetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high, PyObject *value);

/** What `del op[low:high]` does in Python. @return 0, or -1 on failure; raises as PyObject_SetItem.
 * @raises TypeError "'...' object doesn't support slice deletion". */
PyAPI_FUNC(int) PySequence_DelSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);

/** What `value in op` is in Python: by sq_contains, or else by iterating.
 * @return 1 or 0, or -1 on failure. @raises TypeError "argument of type '...' is not iterable". */
PyAPI_FUNC(int) PySequence_Contains(PyObject *op, PyObject *value);

/** Number of items that equal a value, or -1 on failure; raises as PySequence_Contains. */
PyAPI_FUNC(Py_ssize_t) PySequence_Count(PyObject *op, PyObject *value);

/** Index of the first item that equals a value, or -1 on failure; raises as PySequence_Contains.
 * @raises ValueError "sequence.index(x): x not in sequence". */
PyAPI_FUNC(Py_ssize_t) PySequence_Index(PyObject *op, PyObject *value);

/** What `list(op)` is in Python. @return new reference, or NULL on failure; raises as
 * PyObject_GetIter. */
PyAPI_FUNC(PyObject *) PySequence_List(PyObject *op);

/** What `tuple(op)` is in Python: a tuple itself. @return new reference, or NULL on failure; raises
 * as PyObject_GetIter. */
PyAPI_FUNC(PyObject *) PySequence_Tuple(PyObject *op);

/** Get a tuple or list of the items of an object, which may be the object itself.
 * @param message NUL-terminated UTF-8.
 * @return new reference, or NULL on failure. @raises TypeError `message`: it is not iterable. */
PyAPI_FUNC(PyObject *) PySequence_Fast(PyObject *op, const char *message);
/* Size and items of what PySequence_Fast returned; unchecked. The item is borrowed. */
#define PySequence_Fast_GET_SIZE(op) Py_SIZE(op)
#define PySequence_Fast_ITEMS(op) \
  (PyList_Check(op) ? ((PyListObject *)(op))->ob_item : ((PyTupleObject *)(op))->ob_item)
#define PySequence_Fast_GET_ITEM(op, i) (PySequence_Fast_ITEMS(op)[i])

/** Ask whether an object's type has mp_subscript. @return 1 or 0. Never fails. */
PyAPI_FUNC(int) PyMapping_Check(PyObject *op);

/** Number of items of a mapping, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()", "... is not a mapping". */
PyAPI_FUNC(Py_ssize_t) PyMapping_Size(PyObject *op);

/** As PyMapping_Size. */
PyAPI_FUNC(Py_ssize_t) PyMapping_Length(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_ABSTRACT_H */
