/* bytes and bytearray. */
#include "RuntimeTables.h"

static PyBufferProcs bytes_as_buffer = {.bf_getbuffer = pymv_s_bytes_getbuffer};

PyTypeObject PyBytes_Type = {
    PYMV_STATIC_TYPE("bytes", &PyBaseObject_Type, offsetof(PyBytesObject, ob_sval) + 1,
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BYTES_SUBCLASS),
    .tp_itemsize = 1,
    .tp_dealloc = pymv_s_object_dealloc,
    .tp_repr = pymv_s_bytes_repr,
    .tp_str = pymv_s_bytes_repr,
    .tp_as_buffer = &bytes_as_buffer,
};

PyBytesObject pymv_c_empty_bytes = {PyVarObject_HEAD_INIT(&PyBytes_Type, 0) - 1, {0}};

static PyBufferProcs bytearray_as_buffer = {
    .bf_getbuffer = pymv_s_bytearray_getbuffer,
    .bf_releasebuffer = pymv_s_bytearray_releasebuffer,
};

PyTypeObject PyByteArray_Type = {
    PYMV_STATIC_TYPE("bytearray", &PyBaseObject_Type, sizeof(PyByteArrayObject),
                     Py_TPFLAGS_BASETYPE),
    .tp_dealloc = pymv_s_bytearray_dealloc,
    .tp_repr = pymv_s_bytearray_repr,
    .tp_str = pymv_s_bytearray_repr,
    .tp_as_buffer = &bytearray_as_buffer,
};
