"""The names that scripts may use, for scripts that run in this interpreter.

Tests/Support/script/script_functions.c defines the same for scripts that run without one.
"""

import builtins
import ctypes

DATA_SIZE = 256
ROWS = 8
MAX_NDIM = 64
ssize = ctypes.c_ssize_t


class Buffer(ctypes.Structure):
    """Py_buffer."""

    _fields_ = [
        ("buf", ctypes.c_void_p), ("obj", ctypes.c_void_p), ("len", ssize), ("itemsize", ssize),
        ("readonly", ctypes.c_int), ("ndim", ctypes.c_int), ("format", ctypes.c_char_p),
        ("shape", ctypes.POINTER(ssize)), ("strides", ctypes.POINTER(ssize)),
        ("suboffsets", ctypes.POINTER(ssize)), ("internal", ctypes.c_void_p),
    ]


class Notation:
    """The functions of scripts, through the C functions of the interpreter or of a library."""

    def __init__(self, library=None):
        api, prefix = (library, "PyMV_") if library else (ctypes.pythonapi, "PyMemoryView_")
        self.get_contiguous = api[prefix + "GetContiguous"]
        self.from_buffer = api["PyMV_FromBufferBorrowed" if library else "PyMemoryView_FromBuffer"]
        self.get_buffer = api["PyMV_GetBuffer" if library else "PyObject_GetBuffer"]
        self.release_buffer = api["PyMV_BufferRelease" if library else "PyBuffer_Release"]
        # Up to 3.13 iter() of a released view returns an iterator and sets an error. Which of them
        # the interpreter reports is random; here it is not.
        self.iterator = ctypes.pythonapi["PyObject_GetIter"]
        self.iterator.restype, self.iterator.argtypes = ctypes.py_object, [ctypes.py_object]
        self.resize_bytearray = ctypes.pythonapi["PyByteArray_Resize"]
        self.get_contiguous.restype = self.from_buffer.restype = ctypes.py_object
        self.get_contiguous.argtypes = [ctypes.py_object, ctypes.c_int, ctypes.c_char]
        self.from_buffer.argtypes = self.release_buffer.argtypes = [ctypes.POINTER(Buffer)]
        self.get_buffer.argtypes = [ctypes.py_object, ctypes.POINTER(Buffer), ctypes.c_int]
        self.resize_bytearray.argtypes = [ctypes.py_object, ssize]
        self.memory = []

    def names(self):
        """A new set of names for a case; the memory of the last case's arrays is freed."""
        self.memory.clear()
        return {
            "__builtins__": builtins, "nd": self.array, "request": self.request,
            "iter": self.iterator, "resize": self.resize, "contiguous": self.contiguous,
            "Holder": lambda exporter, flags: Holder(self, exporter, flags),
        }

    def contiguous(self, exporter, kind, order):
        return self.get_contiguous(exporter, kind, order.encode())

    def resize(self, data, size):
        self.resize_bytearray(data, size)

    def request(self, exporter, flags):
        view = Buffer()
        self.get_buffer(exporter, view, flags)
        sizes = [
            tuple(field[: view.ndim]) if field else ()
            for field in (view.shape, view.strides, view.suboffsets)
        ]
        answer = ((view.format or b"").decode(), view.itemsize, view.ndim, *sizes,
                  bool(view.readonly), view.len)
        self.release_buffer(view)
        return answer

    def array(self, format, shape, data, strides, itemsize, offset=0, indirect=0, readonly=0):
        """A view of a copy of the data, which lives as long as the case."""
        memory = ctypes.create_string_buffer(bytes(data), DATA_SIZE)
        origin = ctypes.addressof(memory)
        size = itemsize
        for extent in shape:
            size *= extent
        view = Buffer(len=size, itemsize=itemsize, readonly=readonly, ndim=len(shape))
        view.format = format.encode()
        view.shape = (ssize * MAX_NDIM)(*shape)
        view.strides = (ssize * MAX_NDIM)(*strides)
        view.buf = origin + offset
        if indirect:
            rows = (ctypes.c_void_p * ROWS)(*(origin + i * offset for i in range(ROWS)))
            view.buf = ctypes.addressof(rows)
            view.strides[0] = ctypes.sizeof(ctypes.c_void_p)
            view.suboffsets = (ssize * MAX_NDIM)(*([0] + [-1] * (len(shape) - 1)))
            self.memory.append(rows)
        self.memory += [memory, view]
        return self.from_buffer(view)


class Holder:
    """Holds a buffer of an object until it is deallocated."""

    def __init__(self, notation, exporter, flags):
        self.view = Buffer()
        self.release = notation.release_buffer
        notation.get_buffer(exporter, self.view, flags)

    def __del__(self):
        self.release(self.view)
