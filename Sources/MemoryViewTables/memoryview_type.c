#include "MemoryViewTables.h"

#include <stddef.h>

/* Both types are finished here, so that no initialisation call is needed. */

static PyBufferProcs view_as_buffer = {
    .bf_getbuffer = pymv_s_view_getbuffer,
    .bf_releasebuffer = pymv_s_view_releasebuffer,
};

PyTypeObject PyMemoryView_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "memoryview",
    .tp_basicsize = offsetof(PyMemoryViewObject, ob_array),
    .tp_itemsize = sizeof(Py_ssize_t),
    .tp_dealloc = pymv_s_view_dealloc,
    .tp_repr = pymv_s_view_repr,
    .tp_as_buffer = &view_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE |
                Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_READY,
    .tp_traverse = pymv_s_view_traverse,
    .tp_clear = pymv_s_view_clear,
    .tp_weaklistoffset = offsetof(PyMemoryViewObject, weakreflist),
    .tp_base = &PyBaseObject_Type,
    .tp_alloc = PyType_GenericAlloc,
    .tp_free = PyObject_GC_Del,
};

PyTypeObject pymv_c_ManagedBuffer_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "managedbuffer",
    .tp_basicsize = sizeof(_PyManagedBufferObject),
    .tp_dealloc = pymv_s_managed_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
                Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_READY,
    .tp_traverse = pymv_s_managed_traverse,
    .tp_clear = pymv_s_managed_clear,
    .tp_base = &PyBaseObject_Type,
    .tp_alloc = PyType_GenericAlloc,
    .tp_free = PyObject_GC_Del,
};
