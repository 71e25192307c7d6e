"""The extension module `stable`, one file for many versions of CPython."""

import array
import os
import unittest

if "PYMV_GLOBAL" in os.environ:
    import ctypes

    ctypes.PyDLL(os.environ["PYMV_GLOBAL"], ctypes.RTLD_GLOBAL)

import stable


def matrix(typecode, rows, columns):
    """The integers from 0 on."""
    items = array.array(typecode, range(rows * columns))
    return memoryview(items).cast("B").cast(typecode, (rows, columns))


class Trace(unittest.TestCase):
    def test_the_items_are_read(self):
        for typecode in "bBhHiIqQfd":
            with self.subTest(typecode):
                self.assertEqual(stable.trace(matrix(typecode, 2, 3)), 4.0)
                self.assertEqual(stable.trace(matrix(typecode, 3, 2)), 3.0)
        self.assertEqual(stable.trace(matrix("d", 9, 9)[::-2]), 72.0 + 55.0 + 38.0 + 21.0 + 4.0)

    def test_exceptions_of_the_library_are_passed_on(self):
        released = matrix("d", 2, 2)
        released.release()
        with self.assertRaisesRegex(TypeError, "a bytes-like object is required, not 'str'"):
            stable.trace("text")
        with self.assertRaisesRegex(ValueError, "operation forbidden on released memoryview"):
            stable.trace(released)

    def test_its_own_exceptions_arrive(self):
        with self.assertRaisesRegex(TypeError, "a matrix is required"):
            stable.trace(b"bytes")

    def test_the_view_is_gone_afterwards(self):
        memory = bytearray(4)
        view = memoryview(memory).cast("B", (2, 2))
        stable.trace(view)
        view.release()
        with self.assertRaises(TypeError):
            stable.trace(memory)
        memory.append(0)


if __name__ == "__main__":
    unittest.main()
