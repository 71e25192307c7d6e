/* bytes and bytearray. */
#include <pthread.h>

#include "RuntimeTables.h"

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
