"""The names that scripts may use, for scripts that run in this interpreter.

Tests/Support/script/script_functions.c defines the same for scripts that run without one.
"""

import builtins
import ctypes
import itertools
import math
import struct

import _testbuffer

DATA_SIZE = 256
ROWS = 8
MAX_NDIM = 64
FULL_RO = 0x11C
ssize = ctypes.c_ssize_t
POINTER = ctypes.c_void_p


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
            "__builtins__": builtins, "nd": self.array, "pil": pil, "request": self.request,
            "iter": self.iterator, "resize": self.resize, "contiguous": self.contiguous,
            "places": self.places, "rows": rows, "backwards": backwards,
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

    def places(self, view, origin):
        """Offset of each item of a view from another view's first item, in C order."""
        if not isinstance(view, memoryview) or not isinstance(origin, memoryview):
            raise TypeError("not a view")
        found, first = self.addresses(view), self.addresses(origin)
        return [address - first[0] for address in found]

    def addresses(self, view):
        """The address of each item in C order, by the definition of strides and suboffsets."""
        buffer = Buffer()
        self.get_buffer(view, buffer, FULL_RO)
        shape, found = buffer.shape[: buffer.ndim] if buffer.ndim else [], []
        for indices in itertools.product(*map(range, shape)):
            address = buffer.buf
            for axis, index in enumerate(indices):
                address += index * buffer.strides[axis]
                if buffer.suboffsets and buffer.suboffsets[axis] >= 0:
                    address = POINTER.from_address(address).value + buffer.suboffsets[axis]
            found.append(address)
        self.release_buffer(buffer)
        return found

    def array(self, format, shape, data, strides, itemsize, offset=0, indirect=0, readonly=0,
              pointers=0, suboffset=0):
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
        if pointers:
            followed = [bool(pointers >> axis & 1) for axis in range(len(shape))]
            view.buf = self.tables(shape, strides, followed, suboffset, origin + offset)
            view.suboffsets = (ssize * MAX_NDIM)(*(suboffset if f else -1 for f in followed))
            view.strides = (ssize * MAX_NDIM)(*strides_with_pointers(shape, strides, followed))
        self.memory += [memory, view]
        return self.from_buffer(view)


    def tables(self, shape, strides, followed, suboffset, items):
        """Make the tables of pointers of these axes, whose items start at an address. Returns the
        address at which the axes start."""
        if not any(followed):
            return items
        count = followed.index(True) + 1
        table = (POINTER * math.prod(shape[:count]))()
        self.memory.append(table)
        for number, indices in enumerate(itertools.product(*map(range, shape[:count]))):
            place = items + sum(index * stride for index, stride in zip(indices, strides))
            table[number] = self.tables(
                shape[count:], strides[count:], followed[count:], suboffset, place) - suboffset
        return ctypes.addressof(table)


def pil(format, shape, data):
    """The exporter in CPython's tests, with C-contiguous items and pointers on axis 0."""
    items = [values[0] for values in struct.iter_unpack(format, data)]
    flags = _testbuffer.ND_PIL | _testbuffer.ND_WRITABLE
    return _testbuffer.ndarray(items, shape=shape, format=format, flags=flags)


def strides_with_pointers(shape, strides, followed):
    """Strides with tables of pointers: axes after the last indirect one keep theirs."""
    strides, stride = list(strides), 0
    for axis in reversed(range(len(shape))):
        stride = ctypes.sizeof(POINTER) if followed[axis] else stride
        if stride:
            strides[axis] = stride
            stride *= max(1, shape[axis])
    return strides


def listed(row):
    return row.tolist() if isinstance(row, memoryview) else row


def rows(iterable):
    """A list of the elements of an iterable, views as lists."""
    return [listed(row) for row in list(iterable)]


def backwards(view):
    return [listed(row) for row in reversed(view)]


class Holder:
    """Holds a buffer of an object until it is deallocated."""

    def __init__(self, notation, exporter, flags):
        self.view = Buffer()
        self.release = notation.release_buffer
        notation.get_buffer(exporter, self.view, flags)

    def __del__(self):
        self.release(self.view)
