"""Run the benchmarks that NumPy can express, and write Google Benchmark's JSON.

usage: measure_numpy.py CASES RESULTS

CASES is a file of names operation/layout/item/bytes; those that NumPy has no operation for are
omitted from RESULTS.
"""

import sys

import numpy

from layouts import Steps, read_layout
from timing import run

KINDS = {"B": "u1", "b": "i1", "h": "i2", "i": "i4", "q": "i8", "f": "f4", "d": "f8", "?": "?",
         "<i": "<i4", "<d": "<f8", ">d": ">f8", ">h": ">i2", ">i": ">i4"}
INTEGERS = {1: "u1", 2: "u2", 4: "u4", 8: "u8", 16: "c16"}
UNALIGNED = 12


class Arena:
    """Memory that grows; its pages are mapped in advance."""

    def __init__(self):
        self.bytes = numpy.ones(1 << 20, "u1")

    def items(self, count, dtype, start=0):
        size = count * dtype.itemsize
        if start + size > self.bytes.size:
            self.bytes = numpy.ones(start + size, "u1")
        return self.bytes[start : start + size].view(dtype)


FROM, TO = Arena(), Arena()


def dtype_of(item):
    if item.isdigit():
        return numpy.dtype(INTEGERS.get(int(item), f"V{item}"))
    return numpy.dtype(KINDS[item])


def array(arena, name, dtype):
    """The array that a layout's name describes."""
    layout = read_layout(name)
    if isinstance(layout, Steps):
        count, step = layout
        if step == 0:
            return numpy.broadcast_to(arena.items(1, dtype), count)
        return arena.items(count * abs(step), dtype)[::step]
    *outer, row = layout.extents
    room = [*outer, row + layout.padding // dtype.itemsize]
    items = arena.items(int(numpy.prod(room)), dtype).reshape(room)[..., :row]
    turned = [slice(None)] * len(room)
    for place in layout.reversed:
        turned[place] = slice(None, None, -1)
    return items.transpose(layout.axes)[tuple(turned)]


def to_contiguous(layout, item, start=0):
    strided = array(FROM, layout, dtype_of(item))
    result = TO.items(strided.size, strided.dtype, start).reshape(strided.shape)
    return lambda: numpy.copyto(result, strided)


def from_contiguous(layout, item):
    strided = array(TO, layout, dtype_of(item))
    items = FROM.items(strided.size, strided.dtype).reshape(strided.shape)
    return lambda: numpy.copyto(strided, items)


def assign(layout, item):
    count, step = read_layout(layout)
    whole = TO.items(count * abs(step), dtype_of(item))
    items = FROM.items(count, whole.dtype)

    def operation():
        whole[::step] = items

    return operation


def equal(layout, item):
    strided = array(FROM, layout, dtype_of(item))
    other = TO.items(strided.size, strided.dtype).reshape(strided.shape)
    return lambda: numpy.array_equal(strided, other)


def equal_formats(layout, item):
    first, second = item.split(",")
    a = numpy.zeros(int(layout.split(".")[0]), dtype_of(first))
    b = numpy.zeros(a.size, dtype_of(second))
    return lambda: numpy.array_equal(a, b)


def method(name):
    def prepare(layout, item):
        return getattr(array(FROM, layout, dtype_of(item)), name)

    return prepare


OPERATIONS = {
    "to-contiguous": to_contiguous, "copy-data": to_contiguous,
    "to-unaligned": lambda layout, item: to_contiguous(layout, item, UNALIGNED),
    "from-contiguous": from_contiguous, "assign": assign,
    "equal": equal, "equal-formats": equal_formats,
    "tobytes": method("tobytes"), "tolist": method("tolist"),
}

run(sys.argv[1], sys.argv[2], OPERATIONS, {"numpy": numpy.__version__})
