"""What the flat library takes from the parts of libc that moved in glibc 2.34: threads and dlopen.

Runs with a libpymv.so in its folder, on a system whose glibc is older.
"""

import ctypes
import platform
import unittest
from pathlib import Path

LIBRARY = ctypes.CDLL(str(Path(__file__).with_name("libpymv.so")))
SIDE = 4096


def function(name, result, *parameters):
    """A function of the library with its types."""
    called = getattr(LIBRARY, name)
    called.restype, called.argtypes = result, parameters
    return called


pointer, number, text = ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_char_p
from_array = function(
    "PyMV_FromArray", pointer, pointer, text, number, ctypes.c_int, pointer, pointer, pointer,
    ctypes.c_int, pointer, pointer,
)
transpose = function("PyMV_Transpose", pointer, pointer, pointer)
read_into = function("PyMV_ReadInto", ctypes.c_int, pointer, pointer, number, ctypes.c_char)
release = function("PyMV_DecRef", None, pointer)
take_error = function("PyMV_TakeError", text, ctypes.POINTER(text))


class OldGlibc(unittest.TestCase):
    def test_this_glibc_is_old(self):
        name, version = platform.libc_ver()
        self.assertEqual(name, "glibc")
        self.assertLess(tuple(map(int, version.split("."))), (2, 32))

    def test_threads_share_a_transposition(self):
        items = (ctypes.c_uint32 * SIDE**2)(*range(SIDE**2))
        copied = (ctypes.c_uint32 * SIDE**2)()
        view = from_array(items, b"I", 0, 2, (number * 2)(SIDE, SIDE), None, None, 0, None, None)
        transposed = transpose(view, None)
        self.assertEqual(LIBRARY.PyMV_SetThreads(4), 0)
        self.assertEqual(read_into(transposed, copied, ctypes.sizeof(copied), b"C"), 0)
        for row in 0, 1, SIDE // 2, SIDE - 1:
            self.assertEqual(copied[row * SIDE:(row + 1) * SIDE], list(range(row, SIDE**2, SIDE)))
        release(transposed)
        release(view)

    def test_errors_are_kept_by_thread(self):
        self.assertIsNone(from_array(None, b"%", 0, 0, None, None, None, 0, None, None))
        kind = text()
        self.assertTrue(take_error(ctypes.byref(kind)))
        self.assertEqual(kind.value, b"ValueError")


if __name__ == "__main__":
    unittest.main()
