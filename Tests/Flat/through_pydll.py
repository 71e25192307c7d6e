"""The flat API on the interpreter's own objects, through ctypes.PyDLL, which keeps the GIL.

usage: through_pydll.py LIBPYMEMORYVIEW
"""

import ctypes
import sys

library = ctypes.PyDLL(sys.argv[1])
transpose, index = library.PyMV_Transpose, library.PyMV_Index
transpose.argtypes, transpose.restype = [ctypes.py_object, ctypes.c_void_p], ctypes.py_object
index.argtypes = [ctypes.py_object, ctypes.c_int, ctypes.c_ssize_t]
index.restype = ctypes.py_object

owner = bytearray(range(6))
view = memoryview(owner).cast("B", [2, 3])
transposed = transpose(view, None)
assert type(transposed) is memoryview and transposed.obj is owner
assert transposed.tolist() == [[0, 3], [1, 4], [2, 5]]
try:
    index(view, 0, 2)
except IndexError:
    pass
else:
    sys.exit("no IndexError")
