/* Operations on any object: attributes, calls, items, comparison and iteration.
 *
 * They call the slots of the object's type. Exceptions raised by slots and by code that slots call
 * are passed on and not listed below. Neither are two that every function may raise: MemoryError,
 * and SystemError "null argument to internal routine" for an object argument that is NULL.
 *
 * There are no dictionaries. The attributes of an object are those in the tables of its type and
 * the type's bases (tp_methods, tp_members, tp_getset), `__class__` and `__doc__`. The attributes
 * of a type are its methods, `__name__`, `__qualname__`, `__module__` and `__doc__`. Only
 * PyObject_Vectorcall and PyObject_VectorcallMethod pass keyword arguments.
 *
 * These types can be called with one argument: bytes, bytearray, tuple, list, str, bool, int, float
 * and complex; slice with one to three.
 */
#ifndef PYMEMORYVIEW_ABSTRACT_H
#define PYMEMORYVIEW_ABSTRACT_H

#include "typeobject.h"

PYMV_BEGIN_DECLS

/** Get the type of an object. @return new reference, or NULL on failure. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *op);

/** Check whether an object is an instance of a type or of a subclass.
 * @param type a type, or a tuple of types and such tuples, any of which may match.
 * @return 1 or 0, or -1 on failure.
 * @raises TypeError "isinstance() arg 2 must be a type, a tuple of types, or a union".
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_IsInstance(PyObject *op, PyObject *type);

/** `op.name` in Python: calls tp_getattro or tp_getattr.
 * @param name a str.
 * @return new reference, or NULL on failure.
 * @raises AttributeError "'...' object has no attribute '...'".
 * @raises TypeError "attribute name must be string, not '...'".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_GetAttr(PyObject *op, PyObject *name);

/** As PyObject_GetAttr. @param name NUL-terminated UTF-8. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *op, const char *name);

/** Check whether PyObject_GetAttrString would succeed. Exceptions are cleared.
 * @param name NUL-terminated UTF-8.
 * @return 1 or 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_HasAttrString(PyObject *op, const char *name);

/** `op.name = value` in Python: calls tp_setattro or tp_setattr.
 * @param name a str.
 * @param value borrowed; NULL deletes the attribute.
 * @return 0, or -1 on failure.
 * @raises AttributeError "attribute '...' of '...' objects is not writable", "'...' object
 *   attribute '...' is read-only", "readonly attribute", or "'...' object has no attribute '...'
 *   and no __dict__ for setting new attributes".
 * @raises TypeError as PyObject_GetAttr; "cannot set '...' attribute of immutable type '...'"; the
 *   attribute cannot hold the value.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_SetAttr(PyObject *op, PyObject *name, PyObject *value);

/** As PyObject_SetAttr. @param name NUL-terminated UTF-8. @since 0.1.0 */
PyAPI_FUNC(int) PyObject_SetAttrString(PyObject *op, const char *name, PyObject *value);

/** Delete an attribute. Returns and raises as PyObject_SetAttr. */
#define PyObject_DelAttr(op, name) PyObject_SetAttr((op), (name), NULL)
#define PyObject_DelAttrString(op, name) PyObject_SetAttrString((op), (name), NULL)

