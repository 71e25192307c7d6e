"""Operations that crash stock CPython and work with this library.

usage: sounder.py MODE LIBDIR
"""

import ctypes
import sys
import unittest

from take_over import loaded_libraries, take_over

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)
take_over(MODE, FOLDER)


class WithoutStrides(unittest.TestCase):
    """Exporters that leave strides NULL although they are requested: CPython 3.9 to 3.13
    dereference it."""

    def test_arrays_of_ctypes(self):
        for kind in ctypes.c_int, ctypes.c_double, ctypes.c_uint8, ctypes.c_short * 2:
            array, other = (kind * 3)(), (kind * 3)()
            other[2] = kind(1, 2) if issubclass(kind, ctypes.Array) else 1
            view = memoryview(array)
            self.assertTrue(view == array)
            self.assertTrue(array == view)
            self.assertFalse(view != array)
            self.assertFalse(view == other)
            self.assertFalse(memoryview(other) == array)

    def test_empty_arrays_of_ctypes(self):
        array = (ctypes.c_int * 0)()
        view = memoryview(array)
        # Up to 3.9 its itemsize is 0, which contradicts its format.
        self.assertEqual(view == array, view.itemsize > 0)

    def test_scalars_of_numpy(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("no NumPy")
        for text in "2020-01-01", "NaT":
            moment = numpy.datetime64(text)
            view = memoryview(moment)
            self.assertTrue(view == moment)
            self.assertTrue(view == view)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
