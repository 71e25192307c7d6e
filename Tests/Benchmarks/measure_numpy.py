"""Run the benchmarks that NumPy can express, and write Google Benchmark's JSON.

usage: measure_numpy.py CASES RESULTS

CASES is a file of names operation/layout/item/bytes; those that NumPy has no operation for are
omitted from RESULTS.
"""

import json
import re
import sys
import time

import numpy

LEAST_SECONDS = 0.005
SMALL, REPETITIONS = 1 << 20, 3
KINDS = {"B": "u1", "b": "i1", "h": "i2", "i": "i4", "q": "i8", "f": "f4", "d": "f8", "?": "?",
         "<i": "<i4", "<d": "<f8", ">d": ">f8", ">h": ">i2", ">i": ">i4"}
INTEGERS = {1: "u1", 2: "u2", 4: "u4", 8: "u8", 16: "c16"}


class Arena:
    """Memory that grows; its pages are mapped in advance."""

    def __init__(self):
        self.bytes = numpy.ones(1 << 20, "u1")

    def items(self, count, dtype):
        size = count * dtype.itemsize
        if size > self.bytes.size:
            self.bytes = numpy.ones(size, "u1")
        return self.bytes[:size].view(dtype)


FROM, TO = Arena(), Arena()


def dtype_of(item):
    if item.isdigit():
        return numpy.dtype(INTEGERS.get(int(item), f"V{item}"))
    return numpy.dtype(KINDS[item])


def array(arena, layout, dtype):
    """The array that a layout's name describes: 4x5x6.210, or 100.step-1."""
    stepped = re.fullmatch(r"(\d+)\.step(-?\d+)", layout)
    if stepped:
        count, step = int(stepped[1]), int(stepped[2])
        if step == 0:
            return numpy.broadcast_to(arena.items(1, dtype), count)
        return arena.items(count * abs(step), dtype)[::step]
    shape, axes = layout.split(".")
    shape = [int(extent) for extent in shape.split("x")]
    items = arena.items(int(numpy.prod(shape)), dtype)
    return items.reshape(shape).transpose([int(axis) for axis in axes])


def to_contiguous(layout, item):
    strided = array(FROM, layout, dtype_of(item))
    result = TO.items(strided.size, strided.dtype).reshape(strided.shape)
    return lambda: numpy.copyto(result, strided)


def from_contiguous(layout, item):
    strided = array(TO, layout, dtype_of(item))
    items = FROM.items(strided.size, strided.dtype).reshape(strided.shape)
    return lambda: numpy.copyto(strided, items)


def assign(layout, item):
    count, step = (int(part) for part in layout.split(".step"))
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
    "from-contiguous": from_contiguous, "assign": assign,
    "equal": equal, "equal-formats": equal_formats,
    "tobytes": method("tobytes"), "tolist": method("tolist"),
}


def seconds(operation, calls):
    start = time.perf_counter()
    for _ in range(calls):
        operation()
    return time.perf_counter() - start


def measure(operation, repetitions):
    """Times per call, each measured over as many calls as take LEAST_SECONDS."""
    calls = 1
    while (taken := seconds(operation, calls)) < LEAST_SECONDS:
        calls *= max(2, min(10, round(1.4 * LEAST_SECONDS / max(taken, 1e-9))))
    return [taken / calls] + [seconds(operation, calls) / calls for _ in range(repetitions - 1)]


def main(cases, results):
    measured = []
    for name in open(cases).read().split():
        operation, *rest = name.split("/")
        if operation in OPERATIONS:
            layout, item, size = rest
            repetitions = REPETITIONS if int(size) <= SMALL else 1
            for taken in measure(OPERATIONS[operation](layout, item), repetitions):
                measured.append({"name": name, "real_time": taken * 1e9, "time_unit": "ns"})
    context = {"numpy": numpy.__version__, "python": sys.version.split()[0]}
    with open(results, "w") as file:
        json.dump({"context": context, "benchmarks": measured}, file, indent=1)


main(*sys.argv[1:])
