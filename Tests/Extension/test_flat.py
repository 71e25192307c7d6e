"""The flat API inside CPython, called through ctypes: its views are the interpreter's own.

PYMV_LIBRARY is the path of libPyMemoryView.so.
"""

import ctypes
import gc
import os
import unittest

library = ctypes.PyDLL(os.environ["PYMV_LIBRARY"])

SIZE, INT, POINTER, OBJECT = ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.py_object
DESTROY = ctypes.CFUNCTYPE(None, POINTER, POINTER)
LEFT_OUT = -(2**63)


class Info(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_size_t), ("data", POINTER), ("format", ctypes.c_char_p),
        ("shape", POINTER), ("strides", POINTER), ("suboffsets", POINTER), ("itemsize", SIZE),
        ("nbytes", SIZE), ("ndim", INT), ("readonly", INT), ("c_contiguous", INT),
        ("f_contiguous", INT),
    ]


EXPORT = ctypes.CFUNCTYPE(INT, POINTER, ctypes.POINTER(Info))
UNEXPORT = ctypes.CFUNCTYPE(None, POINTER, ctypes.POINTER(Info))


def function(name, *parameters):
    found = getattr(library, f"PyMV_{name}")
    found.restype, found.argtypes = OBJECT, parameters
    return found


from_array = function(
    "FromArray", POINTER, ctypes.c_char_p, SIZE, INT, POINTER, POINTER, POINTER, INT, DESTROY,
    POINTER,
)
new_exporter = function("NewExporter", EXPORT, UNEXPORT, DESTROY, POINTER)
index = function("Index", OBJECT, INT, SIZE)
slice_of = function("Slice", OBJECT, INT, SIZE, SIZE, SIZE)
transpose = function("Transpose", OBJECT, POINTER)
cast = function("Cast", OBJECT, ctypes.c_char_p, INT, POINTER, INT)
copy = function("Copy", OBJECT, INT)


def sizes(*values):
    return (SIZE * len(values))(*values)


class Flat(unittest.TestCase):
    def setUp(self):
        self.items = (ctypes.c_short * 24)(*range(24))
        self.ends = []
        self.destroy = DESTROY(lambda memory, context: self.ends.append((memory, context)))
        # A garbage collection at every allocation finds views that are incomplete.
        thresholds = gc.get_threshold()
        gc.set_threshold(1)
        self.addCleanup(gc.set_threshold, *thresholds)

    def cube(self):
        return from_array(
            ctypes.addressof(self.items), b"h", 0, 3, sizes(2, 3, 4), None, None, 0, self.destroy, 7
        )

    def test_views_are_memoryviews(self):
        view = self.cube()
        self.assertIs(type(view), memoryview)
        self.assertEqual(view.shape, (2, 3, 4))
        self.assertEqual(view[1, 2, 3], 23)
        mirrored = slice_of(view, 2, LEFT_OUT, LEFT_OUT, -1)
        plane = index(mirrored, 0, 1)
        self.assertEqual(plane.tolist(), [[15, 14, 13, 12], [19, 18, 17, 16], [23, 22, 21, 20]])
        self.assertEqual(transpose(plane, None).tolist()[0], [15, 19, 23])
        self.assertEqual(copy(plane, ord("F")).tolist(), plane.tolist())
        self.assertEqual(cast(view, b"<hh", 1, None, ord("C")).format, "<hh")
        self.assertEqual(memoryview(view.obj), view)

    def test_the_last_view_gives_the_memory_up(self):
        for _ in range(100):
            view = self.cube()
            row = index(index(view, 0, 0), 0, -1)
            view.release()
            del view
            self.assertEqual(self.ends, [])
            self.assertEqual(row.tolist(), [8, 9, 10, 11])
            del row
            self.assertEqual(self.ends.pop(), (ctypes.addressof(self.items), 7))

    def test_failures_are_exceptions(self):
        view = self.cube()
        for _ in range(100):
            self.assertRaises(IndexError, index, view, 0, 2)
            self.assertRaises(ValueError, slice_of, view, 0, 0, 1, 0)
            self.assertRaises(TypeError, index, b"abc", 0, 0)

    def test_a_view_that_cannot_be_is_freed(self):
        inner = (POINTER * 2)(*[ctypes.addressof(self.items)] * 2)
        outer = (POINTER * 1)(ctypes.addressof(inner))
        chain = from_array(
            ctypes.addressof(outer), b"B", 0, 2, sizes(1, 2), sizes(8, 8), sizes(0, 0), 0,
            self.destroy, 0,
        )
        for _ in range(100):
            self.assertRaises(BufferError, index, chain, 1, 0)
        del chain
        self.assertEqual(len(self.ends), 1)

    def test_callbacks_lend_memory(self):
        lent, shape = [], sizes(3)

        def lend(context, info):
            info[0].data, info[0].format = ctypes.addressof(self.items), b"h"
            info[0].shape, info[0].ndim = ctypes.addressof(shape), 1
            lent.append(context)
            return 0

        callbacks = EXPORT(lend), UNEXPORT(lambda context, info: lent.remove(context))
        for _ in range(100):
            exporter = new_exporter(*callbacks, self.destroy, 9)
            view = memoryview(exporter)
            del exporter
            part = view[1:]
            del view
            self.assertEqual((part.tolist(), lent, self.ends), ([1, 2], [9], []))
            del part
            self.assertEqual((lent, self.ends), ([], [(None, 9)]))
            self.ends.clear()


if __name__ == "__main__":
    unittest.main()
