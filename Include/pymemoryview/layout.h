/* Compile-time assertions: sizes, offsets and values are CPython's.
 *
 * They are checked wherever PyMemoryView.h is included, and in the tests against the real Python.h.
 * The numbers are those of CPython 3.8 and later on 64-bit machines. In free-threaded builds, all
 * fields behind the header of an object are 16 bytes later.
 */
#ifndef PYMEMORYVIEW_LAYOUT_H
#define PYMEMORYVIEW_LAYOUT_H

#include <stddef.h>

#ifdef __cplusplus
#define PYMV_ASSERT(condition) static_assert(condition, #condition)
#else
#define PYMV_ASSERT(condition) _Static_assert(condition, #condition)
#endif
#define PYMV_OFFSET(type, field, offset) PYMV_ASSERT(offsetof(type, field) == (offset))

/* Sizes and offsets in structs that start with the header of an object. */
#ifdef Py_GIL_DISABLED
#define PYMV_HEADER_GROWTH 16
#else
#define PYMV_HEADER_GROWTH 0
#endif
#define PYMV_OBJECT_SIZE(type, size) PYMV_ASSERT(sizeof(type) == (size) + PYMV_HEADER_GROWTH)
#define PYMV_OBJECT_OFFSET(type, field, offset) \
  PYMV_OFFSET(type, field, (offset) + PYMV_HEADER_GROWTH)

PYMV_ASSERT(sizeof(Py_ssize_t) == 8);
PYMV_ASSERT(sizeof(Py_hash_t) == 8);

PYMV_OBJECT_SIZE(PyObject, 16);
#ifndef Py_GIL_DISABLED
PYMV_OFFSET(PyObject, ob_refcnt, 0);
#endif
PYMV_OBJECT_OFFSET(PyObject, ob_type, 8);
PYMV_OBJECT_SIZE(PyVarObject, 24);
PYMV_OBJECT_OFFSET(PyVarObject, ob_size, 16);

PYMV_ASSERT(sizeof(Py_buffer) == 80);
PYMV_OFFSET(Py_buffer, buf, 0);
PYMV_OFFSET(Py_buffer, obj, 8);
PYMV_OFFSET(Py_buffer, len, 16);
PYMV_OFFSET(Py_buffer, itemsize, 24);
PYMV_OFFSET(Py_buffer, readonly, 32);
PYMV_OFFSET(Py_buffer, ndim, 36);
PYMV_OFFSET(Py_buffer, format, 40);
PYMV_OFFSET(Py_buffer, shape, 48);
PYMV_OFFSET(Py_buffer, strides, 56);
PYMV_OFFSET(Py_buffer, suboffsets, 64);
PYMV_OFFSET(Py_buffer, internal, 72);

PYMV_ASSERT(sizeof(PyBufferProcs) == 16);
PYMV_OFFSET(PyBufferProcs, bf_getbuffer, 0);
PYMV_OFFSET(PyBufferProcs, bf_releasebuffer, 8);

PYMV_OBJECT_SIZE(_PyManagedBufferObject, 112);
PYMV_OBJECT_OFFSET(_PyManagedBufferObject, flags, 16);
PYMV_OBJECT_OFFSET(_PyManagedBufferObject, exports, 24);
PYMV_OBJECT_OFFSET(_PyManagedBufferObject, master, 32);

PYMV_OBJECT_SIZE(PyMemoryViewObject, 152);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, mbuf, 24);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, hash, 32);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, flags, 40);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, exports, 48);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, view, 56);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, weakreflist, 136);
PYMV_OBJECT_OFFSET(PyMemoryViewObject, ob_array, 144);