/** Look up an attribute in the tables of the object's type: the usual tp_getattro.
 * @param name a str.
 * @return new reference, or NULL on failure. Raises as PyObject_GetAttr.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_GenericGetAttr(PyObject *op, PyObject *name);

/** Set an attribute that the tables of the object's type define: the usual tp_setattro.
 * @param name a str.
 * @param value borrowed; NULL deletes the attribute.
 * @return 0, or -1 on failure. Raises as PyObject_SetAttr.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_GenericSetAttr(PyObject *op, PyObject *name, PyObject *value);

/** Check whether an object's type has tp_call.
 * @param op may be NULL.
 * @return 1 or 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyCallable_Check(PyObject *op);

/** `callable(*args)` in Python.
 * @param args a tuple.
 * @param kwargs must be NULL.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is not callable"; the arguments do not match, such as "T.m()
 *   takes no arguments (1 given)"; "cannot create '...' instances"; "argument list must be a
 *   tuple"; `kwargs` is not NULL.
 * @raises SystemError "... returned NULL without setting an exception", "... returned a result with
 *   an exception set".
 * @raises RecursionError calls are nested too deeply.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);

/** As PyObject_Call. @param args a tuple; NULL: no arguments. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args);

/** As PyObject_Call, without arguments. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallNoArgs(PyObject *callable);

/** As PyObject_Call, with one argument. @param argument borrowed. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallOneArg(PyObject *callable, PyObject *argument);

/** As PyObject_Call, with the arguments that Py_BuildValue makes of a format.
 * @param format NULL or empty: no arguments. If it is one unit that makes a tuple, the items of the
 *   tuple are the arguments.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *callable, const char *format, ...);

/** As PyObject_Call, with variadic arguments: PyObject * each, borrowed, and a NULL after the last.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallFunctionObjArgs(PyObject *callable, ...);

/** As PyObject_CallFunction, for an attribute of `op`.
 * @param name NUL-terminated UTF-8.
 * @raises TypeError "attribute of type '...' is not callable". Raises as PyObject_GetAttr too.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallMethod(PyObject *op, const char *name, const char *format, ...);

/** As PyObject_CallFunctionObjArgs, for an attribute of `op`. @param name a str. @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_CallMethodObjArgs(PyObject *op, PyObject *name, ...);

/** Call with arguments in an array.
 * @param args positional arguments, then values of the keyword arguments; borrowed. NULL only if
 *   there are none.
 * @param nargsf number of positional arguments. Add PY_VECTORCALL_ARGUMENTS_OFFSET if the callee
 *   may overwrite args[-1] during the call.
 * @param kwnames a tuple of strs, the names of the keyword arguments; NULL: none.
 * @return new reference, or NULL on failure. Raises as PyObject_Call.
 * @raises TypeError keyword arguments are passed to a callable that takes its arguments as a tuple.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                           PyObject *kwnames);

/** As PyObject_Vectorcall, for an attribute.
 * @param name name of the attribute, a str.
 * @param args args[0] is the object with the attribute; the arguments follow.
 * @param nargsf number of positional arguments, the object included.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_VectorcallMethod(PyObject *name, PyObject *const *args,
                                                 size_t nargsf, PyObject *kwnames);
#define PY_VECTORCALL_ARGUMENTS_OFFSET ((size_t)1 << (8 * sizeof(size_t) - 1))
/** Get the number of positional arguments from `nargsf`. */
#define PyVectorcall_NARGS(n) ((Py_ssize_t)((n) & ~PY_VECTORCALL_ARGUMENTS_OFFSET))

/** Make an object from C values.
 * @param format units, each of which consumes its arguments:
 *     b B h i (int), H I (unsigned), l (long), k (unsigned long), L (long long),
 *     K (unsigned long long), n (Py_ssize_t): an int
 *     p (int): a bool
 *     c (int): a bytes object of one byte
 *     C (int): a str of one code point
 *     d f (double): a float
 *     D (Py_complex *): a complex
 *     s z U (const char *): a str from UTF-8; None for NULL
 *     y (const char *): a bytes object; None for NULL
 *     s# z# U# y# (and a Py_ssize_t): the same, with a size in bytes
 *     O S (PyObject *): the object, with a new reference
 *     N (PyObject *): the object; its reference is stolen
 *     O& (PyObject *(*)(void *), void *): the result of the function for the pointer
 *     (...) a tuple, [...] a list of units
 *     Spaces, tabs, commas and colons are skipped.
 * @return for no unit a new reference to None, for one unit the object, for several a tuple; NULL
 *   on failure.
 * @raises SystemError "bad format char passed to Py_BuildValue"; "unmatched paren in format"; a
 *   {...} unit; "NULL object passed to Py_BuildValue", unless an exception is already set.
 * @raises UnicodeDecodeError a C string is not UTF-8.
 * @raises ValueError the argument of C is not a code point.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...);

/** `len(op)` in Python.
 * @return number of items, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()".
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyObject_Size(PyObject *op);

/** As PyObject_Size. @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyObject_Length(PyObject *op);

/** `op[key]` in Python.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is not subscriptable", "type '...' is not subscriptable",
 *   "sequence index must be integer, not '...'", or the type rejects the key.
 * @raises IndexError there is no such item, or "cannot fit '...' into an index-sized integer".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_GetItem(PyObject *op, PyObject *key);

/** `op[key] = value` in Python. Of the runtime's value types only list and bytearray support it,
 * and slices only with step 1.
 * @param value borrowed.
 * @return 0, or -1 on failure.
 * @raises TypeError "'...' object does not support item assignment", or as PyObject_GetItem.
 * @raises IndexError as PyObject_GetItem.
 * @raises BufferError an exported bytearray would be resized.
 * @raises NotImplementedError a slice has another step.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_SetItem(PyObject *op, PyObject *key, PyObject *value);

/** `del op[key]` in Python. Returns and raises as PyObject_SetItem.
 * @raises TypeError "'...' object does not support item deletion" or "doesn't support".
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_DelItem(PyObject *op, PyObject *key);

/** `a < b`, `a == b`, ... in Python. If the type of `b` derives from the type of `a`, it is called
 * first; else the type of `a`, then the type of `b`. If neither supports the operation, `==` and
 * `!=` compare identity.
 * @param operation Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT or Py_GE.
 * @return new reference to the result, usually a bool, or NULL on failure.
 * @raises TypeError "'<' not supported between instances of '...' and '...'".
 * @raises RecursionError comparisons are nested too deeply.
 * @raises SystemError an argument is NULL.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_RichCompare(PyObject *a, PyObject *b, int operation);

/** As PyObject_RichCompare, but returns the truth value of the result. Fast path: identical objects
 * are equal without a comparison.
 * @return 1 or 0, or -1 on failure.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_RichCompareBool(PyObject *a, PyObject *b, int operation);

/** `hash(op)` in Python. Numbers hash as in CPython; bytes and str as in CPython with
 * PYTHONHASHSEED=0: the same in all processes, and predictable.
 * @return the hash, or -1 on failure.
 * @raises TypeError "unhashable type: '...'".
 * @since 0.1.0 */
