"""Memory of this program as a matrix and as records."""

import struct
import sys
import threading

from pymv import View, ffi, lib

checks = 0


def check(holds, claim):
    global checks
    checks += 1
    if not holds:
        sys.exit(f"FAILED: {claim}")


def fails(kind, text, action):
    try:
        action()
    except kind as error:
        return str(error) == text
    return False


def use_views():
    releases = [0, 0]

    def owner(i):
        def released():
            releases[i] += 1
        return released

    items = ffi.new("double[]", [1, 2, 3, 4, 5, 6])
    matrix = View.of(items, "d", [2, 3], owner(0))
    check(matrix.shape == (2, 3), "the shape is 2, 3")
    reverse = matrix.slice(1, step=-2)
    check(reverse.items("double") == [3, 1, 6, 4], "a slice goes backwards")
    turned = matrix.transpose()
    check(turned[2, -1] == 6, "a transposed view has 3 rows")
    check(turned.items("double") == [1, 4, 2, 5, 3, 6], "a copy is in C order")
    turned[2, 1] = 60
    check(items[5] == 60, "a write reaches the memory")

    rows = ffi.new("char[]", struct.pack("<idididi", 1, 0.5, 2, 1.5, 3, 2.5, 0))
    with View.of(rows, "T{<i:id:<d:value:}", [3], owner(1), readonly=True) as records, \
            records.field("value") as values, records.field("id") as ids:
        check(
            values.items("double") == [0.5, 1.5, 2.5] and ids.items("int32_t") == [1, 2, 3],
            "records have columns",
        )
        check(
            fails(IndexError, "index out of bounds on dimension 1", lambda: matrix[2, 0]),
            "an index out of range is an error",
        )
        check(
            fails(TypeError, "cannot modify read-only memory", lambda: values.__setitem__([0], 1)),
            "a write to read-only memory is an error",
        )
    matrix.close()
    reverse.close()
    check(releases == [0, 1], "a derived view keeps the memory")
    turned.close()
    check(releases == [1, 1], "each owner hears once")


lib.PyMV_SetDebug(1)
use_views()
thread = threading.Thread(target=use_views)
thread.start()
thread.join()
check(lib.PyMV_DebugReport(-1) == 0, "nothing is alive")
print(f"ok: {checks} checks")