PYMV_ASSERT(sizeof(PyMethodDef) == 32);
PYMV_OFFSET(PyMethodDef, ml_meth, 8);
PYMV_OFFSET(PyMethodDef, ml_flags, 16);
PYMV_OFFSET(PyMethodDef, ml_doc, 24);
PYMV_ASSERT(sizeof(PyGetSetDef) == 40);
PYMV_OFFSET(PyGetSetDef, get, 8);
PYMV_OFFSET(PyGetSetDef, set, 16);
PYMV_OFFSET(PyGetSetDef, doc, 24);
PYMV_OFFSET(PyGetSetDef, closure, 32);
PYMV_ASSERT(sizeof(PySequenceMethods) == 80);
PYMV_OFFSET(PySequenceMethods, sq_item, 24);
PYMV_OFFSET(PySequenceMethods, sq_ass_item, 40);
PYMV_OFFSET(PySequenceMethods, sq_contains, 56);
PYMV_ASSERT(sizeof(PyMappingMethods) == 24);
PYMV_OFFSET(PyMappingMethods, mp_subscript, 8);
PYMV_OFFSET(PyMappingMethods, mp_ass_subscript, 16);
PYMV_ASSERT(sizeof(PyNumberMethods) == 288);
PYMV_OFFSET(PyNumberMethods, nb_bool, 72);
PYMV_OFFSET(PyNumberMethods, nb_index, 264);

PYMV_OBJECT_OFFSET(PyTypeObject, tp_name, 24);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_basicsize, 32);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_itemsize, 40);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_dealloc, 48);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_vectorcall_offset, 56);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_getattr, 64);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_as_async, 80);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_repr, 88);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_as_number, 96);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_as_sequence, 104);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_as_mapping, 112);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_hash, 120);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_call, 128);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_str, 136);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_getattro, 144);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_as_buffer, 160);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_flags, 168);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_doc, 176);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_traverse, 184);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_clear, 192);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_richcompare, 200);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_weaklistoffset, 208);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_iter, 216);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_iternext, 224);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_methods, 232);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_members, 240);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_getset, 248);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_base, 256);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_dict, 264);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_init, 296);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_alloc, 304);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_new, 312);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_free, 320);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_version_tag, 384);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_finalize, 392);
PYMV_OBJECT_OFFSET(PyTypeObject, tp_vectorcall, 400);

PYMV_ASSERT(PyBUF_MAX_NDIM == 64);
PYMV_ASSERT(PyBUF_SIMPLE == 0);
PYMV_ASSERT(PyBUF_WRITABLE == 1);
PYMV_ASSERT(PyBUF_FORMAT == 4);
PYMV_ASSERT(PyBUF_ND == 8);
PYMV_ASSERT(PyBUF_STRIDES == 0x18);
PYMV_ASSERT(PyBUF_C_CONTIGUOUS == 0x38);
PYMV_ASSERT(PyBUF_F_CONTIGUOUS == 0x58);
PYMV_ASSERT(PyBUF_ANY_CONTIGUOUS == 0x98);
PYMV_ASSERT(PyBUF_INDIRECT == 0x118);
PYMV_ASSERT(PyBUF_CONTIG == 9);
PYMV_ASSERT(PyBUF_CONTIG_RO == 8);
PYMV_ASSERT(PyBUF_STRIDED == 0x19);
PYMV_ASSERT(PyBUF_STRIDED_RO == 0x18);
PYMV_ASSERT(PyBUF_RECORDS == 0x1d);
PYMV_ASSERT(PyBUF_RECORDS_RO == 0x1c);
PYMV_ASSERT(PyBUF_FULL == 0x11d);
PYMV_ASSERT(PyBUF_FULL_RO == 0x11c);
PYMV_ASSERT(PyBUF_READ == 0x100);
PYMV_ASSERT(PyBUF_WRITE == 0x200);

PYMV_ASSERT(METH_VARARGS == 0x0001);
PYMV_ASSERT(METH_KEYWORDS == 0x0002);
PYMV_ASSERT(METH_NOARGS == 0x0004);
PYMV_ASSERT(METH_O == 0x0008);
PYMV_ASSERT(METH_FASTCALL == 0x0080);
PYMV_ASSERT(Py_TPFLAGS_BASETYPE == 1UL << 10);
PYMV_ASSERT(Py_TPFLAGS_HAVE_GC == 1UL << 14);
PYMV_ASSERT(Py_TPFLAGS_BASE_EXC_SUBCLASS == 1UL << 30);

#endif /* PYMEMORYVIEW_LAYOUT_H */
