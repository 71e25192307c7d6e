"""DLPack's structs and its table of functions, for ctypes."""

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_int32, c_int64, c_uint8, c_uint16, c_uint32
from ctypes import c_uint64, c_void_p, py_object

CPU, CUDA = 1, 2
READ_ONLY, IS_COPIED = 1, 2
TABLE = "__dlpack_c_exchange_api__"


class Version(ctypes.Structure):
    _fields_ = [("major", c_uint32), ("minor", c_uint32)]


class Device(ctypes.Structure):
    _fields_ = [("type", c_int32), ("id", c_int32)]


class DataType(ctypes.Structure):
    _fields_ = [("code", c_uint8), ("bits", c_uint8), ("lanes", c_uint16)]


class Array(ctypes.Structure):
    _fields_ = [
        ("data", c_void_p), ("device", Device), ("ndim", c_int32), ("dtype", DataType),
        ("shape", POINTER(c_int64)), ("strides", POINTER(c_int64)), ("byte_offset", c_uint64),
    ]


class Tensor(ctypes.Structure):
    """A tensor of DLPack 1.x."""

    _fields_ = [
        ("version", Version), ("manager_ctx", c_void_p), ("deleter", c_void_p),
        ("flags", c_uint64), ("array", Array),
    ]


class Unversioned(ctypes.Structure):
    """A tensor before version 1."""

    _fields_ = [("array", Array), ("manager_ctx", c_void_p), ("deleter", c_void_p)]


SetError = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_char_p)


class Table(ctypes.Structure):
    """The functions for a type. PYFUNCTYPE keeps the GIL and raises the exception that is set."""

    _fields_ = [
        ("version", Version), ("previous", c_void_p),
        ("allocate", ctypes.CFUNCTYPE(
            c_int, POINTER(Array), POINTER(POINTER(Tensor)), c_void_p, SetError)),
        ("from_object", ctypes.PYFUNCTYPE(c_int, py_object, POINTER(POINTER(Tensor)))),
        ("to_object", ctypes.PYFUNCTYPE(c_int, POINTER(Tensor), POINTER(py_object))),
        ("describe", ctypes.PYFUNCTYPE(c_int, py_object, POINTER(Array))),
        ("stream", ctypes.PYFUNCTYPE(c_int, c_int32, c_int32, POINTER(c_void_p))),
    ]


get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype, get_pointer.argtypes = c_void_p, [py_object, c_char_p]
set_name = ctypes.pythonapi.PyCapsule_SetName
set_name.argtypes = [py_object, c_char_p]
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = py_object, [c_void_p, c_char_p, c_void_p]


def table_of(kind):
    """The table of a type."""
    return Table.from_address(get_pointer(getattr(kind, TABLE), b"dlpack_exchange_api"))


def take(capsule):
    """Take the tensor out of a capsule, as a consumer does."""
    name = b"dltensor_versioned" if b"versioned" in repr(capsule).encode() else b"dltensor"
    kind = Tensor if name == b"dltensor_versioned" else Unversioned
    tensor = kind.from_address(get_pointer(capsule, name))
    set_name(capsule, USED[kind])
    return tensor


USED = {Tensor: b"used_dltensor_versioned", Unversioned: b"used_dltensor"}


def delete(tensor, function=ctypes.PYFUNCTYPE(None, c_void_p)):
    """Call the deleter of a tensor, with the GIL."""
    function(tensor.deleter)(ctypes.addressof(tensor))


def delete_without_lock(tensor):
    delete(tensor, ctypes.CFUNCTYPE(None, c_void_p))