PyAPI_FUNC(Py_hash_t) PyObject_Hash(PyObject *op);

/** Compute the hash of a bytes object with the given contents.
 * @param buffer may be NULL if `size` is 0.
 * @param size in bytes; negative means 0.
 * @return the hash, never -1. Never fails.
 * @since 0.1.0 (CPython 3.14) */
PyAPI_FUNC(Py_hash_t) Py_HashBuffer(const void *buffer, Py_ssize_t size);

/** A tp_hash for unhashable types.
 * @return always -1.
 * @raises TypeError "unhashable type: '...'".
 * @since 0.1.0 */
PyAPI_FUNC(Py_hash_t) PyObject_HashNotImplemented(PyObject *op);

/** `bool(op)` in Python: the result of nb_bool, else whether the length is not 0, else true.
 * @return 1 or 0, or -1 on failure.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyObject_IsTrue(PyObject *op);

/** `not op` in Python. @return 1 or 0, or -1 on failure. @since 0.1.0 */
PyAPI_FUNC(int) PyObject_Not(PyObject *op);

/** `iter(op)` in Python: the result of tp_iter, else an iterator that calls sq_item from index 0
 * until IndexError.
 * @return new reference to an iterator, or NULL on failure.
 * @raises TypeError "'...' object is not iterable", "iter() returned non-iterator of type '...'".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_GetIter(PyObject *op);

/** A tp_iter for iterators: returns its argument.
 * @return new reference. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyObject_SelfIter(PyObject *op);

/** Check whether an object's type has tp_iternext. @return 1 or 0. Never fails. @since 0.1.0 */
PyAPI_FUNC(int) PyIter_Check(PyObject *op);

/** Get the next item of an iterator.
 * @return new reference. NULL without an exception at the end; NULL with an exception on failure.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyIter_Next(PyObject *iterator);

/** Check whether an object is an int or its type has nb_index.
 * @return 1 or 0. Never fails.
 * @since 0.1.0 */
PyAPI_FUNC(int) PyIndex_Check(PyObject *op);

/** Convert an int, or an object whose type has nb_index, to an int.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object cannot be interpreted as an integer", "__index__ returned non-int
 *   (type ...)".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PyNumber_Index(PyObject *op);

/** Convert an int or index to a Py_ssize_t.
 * @param exception type to raise on overflow: "cannot fit '...' into an index-sized integer". NULL:
 *   clip the value instead.
 * @return the value. -1 also on failure: check PyErr_Occurred(). Raises as PyNumber_Index too.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyNumber_AsSsize_t(PyObject *op, PyObject *exception);

/** Check whether an object's type has sq_item. @return 1 or 0. Never fails. @since 0.1.0 */
PyAPI_FUNC(int) PySequence_Check(PyObject *op);

