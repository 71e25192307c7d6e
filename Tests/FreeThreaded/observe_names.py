"""What the buffer functions of the C API do in this process, by their names as extension modules see
them. check_aside.py starts it.

usage: observe_names.py LIBRARY

LIBRARY cannot serve this interpreter: importing it must be refused. Prints one observation a line.
"""

import ctypes
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Conformance"))

from take_over import load

READ, WRITE, FULL_RO, FULL = 0x100, 0x200, 0x11C, 0x11D
api = ctypes.pythonapi
Object, Size, Buffer = ctypes.py_object, ctypes.c_ssize_t, ctypes.c_byte * 80
Sizes = Size * 2


def function(name, result, *parameters):
    return ctypes.PYFUNCTYPE(result, *parameters)((name, api))


def outcome(call, *arguments):
    """The result of a call, or its exception."""
    try:
        return call(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def observe_views():
    from_object = function("PyMemoryView_FromObject", Object, Object)
    from_memory = function("PyMemoryView_FromMemory", Object, ctypes.c_char_p, Size, ctypes.c_int)
    from_buffer = function("PyMemoryView_FromBuffer", Object, Buffer)
    contiguous = function("PyMemoryView_GetContiguous", Object, Object, ctypes.c_int, ctypes.c_char)
    get = function("PyObject_GetBuffer", ctypes.c_int, Object, Buffer, ctypes.c_int)
    release = function("PyBuffer_Release", None, Buffer)
    view = from_object(bytearray(b"from an object"))
    yield "FromObject", type(view) is memoryview, bytes(view)
    yield "FromObject", outcome(from_object, 5)
    yield "FromMemory", bytes(from_memory(b"memory", 6, READ))
    yield "GetContiguous", bytes(contiguous(view[::2], READ, b"C"))
    yield "GetContiguous", outcome(contiguous, view[::2], WRITE, b"C")
    buffer = Buffer()
    # Twice, because a wrong count shows at the second release.
    for exporter in [view, view, b"bytes", bytearray(9)]:
        yield "GetBuffer", get(exporter, buffer, FULL_RO), bytes(from_buffer(buffer))
        release(buffer)
    yield "GetBuffer", outcome(get, {}, buffer, FULL_RO), outcome(get, b"", buffer, 1)
    view.release()
    yield "GetBuffer", outcome(get, view, buffer, FULL_RO)


def observe_copies():
    get = function("PyObject_GetBuffer", ctypes.c_int, Object, Buffer, ctypes.c_int)
    release = function("PyBuffer_Release", None, Buffer)
    fill = function("PyBuffer_FillInfo", ctypes.c_int, Buffer, Object, ctypes.c_char_p, Size,
                    ctypes.c_int, ctypes.c_int)
    copy = function("PyObject_CopyData", ctypes.c_int, Object, Object)
    unpack = function("PyBuffer_FromContiguous", ctypes.c_int, Buffer, ctypes.c_char_p, Size,
                      ctypes.c_char)
    pack = function("PyBuffer_ToContiguous", ctypes.c_int, ctypes.c_char_p, Buffer, Size,
                    ctypes.c_char)
    target = bytearray(6)
    yield "CopyData", outcome(copy, target, b"copied"), bytes(target), outcome(copy, b"", b"x")
    buffer = Buffer()
    with memoryview(target)[::2] as view:
        get(view, buffer, FULL_RO)
        packed = ctypes.create_string_buffer(3)
        yield "ToContiguous", outcome(pack, packed, buffer, 3, b"C"), packed.raw
        yield "ToContiguous", outcome(pack, packed, buffer, 2, b"C")
        yield "FromContiguous", outcome(unpack, buffer, b"xyz", 3, b"C"), bytes(target)
        release(buffer)
    owner = bytearray(b"owner")
    before = sys.getrefcount(owner)
    yield "FillInfo", fill(buffer, owner, b"12345", 5, 1, FULL_RO), sys.getrefcount(owner) - before
    release(buffer)
    yield "Release", sys.getrefcount(owner) - before
    yield "FillInfo", outcome(fill, buffer, owner, b"12345", 5, 1, FULL)


def observe_layouts():
    check = function("PyObject_CheckBuffer", ctypes.c_int, Object)
    size_of = function("PyBuffer_SizeFromFormat", Size, ctypes.c_char_p)
    get = function("PyObject_GetBuffer", ctypes.c_int, Object, Buffer, ctypes.c_int)
    release = function("PyBuffer_Release", None, Buffer)
    is_contiguous = function("PyBuffer_IsContiguous", ctypes.c_int, Buffer, ctypes.c_char)
    pointer = function("PyBuffer_GetPointer", ctypes.c_void_p, Buffer, Sizes)
    fill_strides = function("PyBuffer_FillContiguousStrides", None, ctypes.c_int, Sizes, Sizes,
                            ctypes.c_int, ctypes.c_char)
    yield "CheckBuffer", check(b""), check(memoryview(b"")), check(1), check(bytearray)
    # This library knows more formats.
    for format in [b"<3sI", b"@bq", b"T{<i:a:}", b"Zd", b"?x?"]:
        yield "SizeFromFormat", outcome(size_of, format)
    buffer = Buffer()
    table = memoryview(bytes(24)).cast("h", [3, 4])
    get(table, buffer, FULL_RO)
    start = ctypes.c_void_p.from_buffer(buffer).value
    yield "IsContiguous", [is_contiguous(buffer, order) for order in (b"C", b"F", b"A", b"x")]
    yield "GetPointer", pointer(buffer, Sizes(2, 1)) - start
    # CPython calls no buffer with suboffsets contiguous, even if it follows no pointers.
    suboffsets = Sizes(-1, -1)
    ctypes.c_void_p.from_buffer(buffer, 64).value = ctypes.addressof(suboffsets)
    yield "IsContiguous", is_contiguous(buffer, b"C")
    ctypes.c_void_p.from_buffer(buffer, 64).value = None
    release(buffer)
    strides = Sizes()
    fill_strides(2, Sizes(3, 4), strides, 2, b"F")
    yield "FillContiguousStrides", list(strides)


def observe_type():
    address = ctypes.addressof(ctypes.c_char.in_dll(api, "PyMemoryView_Type"))
    yield "PyMemoryView_Type", address == id(memoryview)
    yield "names", sorted(vars(memoryview))


def main(library):
    for observe in observe_type, observe_views, observe_copies, observe_layouts:
        for observation in observe():
            print(*observation)
    print("import:", outcome(load, library))


main(sys.argv[1])
