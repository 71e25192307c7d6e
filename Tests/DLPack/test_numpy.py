"""DLPack with NumPy, both ways."""

import doctest
import re
import unittest
import weakref
from pathlib import Path

import numpy as np
import pymemoryview

NUMPY = tuple(int(part) for part in np.__version__.split(".")[:2])
# The first version with DLPack 1.0. Before, all tensors are taken as read-only.
VERSIONED = (2, 1)
INTEGERS = "b", "h", "i", "l", "q", "B", "H", "I", "L", "Q"
FLOATS = "e", "f", "d"
SHAPES = (), (5,), (2, 3), (1, 4, 1), (0,), (3, 0, 2)


def since(version, feature):
    """Skips a test with a NumPy that lacks a feature."""
    name = "NumPy before %d.%d" % version
    return unittest.skipIf(NUMPY < version, "%s lacks %s" % (name, feature))


def array_of(kind, shape):
    return np.arange(np.prod(shape, dtype=int)).astype(kind).reshape(shape)


def layouts(array):
    """Views of an array in other layouts."""
    yield array
    yield array.T
    for axis in range(array.ndim):
        backwards = [slice(None)] * array.ndim
        backwards[axis] = slice(None, None, -1)
        yield array[tuple(backwards)]
        backwards[axis] = slice(None, None, 2)
        yield array[tuple(backwards)]
    yield np.asfortranarray(array)


class Exchange(unittest.TestCase):
    def setUp(self):
        installation = pymemoryview.install()
        self.addCleanup(installation.__exit__)

    def assert_same(self, view, array):
        """The view and the array have the same memory, items and layout."""
        other = np.asarray(view)
        self.assertEqual(view.shape, array.shape)
        if NUMPY >= VERSIONED:
            self.assertEqual(view.readonly, not array.flags.writeable)
        self.assertEqual((other.dtype, other.tolist()), (array.dtype, array.tolist()))
        if array.size > 0:
            self.assertEqual(other.ctypes.data, array.ctypes.data)
        for axis in range(array.ndim):
            if array.size > 0 and array.shape[axis] > 1:
                self.assertEqual(view.strides[axis], array.strides[axis])

    def exchange(self, kind):
        for shape in SHAPES:
            for array in layouts(array_of(kind, shape)):
                with self.subTest(kind=kind, shape=array.shape, strides=array.strides):
                    self.assert_same(memoryview(array), np.from_dlpack(memoryview(array)))
                    self.assert_same(pymemoryview.from_dlpack(array), array)

    def test_numbers(self):
        for kind in INTEGERS + FLOATS:
            self.exchange(kind)

    def test_complex_numbers(self):
        for kind in "F", "D":
            self.exchange(kind)

    @since((1, 25), "truth values in DLPack")
    def test_truth_values(self):
        self.exchange("?")

    @since(VERSIONED, "DLPack 1.0, without which arrays of tensors are read-only")
    def test_writing(self):
        memory = bytearray(8)
        array = np.from_dlpack(memoryview(memory).cast("i"))
        array[1] = 0x01020304
        self.assertEqual(memory, b"\0\0\0\0\4\3\2\1")
        self.assertTrue(array.flags.writeable)

    @since(VERSIONED, "DLPack 1.0, which has read-only tensors")
    def test_read_only_memory(self):
        array = np.from_dlpack(memoryview(b"abc"))
        self.assertFalse(array.flags.writeable)
        self.assertEqual(array.tobytes(), b"abc")
        array = np.arange(3)
        array.flags.writeable = False
        self.assertTrue(pymemoryview.from_dlpack(array).readonly)
        self.assertFalse(pymemoryview.from_dlpack(np.arange(3)).readonly)

    @unittest.skipIf(NUMPY >= VERSIONED, "from NumPy 2.1 on tensors say whether they are read-only")
    def test_read_only_memory_before_version_1(self):
        with self.assertRaisesRegex(BufferError, "read-only memory needs max_version"):
            np.from_dlpack(memoryview(b"abc"))
        self.assertTrue(pymemoryview.from_dlpack(np.arange(3)).readonly)

    @since(VERSIONED, "the argument `copy`")
    def test_copies(self):
        view = memoryview(b"abcdef")[::2]
        array = np.from_dlpack(view, copy=True)
        view.release()
        self.assertEqual(array.tobytes(), b"ace")
        view = memoryview(bytearray(b"abc"))
        self.assertEqual(np.from_dlpack(view, copy=False).tobytes(), b"abc")
        self.assertEqual(np.from_dlpack(view, device="cpu").tobytes(), b"abc")

    def test_owners_of_views(self):
        memory = type("Memory", (bytearray,), {})(b"abc")
        is_alive = weakref.ref(memory)
        view = memoryview(memory)
        array = np.from_dlpack(view)
        with self.assertRaisesRegex(BufferError, "1 exported buffer"):
            view.release()
        del memory, view
        part = array[1:]
        del array
        self.assertIsNotNone(is_alive())
        del part
        self.assertIsNone(is_alive())

    def test_owners_of_arrays(self):
        array = np.arange(3)
        is_alive = weakref.ref(array)
        view = pymemoryview.from_dlpack(array)
        del array
        self.assertIsNotNone(is_alive())
        part = view[1:]
        view.release()
        self.assertEqual(part.tolist(), [1, 2])
        del part
        self.assertIsNone(is_alive())

    def test_refusals(self):
        for kind, reason in (
            (">i4", "byte-swapped"), ("S3", "no type for items"), ("i4,i4", "not a single number"),
            ("g", "no type for items"),
        ):
            array = np.zeros(3, kind)
            with self.subTest(kind=kind):
                with self.assertRaisesRegex(BufferError, reason):
                    np.from_dlpack(memoryview(array))
                # NumPy refuses it in its own words.
                with self.assertRaises((BufferError, TypeError)):
                    pymemoryview.from_dlpack(array)
        odd = np.zeros(3, "u1,i4")["f1"]
        with self.assertRaisesRegex(BufferError, "stride is not a multiple of the itemsize"):
            np.from_dlpack(memoryview(odd))

    @since(VERSIONED, "DLPack 1.0, without which arrays of tensors are read-only")
    def test_the_example_of_the_guide(self):
        guide = (Path(__file__).parents[2] / "Sources/Guide/exchange.md").read_text()
        text = re.search("^## DLPack$(.*?)(^## |\\Z)", guide, re.M | re.S)[1]
        example = doctest.DocTestParser().get_doctest(text, {}, "DLPack", "exchange.md", 0)
        self.assertGreater(len(example.examples), 9)
        result = doctest.DocTestRunner(verbose=False).run(example)
        self.assertEqual(result.failed, 0)


if __name__ == "__main__":
    unittest.main()
