/* After Python.h: map the standard names to this library's functions.
 *
 * Source code written for Python.h needs no change. PyMemoryView_FromBuffer has the contract of
 * memoryview.h: the memoryview owns the buffer. PyMemoryView_Type, Py_buffer and the PyBUF_ values
 * stay the interpreter's.
 *
 * No name reads a field of an object, so an extension for abi3 or abi3t (Py_LIMITED_API,
 * Py_TARGET_ABI3T) may use them all. Py_buffer is part of the limited API from 3.11 on; before, the
 * names with a Py_buffer cannot be used (prefixed.h).
 */
#ifndef PYMEMORYVIEW_NAMES_H
#define PYMEMORYVIEW_NAMES_H

#ifndef Py_PYTHON_H
#error "names.h is for extension modules: include Python.h first"
#endif
#ifdef PYPY_VERSION
#error "PyMemoryView works in CPython, not in PyPy"
#endif
#if PY_VERSION_HEX < 0x03090000
#error "PyMemoryView works in CPython 3.9 and later"
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 < 0x03090000
#error "PyMemoryView works in CPython 3.9 and later: define Py_LIMITED_API as 0x03090000 or later"
#endif

#include "prefixed.h"

/* In CPython these are macros, some of which accept any pointer type. */
#undef PyMemoryView_Check
#undef PyMemoryView_GET_BUFFER
#undef PyMemoryView_GET_BASE
#define PyMemoryView_Check(op) PyMV_Check((PyObject *)(op))
#define PyMemoryView_GET_BUFFER(op) PyMV_GET_BUFFER((PyObject *)(op))
#define PyMemoryView_GET_BASE(op) PyMV_GET_BASE((PyObject *)(op))

#define PyMemoryView_FromObject PyMV_FromObject
#define PyMemoryView_FromMemory PyMV_FromMemory
#define PyMemoryView_FromBuffer PyMV_FromBuffer
#define PyMemoryView_GetContiguous PyMV_GetContiguous

#undef PyObject_CheckBuffer
#define PyObject_CheckBuffer PyMV_CheckBuffer
#define PyObject_GetBuffer PyMV_GetBuffer
#define PyObject_CopyData PyMV_CopyData
#define PyBuffer_Release PyMV_BufferRelease
#define PyBuffer_FillInfo PyMV_BufferFillInfo
#define PyBuffer_IsContiguous PyMV_BufferIsContiguous
#define PyBuffer_GetPointer PyMV_BufferGetPointer
#define PyBuffer_SizeFromFormat PyMV_BufferSizeFromFormat
#define PyBuffer_ToContiguous PyMV_BufferToContiguous
#define PyBuffer_FromContiguous PyMV_BufferFromContiguous
#define PyBuffer_FillContiguousStrides PyMV_BufferFillContiguousStrides

#endif /* PYMEMORYVIEW_NAMES_H */
