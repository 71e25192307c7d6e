"""Run small operations of memoryview, so that callgrind can count their instructions.

usage: python_operations.py MARKS COUNT MODE [PACKAGE]

MARKS is built from marks.c. MODE: stock, default or strict; the latter install the library from the
folder PACKAGE. Each operation is done COUNT times and then twice as often, and either run has a dump
named "<operation> <times>".
"""

import array
import ctypes
import gc
import sys

SETUP = """
import array
data, fixed = bytearray(1024), bytes(64)
octets, source = memoryview(data), memoryview(bytes(1024))
doubles = memoryview(array.array("d", range(1000)))
pair = memoryview(bytes(range(24))).cast("B", (4, 6))
eight, other = memoryview(bytes(8)), memoryview(bytes(8))
small, hashed = memoryview(bytearray(16)), memoryview(fixed)
hash(hashed)
row, numbers = memoryview(bytes(64)), doubles[:64]
"""

OPERATIONS = {
    "nothing": "pass",
    "assign-slice": "octets[:] = source",
    "bytes-16": "bytes(small)",
    "cast": "octets.cast('i')",
    "create": "memoryview(data)",
    "create-of-bytes": "memoryview(fixed)",
    "equal-8": "eight == other",
    "equal-bytes": "eight == b'12345678'",
    "hash": "hash(hashed)",
    "hex-16": "small.hex()",
    "in-64": "1 in row",
    "item-get": "octets[500]",
    "item-get-2d": "pair[2, 3]",
    "item-get-double": "doubles[500]",
    "item-set": "octets[500] = 7",
    "item-set-double": "doubles[500] = 1.5",
    "iterate-64-bytes": "for item in row: pass",
    "iterate-64-doubles": "for item in numbers: pass",
    "len": "len(octets)",
    "nbytes": "octets.nbytes",
    "release": "memoryview(data).release()",
    "shape": "pair.shape",
    "slice": "octets[10:500]",
    "slice-step-2": "octets[10:500:2]",
    "tobytes-16": "small.tobytes()",
    "tolist-16": "small.tolist()",
    "toreadonly": "octets.toreadonly()",
    "with": "with memoryview(data): pass",
}

FUNCTION = """
def repeat(times, {names}):
    for _ in range(times):
        {statement}
"""


def compiled(statement, values):
    """A function that repeats a statement, whose names are local variables."""
    names = ", ".join(f"{name}={name}" for name in values)
    space = dict(values)
    exec(FUNCTION.format(names=names, statement=statement), space)
    return space["repeat"]


def main(marks, count, mode, package=None):
    marks, count = ctypes.CDLL(marks), int(count)
    if mode != "stock":
        sys.path.insert(0, package)
        import pymemoryview

        pymemoryview.install(strict=mode == "strict")
    # A collection would be counted for the operation that happens to cause it.
    gc.disable()
    values = {}
    exec(SETUP, values)
    kinds = memoryview, bytes, bytearray
    values = {name: value for name, value in values.items() if isinstance(value, kinds)}
    for name, statement in OPERATIONS.items():
        repeat = compiled(statement, values)
        # The interpreter specializes its code meanwhile.
        repeat(2 * count)
        for times in count, 2 * count:
            marks.begin()
            repeat(times)
            marks.end(f"{name} {times}".encode())


main(*sys.argv[1:])
