"""The format functions of the library, called with ctypes."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_ssize_t, c_void_p

from reference import Field, notation


class PyMV_Field(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("name", c_char_p), ("type", c_char_p),
        ("shape", POINTER(c_ssize_t)), ("offset", c_ssize_t), ("itemsize", c_ssize_t),
        ("count", c_ssize_t), ("size", c_ssize_t), ("ndim", c_int), ("depth", c_int),
        ("byteorder", c_int),
    ]


class Library:
    """libPyMemoryView.so inside this interpreter."""

    def __init__(self, path):
        self.library = ctypes.PyDLL(path)
        self.parse = self.function("FormatParse", c_void_p, c_char_p, POINTER(c_ssize_t))
        self.size = self.function("FormatSize", c_ssize_t, c_void_p)
        self.alignment = self.function("FormatAlignment", c_ssize_t, c_void_p)
        self.count = self.function("FormatFieldCount", c_ssize_t, c_void_p)
        self.field = self.function("FormatField", c_int, c_void_p, c_ssize_t, POINTER(PyMV_Field))
        self.free = self.function("FormatFree", None, c_void_p)
        self.write = self.function(
            "FormatWrite", c_ssize_t, POINTER(PyMV_Field), c_ssize_t, c_ssize_t, c_char_p, c_ssize_t
        )
        self.from_array = self.function(
            "FromArray", ctypes.py_object, c_void_p, c_char_p, c_ssize_t, c_int, POINTER(c_ssize_t),
            c_void_p, c_void_p, c_int, c_void_p, c_void_p,
        )

    def function(self, name, result, *parameters):
        function = getattr(self.library, f"PyMV_{name}")
        function.restype, function.argtypes = result, parameters
        return function

    def read(self, text):
        """Size, alignment and fields of a text in the notation of the vectors, and the text that is
        written from these fields; or "error" and its position."""
        position = c_ssize_t(-1)
        try:
            format = self.parse(text, byref(position))
        except ValueError:
            return ["error", str(position.value)], None
        fields = [PyMV_Field(struct_size=ctypes.sizeof(PyMV_Field)) for _ in range(self.count(format))]
        for i, field in enumerate(fields):
            self.field(format, i, byref(field))
        size = self.size(format)
        columns = [str(size), str(self.alignment(format)), notation(map(described, fields))]
        written = self.written(fields, size)
        self.free(format)
        return columns, written

    def written(self, fields, size):
        array = (PyMV_Field * len(fields))(*fields)
        room = self.write(array, len(fields), size, None, 0) + 1
        text = ctypes.create_string_buffer(room)
        self.write(array, len(fields), size, text, room)
        return text.value

    def view(self, memory, text, itemsize, count):
        """A view of items in a ctypes buffer, which must outlive it."""
        address, shape = ctypes.addressof(memory), (c_ssize_t * 1)(count)
        return self.from_array(address, text, itemsize, 1, shape, None, None, 0, None, None)


def described(field):
    return Field(
        type=field.type.decode(), byteorder=chr(field.byteorder), itemsize=field.itemsize,
        shape=tuple(field.shape[: field.ndim]) if field.ndim else (), count=field.count,
        name=field.name, offset=field.offset, depth=field.depth,
    )
