#include "MemoryViewTables.h"

#include <stddef.h>

/* The types are completely initialized statically, so that no PyType_Ready call is needed. */

static PySequenceMethods view_as_sequence = {
    .sq_length = pymv_s_view_length,
    .sq_item = pymv_s_view_item,
    .sq_contains = pymv_s_view_contains,
    PYMV_SEARCH_SLOTS(pymv_s_view_search),
};

static PyMappingMethods view_as_mapping = {
    .mp_length = pymv_s_view_length,
    .mp_subscript = pymv_s_view_subscript,
    .mp_ass_subscript = pymv_s_view_ass_subscript,
};

static PyBufferProcs view_as_buffer = {
    .bf_getbuffer = pymv_s_view_getbuffer,
    .bf_releasebuffer = pymv_s_view_releasebuffer,
};

/* PyMemoryView_Type, with room for the type struct of any host. If a process loads this library
 * ahead of libpython, this symbol interposes libpython's, and the host's type is copied here. */
union {
  PyTypeObject type;
  char room[1024];
} pymv_c_memoryview_storage __asm__("PyMemoryView_Type") = {
    .type =
        {
            .ob_base = {PyObject_HEAD_INIT(&PyType_Type) 0},
            .tp_name = "memoryview",
            .tp_basicsize = offsetof(PyMemoryViewObject, ob_array),
            .tp_itemsize = sizeof(Py_ssize_t),
            .tp_dealloc = pymv_s_view_dealloc,
            .tp_repr = pymv_s_view_repr,
            .tp_as_sequence = &view_as_sequence,
            .tp_as_mapping = &view_as_mapping,
            .tp_hash = pymv_s_view_hash,
            .tp_getattro = PyObject_GenericGetAttr,
            .tp_as_buffer = &view_as_buffer,
            .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE |
                        Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_READY,
            .tp_traverse = pymv_s_view_traverse,
            .tp_clear = pymv_s_view_clear,
            .tp_richcompare = pymv_s_view_richcompare,
            .tp_weaklistoffset = offsetof(PyMemoryViewObject, weakreflist),
            .tp_iter = pymv_s_view_iter,
            .tp_methods = pymv_c_view_methods,
            .tp_getset = pymv_c_view_getset,
            .tp_base = &PyBaseObject_Type,
            .tp_alloc = PyType_GenericAlloc,
            .tp_free = PyObject_GC_Del,
            .tp_vectorcall = pymv_s_view_vectorcall,
        },
};

PyTypeObject pymv_c_ManagedBuffer_Type = {
    .ob_base = {PyObject_HEAD_INIT(&PyType_Type) 0},
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

PyTypeObject pymv_c_MemoryIterator_Type = {
    .ob_base = {PyObject_HEAD_INIT(&PyType_Type) 0},
    .tp_name = "memory_iterator",
    .tp_basicsize = sizeof(pymv_memory_iterator),
    .tp_dealloc = pymv_s_iterator_dealloc,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
                Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_READY,
    .tp_traverse = pymv_s_iterator_traverse,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = pymv_s_iterator_next,
    .tp_base = &PyBaseObject_Type,
    .tp_alloc = PyType_GenericAlloc,
    .tp_free = PyObject_GC_Del,
};
