/* bytes, bytearray, str, tuple, list, slice, and the iterators. */
#include <pthread.h>

#include "RuntimeTables.h"

/* --- Bytes --- */

static PySequenceMethods bytes_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_contains = pymv_s_bytes_contains,
};

static PyMappingMethods bytes_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
};

static PyBufferProcs bytes_as_buffer = {.bf_getbuffer = pymv_s_bytes_getbuffer};

PyTypeObject PyBytes_Type = {
    PYMV_STATIC_TYPE("bytes", &PyBaseObject_Type, offsetof(PyBytesObject, ob_sval) + 1,
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BYTES_SUBCLASS),
    .tp_itemsize = 1,
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_bytes_repr,
    .tp_as_sequence = &bytes_as_sequence,
    .tp_as_mapping = &bytes_as_mapping,
    .tp_hash = pymv_s_bytes_hash,
    .tp_str = pymv_s_bytes_repr,
    .tp_as_buffer = &bytes_as_buffer,
    .tp_richcompare = pymv_s_bytes_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

PyBytesObject pymv_c_empty_bytes = {PyVarObject_HEAD_INIT(&PyBytes_Type, 0) - 1, {0}};

PyBytesObject pymv_c_single_bytes[256];
/* Order: publish (Atomics.h). */
bool pymv_c_has_single_bytes;

static void make_all(void) {
  for (int value = 0; value < 256; value++) {
    pymv_c_single_bytes[value] = (PyBytesObject){PyVarObject_HEAD_INIT(&PyBytes_Type, 1) - 1, {0}};
    pymv_c_single_bytes[value].ob_sval[0] = (char)value;
  }
  __atomic_store_n(&pymv_c_has_single_bytes, true, __ATOMIC_RELEASE);
}

void pymv_c_make_single_bytes(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_all);
}

static PySequenceMethods bytearray_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_ass_item = pymv_s_sequence_ass_item,
    .sq_contains = pymv_s_bytes_contains,
};

static PyMappingMethods bytearray_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
    .mp_ass_subscript = pymv_s_sequence_ass_subscript,
};

static PyBufferProcs bytearray_as_buffer = {
    .bf_getbuffer = pymv_s_bytearray_getbuffer,
    .bf_releasebuffer = pymv_s_bytearray_releasebuffer,
};

PyTypeObject PyByteArray_Type = {
    PYMV_STATIC_TYPE("bytearray", &PyBaseObject_Type, sizeof(PyByteArrayObject),
                     Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_bytearray_dealloc,
    .tp_repr = pymv_s_bytearray_repr,
    .tp_as_sequence = &bytearray_as_sequence,
    .tp_as_mapping = &bytearray_as_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_str = pymv_s_bytearray_repr,
    .tp_as_buffer = &bytearray_as_buffer,
    .tp_richcompare = pymv_s_bytearray_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

#pragma weak PyBuffer_ToContiguous

pymv_copy_to_contiguous pymv_c_copy_to_contiguous(void) {
  return PyBuffer_ToContiguous;
}

/* --- Text --- */

static PySequenceMethods text_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_contains = pymv_s_text_contains,
};

static PyMappingMethods text_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
};

PyTypeObject PyUnicode_Type = {
    PYMV_STATIC_TYPE("str", &PyBaseObject_Type, sizeof(pymv_text),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS),
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_text_repr,
    .tp_as_sequence = &text_as_sequence,
    .tp_as_mapping = &text_as_mapping,
    .tp_hash = pymv_s_text_hash,
    .tp_str = pymv_s_text_str,
    .tp_richcompare = pymv_s_text_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

pymv_text pymv_c_empty_text = {PyObject_HEAD_INIT(&PyUnicode_Type) 0, 0, {0}};

/* --- Containers --- */

static PySequenceMethods tuple_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
};

static PyMappingMethods tuple_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
};