/** @return number of items of a sequence, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()", "... is not a sequence".
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PySequence_Size(PyObject *op);

/** As PySequence_Size. @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PySequence_Length(PyObject *op);

/** Get an item.
 * @param index in items; negative indices count from the end, if the sequence has a length.
 * @return new reference, or NULL on failure.
 * @raises IndexError there is no such item.
 * @raises TypeError "'...' object does not support indexing", "... is not a sequence".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySequence_GetItem(PyObject *op, Py_ssize_t index);

/** Set an item.
 * @param index as in PySequence_GetItem.
 * @param value borrowed.
 * @return 0, or -1 on failure.
 * @raises IndexError there is no such item.
 * @raises TypeError "'...' object does not support item assignment", "... is not a sequence".
 * @since 0.1.0 */
PyAPI_FUNC(int) PySequence_SetItem(PyObject *op, Py_ssize_t index, PyObject *value);

/** Delete an item. As PySequence_SetItem.
 * @raises TypeError "'...' object doesn't support item deletion".
 * @since 0.1.0 */
PyAPI_FUNC(int) PySequence_DelItem(PyObject *op, Py_ssize_t index);

/** `op[low:high]` in Python.
 * @param low, high in items.
 * @return new reference, or NULL on failure.
 * @raises TypeError "'...' object is unsliceable".
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySequence_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);

/** `op[low:high] = value` in Python.
 * @param low, high in items.
 * @param value borrowed.
 * @return 0, or -1 on failure. Raises as PyObject_SetItem.
 * @raises TypeError "'...' object doesn't support slice assignment".
 * @since 0.1.0 */
PyAPI_FUNC(int) PySequence_SetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high, PyObject *value);

/** `del op[low:high]` in Python.
 * @param low, high in items.
 * @return 0, or -1 on failure. Raises as PyObject_SetItem.
 * @raises TypeError "'...' object doesn't support slice deletion".
 * @since 0.1.0 */
PyAPI_FUNC(int) PySequence_DelSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);

/** `value in op` in Python: calls sq_contains, or else iterates.
 * @return 1 or 0, or -1 on failure.
 * @raises TypeError "argument of type '...' is not iterable".
 * @since 0.1.0 */
PyAPI_FUNC(int) PySequence_Contains(PyObject *op, PyObject *value);

/** @return number of items that equal `value`, or -1 on failure. Raises as PySequence_Contains.
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PySequence_Count(PyObject *op, PyObject *value);

/** @return index of the first item that equals `value`, or -1 on failure. Raises as
 *   PySequence_Contains.
 * @raises ValueError "sequence.index(x): x not in sequence".
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PySequence_Index(PyObject *op, PyObject *value);

/** `list(op)` in Python.
 * @return new reference, or NULL on failure. Raises as PyObject_GetIter.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySequence_List(PyObject *op);

/** `tuple(op)` in Python. An object of exactly the type tuple is returned itself.
 * @return new reference, or NULL on failure. Raises as PyObject_GetIter.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySequence_Tuple(PyObject *op);

/** Get the items of an iterable as a tuple or list. An object of exactly one of these types is
 * returned itself.
 * @param message NUL-terminated UTF-8.
 * @return new reference, or NULL on failure.
 * @raises TypeError `message`: the object is not iterable.
 * @since 0.1.0 */
PyAPI_FUNC(PyObject *) PySequence_Fast(PyObject *op, const char *message);
/* Size and items of the result of PySequence_Fast, without checks. The items are borrowed
 * references.
 */
#define PySequence_Fast_GET_SIZE(op) Py_SIZE(op)
#define PySequence_Fast_ITEMS(op) \
  (PyList_Check(op) ? ((PyListObject *)(op))->ob_item : ((PyTupleObject *)(op))->ob_item)
#define PySequence_Fast_GET_ITEM(op, i) (PySequence_Fast_ITEMS(op)[i])

/** Check whether an object's type has mp_subscript. @return 1 or 0. Never fails. @since 0.1.0 */
PyAPI_FUNC(int) PyMapping_Check(PyObject *op);

/** @return number of items of a mapping, or -1 on failure.
 * @raises TypeError "object of type '...' has no len()", "... is not a mapping".
 * @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyMapping_Size(PyObject *op);

/** As PyMapping_Size. @since 0.1.0 */
PyAPI_FUNC(Py_ssize_t) PyMapping_Length(PyObject *op);

PYMV_END_DECLS

#endif /* PYMEMORYVIEW_ABSTRACT_H */
