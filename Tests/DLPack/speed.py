"""Print what the exchange of one array takes: through the table of functions, and in Python with NumPy.

usage: speed.py LIBRARY

LIBRARY: speed.c, compiled. Not a test.
"""

import ctypes
import sys
import timeit

import numpy as np
import pymemoryview
from tensors import TABLE, get_pointer

COUNT = 200_000
FUNCTIONS = (
    ("view to tensor, and its deleter", "time_tensors"),
    ("view to description", "time_descriptions"),
    ("view to tensor to view, and its end", "time_objects"),
)


def best(time):
    return min(time() for _ in range(7))


def through_table(library, kind, object):
    """Nanoseconds for each function of the type's table."""
    table = get_pointer(getattr(kind, TABLE), b"dlpack_exchange_api")
    for what, name in FUNCTIONS:
        function = getattr(library, name)
        function.restype = ctypes.c_double
        function.argtypes = [ctypes.c_void_p, ctypes.py_object, ctypes.c_long]
        yield what, best(lambda: function(table, object, COUNT))


def in_python(statement, **names):
    return best(lambda: timeit.timeit(statement, globals=names, number=20_000) / 20_000 * 1e9)


def main(library):
    pymemoryview.install()
    library = ctypes.PyDLL(library)
    array = np.arange(24, dtype="i4").reshape(2, 3, 4)
    view = memoryview(array)
    print(f"CPython {sys.version.split()[0]}, NumPy {np.__version__}; 2 x 3 x 4 ints; nanoseconds\n")
    for what, time in through_table(library, memoryview, view):
        print(f"{time:8.0f}  memoryview's table: {what}")
    if hasattr(np.ndarray, TABLE):
        for what, time in through_table(library, np.ndarray, array):
            print(f"{time:8.0f}  ndarray's table: {what.replace('view', 'array')}")
    for statement in (
        "np.from_dlpack(view)", "np.from_dlpack(array)", "np.asarray(view)",
        "pymemoryview.from_dlpack(array)", "memoryview(array)",
    ):
        time = in_python(statement, np=np, view=view, array=array, pymemoryview=pymemoryview)
        print(f"{time:8.0f}  {statement}")


main(*sys.argv[1:])