PyTypeObject PyTuple_Type = {
    PYMV_STATIC_TYPE("tuple", &PyBaseObject_Type, offsetof(PyTupleObject, ob_item),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_SEQUENCE |
                         PYMV_TPFLAGS_HOLDER),
    .tp_itemsize = sizeof(PyObject *),
    .tp_dealloc = pymv_s_tuple_dealloc,
    .tp_repr = pymv_s_tuple_repr,
    .tp_as_sequence = &tuple_as_sequence,
    .tp_as_mapping = &tuple_as_mapping,
    .tp_hash = pymv_s_tuple_hash,
    .tp_methods = pymv_c_generic_type_methods,
    .tp_richcompare = pymv_s_sequence_richcompare,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

PyVarObject pymv_c_empty_tuple = {PyObject_HEAD_INIT(&PyTuple_Type) 0};

static PySequenceMethods list_as_sequence = {
    .sq_length = pymv_s_sequence_length,
    .sq_item = pymv_s_sequence_item,
    .sq_ass_item = pymv_s_sequence_ass_item,
};

static PyMappingMethods list_as_mapping = {
    .mp_length = pymv_s_sequence_length,
    .mp_subscript = pymv_s_sequence_subscript,
    .mp_ass_subscript = pymv_s_sequence_ass_subscript,
};

PyTypeObject PyList_Type = {
    PYMV_STATIC_TYPE("list", &PyBaseObject_Type, sizeof(PyListObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_SEQUENCE |
                         PYMV_TPFLAGS_HOLDER),
    .tp_dealloc = pymv_s_list_dealloc,
    .tp_repr = pymv_s_list_repr,
    .tp_as_sequence = &list_as_sequence,
    .tp_as_mapping = &list_as_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_richcompare = pymv_s_sequence_richcompare,
    .tp_methods = pymv_c_generic_type_methods,
    .tp_iter = pymv_s_sequence_iter,
    .tp_new = pymv_s_value_new,
};

static PyMemberDef slice_members[] = {
    {"start", Py_T_OBJECT_EX, offsetof(PySliceObject, start), Py_READONLY, NULL},
    {"stop", Py_T_OBJECT_EX, offsetof(PySliceObject, stop), Py_READONLY, NULL},
    {"step", Py_T_OBJECT_EX, offsetof(PySliceObject, step), Py_READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject PySlice_Type = {
    PYMV_STATIC_TYPE("slice", &PyBaseObject_Type, sizeof(PySliceObject), PYMV_TPFLAGS_HOLDER),
    .tp_dealloc = pymv_s_slice_dealloc,
    .tp_repr = pymv_s_slice_repr,
    .tp_hash = pymv_s_slice_hash,
    .tp_richcompare = pymv_s_slice_richcompare,
    .tp_members = slice_members,
    .tp_new = pymv_s_value_new,
};

/* --- Iterators --- */

#define ITERATOR(name) \
  {PYMV_STATIC_TYPE(name, &PyBaseObject_Type, sizeof(pymv_iterator), \
                    PYMV_TPFLAGS_HOLDER | Py_TPFLAGS_DISALLOW_INSTANTIATION), \
   .tp_dealloc = pymv_s_sequence_iterator_dealloc, .tp_iter = PyObject_SelfIter, \
   .tp_iternext = pymv_s_sequence_iterator_next}

PyTypeObject pymv_c_sequence_iterator_types[] = {
    [PYMV_OVER_ANY] = ITERATOR("iterator"),
    [PYMV_OVER_TUPLE] = ITERATOR("tuple_iterator"),
    [PYMV_OVER_LIST] = ITERATOR("list_iterator"),
    [PYMV_OVER_BYTES] = ITERATOR("bytes_iterator"),
    [PYMV_OVER_BYTEARRAY] = ITERATOR("bytearray_iterator"),
    [PYMV_OVER_ASCII] = ITERATOR("str_ascii_iterator"),
    [PYMV_OVER_TEXT] = ITERATOR("str_iterator"),
};
