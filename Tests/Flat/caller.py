"""Look up every function of pymv.h and call some, through cffi inside CPython, without the GIL.

usage: caller.py DEFINITIONS LIBRARY NAMES
"""

import sys
import threading
from pathlib import Path

from cffi import FFI

definitions, library, names = sys.argv[1:]
ffi = FFI()
ffi.cdef(Path(definitions).read_text())
pymv = ffi.dlopen(library)
for name in Path(names).read_text().split():
    getattr(pymv, name)


def use():
    items = ffi.new("double[6]", [1, 2, 3, 4, 5, 6])
    view = pymv.PyMV_FromArray(
        items, b"d", 0, 2, [2, 3], ffi.NULL, ffi.NULL, 0, ffi.NULL, ffi.NULL
    )
    transposed = pymv.PyMV_Transpose(view, ffi.NULL)
    info = ffi.new("PyMV_Info *", {"struct_size": ffi.sizeof("PyMV_Info")})
    assert pymv.PyMV_GetInfo(transposed, info) == 0
    assert (info.ndim, info.nbytes, info.readonly) == (2, 48, 0)
    assert (list(info.shape[0:2]), list(info.strides[0:2])) == ([3, 2], [8, 24])
    value = ffi.new("double *")
    assert pymv.PyMV_GetDouble(transposed, [2, -1], value) == 0 and value[0] == 6

    assert pymv.PyMV_Index(view, 0, 2) == ffi.NULL
    kind = ffi.new("const char **")
    assert pymv.PyMV_TakeError(kind) != ffi.NULL
    assert ffi.string(kind[0]) == b"IndexError"
    assert pymv.PyMV_TakeError(kind) == ffi.NULL
    pymv.PyMV_DecRef(transposed)
    pymv.PyMV_DecRef(view)


failures = []


def use_often():
    try:
        for _ in range(200):
            use()
    except BaseException as error:
        failures.append(error)
        raise


threads = [threading.Thread(target=use_often) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit(bool(failures))
