"""The library's own functions, called through ctypes: views of memory, and buffer requests."""

import ctypes
import os

import pymemoryview

PATH = os.path.join(os.path.dirname(os.path.abspath(pymemoryview.__file__)), pymemoryview._library())
OMITTED = -(2**63)  # PTRDIFF_MIN

# The values of PyBUF_*, in the order of the report.
REQUESTS = [("SIMPLE", 0), ("WRITABLE", 0x1), ("FORMAT", 0x4), ("ND", 0x8), ("STRIDES", 0x18),
            ("C_CONTIGUOUS", 0x38), ("F_CONTIGUOUS", 0x58), ("ANY_CONTIGUOUS", 0x98), ("INDIRECT", 0x118),
            ("CONTIG", 0x9), ("CONTIG_RO", 0x8), ("STRIDED", 0x19), ("STRIDED_RO", 0x18),
            ("RECORDS", 0x1D), ("RECORDS_RO", 0x1C), ("FULL", 0x11D), ("FULL_RO", 0x11C)]

_library = ctypes.PyDLL(PATH)
_object, _size, _int, _pointer = ctypes.py_object, ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p
DestroyFunc = ctypes.PYFUNCTYPE(None, _pointer, _pointer)


def _function(name, result, *arguments):
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function


class Buffer(ctypes.Structure):
    """Py_buffer."""

    _fields_ = [("buf", _pointer), ("obj", _pointer), ("len", _size), ("itemsize", _size), ("readonly", _int),
                ("ndim", _int), ("format", ctypes.c_char_p), ("shape", ctypes.POINTER(_size)),
                ("strides", ctypes.POINTER(_size)), ("suboffsets", ctypes.POINTER(_size)),
                ("internal", _pointer)]


_from_array = _function("PyMV_FromArray", _object, _pointer, ctypes.c_char_p, _size, _int, _pointer, _pointer,
                        _pointer, _int, DestroyFunc, _pointer)
_item_pointer = _function("PyMV_ItemPointer", _pointer, _object, _pointer, _int)
_get_buffer = _function("PyObject_GetBuffer", _int, _object, _pointer, _int)
_release_buffer = _function("PyBuffer_Release", None, _pointer)
_size_from_format = _function("PyBuffer_SizeFromFormat", _size, ctypes.c_char_p)
_get_contiguous = _function("PyMemoryView_GetContiguous", _object, _object, _int, ctypes.c_char)
index = _function("PyMV_Index", _object, _object, _int, _size)
cut = _function("PyMV_Slice", _object, _object, _int, _size, _size, _size)
_transpose = _function("PyMV_Transpose", _object, _object, _pointer)
_reshape = _function("PyMV_Reshape", _object, _object, _int, _pointer, _int)
as_bytes = _function("PyMV_AsBytes", _object, _object)
_copy = _function("PyMV_Copy", _object, _object, _int)


def _numbers(values):
    return (_size * max(len(values), 1))(*values)


def view_of(address, array, destroy):
    """A read-only view of an array in memory. destroy: a DestroyFunc, called after the last view."""
    return _from_array(address + array.offset, array.format.encode(), array.itemsize, len(array.shape),
                       _numbers(array.shape), _numbers(array.strides), None, 1, destroy, None)


def item_address(view, indices):
    return _item_pointer(view, _numbers(indices), 0) or 0


def item_bytes(view, indices):
    return ctypes.string_at(item_address(view, indices), view.itemsize)


def size_of_format(text):
    return _size_from_format(text.encode())


def transpose(view):
    return _transpose(view, None)


def reshape(view, shape, order):
    return _reshape(view, len(shape), _numbers(shape), ord(order))


def copy(view, order):
    return _copy(view, ord(order))


def contiguous(view, order):
    return _get_contiguous(view, 0x100, order.encode())


def _listed(array, count):
    return tuple(array[:count]) if array else None


def request(view, flags):
    """The fields that a request fills, as a dict; None where NULL."""
    buffer = Buffer()
    _get_buffer(view, ctypes.byref(buffer), flags)
    fields = {"ndim": buffer.ndim, "format": buffer.format and buffer.format.decode(),
              "shape": _listed(buffer.shape, buffer.ndim), "strides": _listed(buffer.strides, buffer.ndim),
              "suboffsets": _listed(buffer.suboffsets, buffer.ndim)}
    _release_buffer(ctypes.byref(buffer))
    return fields
