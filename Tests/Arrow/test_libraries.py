"""Exchange with the libraries for Arrow: pyarrow and nanoarrow."""

import doctest
import gc
import re
import threading
import unittest
import weakref
from pathlib import Path

import nanoarrow
import pyarrow
import pymemoryview

from capsules import address

NUMBERS = {
    "b": "int8", "B": "uint8", "h": "int16", "H": "uint16", "i": "int32", "I": "uint32",
    "q": "int64", "Q": "uint64", "e": "float16", "f": "float32", "d": "float64",
}


class Memory(bytearray):
    """Can have weak references; is not resized while it is exported."""


class Case(unittest.TestCase):
    def setUp(self):
        pymemoryview.install()
        self.addCleanup(pymemoryview.uninstall)
        self.memory, self.ends = Memory(range(96)), []
        weakref.finalize(self.memory, self.ends.append, "end")

    def assert_ends_with(self, *keepers):
        """The memory ends, once, when the last keeper has gone; they are lists of one object."""
        self.memory = None
        for keeper in keepers:
            gc.collect()
            self.assertEqual(self.ends, [])
            keeper.clear()
        gc.collect()
        self.assertEqual(self.ends, ["end"])


class PyArrow(Case):
    def array(self, view):
        array = pyarrow.array(view)
        array.validate(full=True)
        return array

    def test_numbers_both_ways(self):
        for format, name in NUMBERS.items():
            with self.subTest(name):
                view = memoryview(self.memory)[8:80].cast(format)
                array = self.array(view)
                self.assertEqual((array.type, array.null_count), (getattr(pyarrow, name)(), 0))
                self.assertEqual(array.buffers()[1].address, address(self.memory) + 8)
                back = pymemoryview.from_arrow(array)
                self.assertEqual((back.format, back.readonly), (format, True))
                self.assertEqual(back.tobytes(), view.tobytes())
                # Half floats of pyarrow are compared as NumPy's.
                if format != "e":
                    self.assertEqual(array.tolist(), view.tolist())

    def test_axes_are_lists(self):
        view = memoryview(self.memory).cast("h", (2, 3, 8))
        array = self.array(view)
        self.assertEqual(array.type, pyarrow.list_(pyarrow.list_(pyarrow.int16(), 8), 3))
        self.assertEqual(array.tolist(), view.tolist())
        back = pymemoryview.from_arrow(array[1:])
        self.assertEqual((back.shape, back.tolist()), ((1, 3, 8), view.tolist()[1:]))
        flat = pymemoryview.from_arrow(array.flatten())
        self.assertEqual(flat.shape, (6, 8))

    def test_without_items(self):
        array = self.array(memoryview(b"").cast("i"))
        self.assertEqual((array.type, len(array)), (pyarrow.int32(), 0))
        self.assertEqual(pymemoryview.from_arrow(array).shape, (0,))
        for lists, length, shape in ([], 2, (0, 2)), ([[], []], 0, (2, 0)):
            array = pyarrow.array(lists, pyarrow.list_(pyarrow.int16(), length))
            self.assertEqual(pymemoryview.from_arrow(array).shape, shape)

    def test_slices_have_offsets(self):
        array = pyarrow.array(range(10), pyarrow.int64())
        for start in range(11):
            for stop in range(start, 11):
                part = array[start:stop]
                self.assertEqual(pymemoryview.from_arrow(part).tolist(), part.tolist())
        lists = pyarrow.FixedSizeListArray.from_arrays(array[1:], 3)
        self.assertEqual(pymemoryview.from_arrow(lists[1:]).tolist(), [[4, 5, 6], [7, 8, 9]])

    def test_slices_without_nulls_of_arrays_with_nulls(self):
        array = pyarrow.array([1, 2, None, 4, 5], pyarrow.int32())
        self.assertEqual(pymemoryview.from_arrow(array[3:]).tolist(), [4, 5])
        for part in array, array[1:3], array[2:]:
            with self.assertRaisesRegex(ValueError, "^Arrow: items are null, which a view cannot"):
                pymemoryview.from_arrow(part)
        lists = pyarrow.array([[1, 2], None, [3, 4]], pyarrow.list_(pyarrow.int8(), 2))
        self.assertEqual(pymemoryview.from_arrow(lists[2:]).tolist(), [[3, 4]])
        with self.assertRaisesRegex(ValueError, "^Arrow: items are null"):
            pymemoryview.from_arrow(lists)

    def test_other_types_are_refused(self):
        refused = {
            "booleans are single bits": [pyarrow.array([True])],
            "neither a number nor a fixed-size list": [
                pyarrow.array(["text"]), pyarrow.array([[1], []]), pyarrow.array([{"a": 1}]),
                pyarrow.nulls(3), pyarrow.array([1], pyarrow.date32()),
            ],
            "in a dictionary": [pyarrow.array([1, 1]).dictionary_encode()],
        }
        for text, arrays in refused.items():
            for array in arrays:
                with self.subTest(array.type), self.assertRaisesRegex(ValueError, text):
                    pymemoryview.from_arrow(array)
        with self.assertRaisesRegex(TypeError, "not 'ChunkedArray'"):
            pymemoryview.from_arrow(pyarrow.chunked_array([[1]]))

    def test_an_array_keeps_the_exporter(self):
        array = [self.array(memoryview(self.memory))]
        self.assertRaises(BufferError, self.memory.clear)
        part = [array[0][3:5]]
        self.assert_ends_with(array, part)

    def test_a_child_keeps_the_exporter(self):
        array = [self.array(memoryview(self.memory).cast("B", (12, 8)))]
        child = [array[0].values]
        self.assert_ends_with(array, child)

    def test_a_view_keeps_an_array(self):
        array = pyarrow.Array.from_buffers(
            pyarrow.uint8(), 96, [None, pyarrow.py_buffer(self.memory)])
        view = [pymemoryview.from_arrow(array)]
        part = [view[0][1:]]
        del array
        self.assert_ends_with(view, part)

    def test_there_and_back_and_there(self):
        view = [memoryview(self.memory)]
        for _ in range(20):
            view[0] = pymemoryview.from_arrow(self.array(view[0]))
        self.assertEqual(view[0].tolist(), list(range(96)))
        self.assert_ends_with(view)

    def test_pools_get_memory_back(self):
        before = pyarrow.total_allocated_bytes()
        view = pymemoryview.from_arrow(pyarrow.array(range(1000)))
        self.assertGreater(pyarrow.total_allocated_bytes(), before)
        del view
        self.assertEqual(pyarrow.total_allocated_bytes(), before)

    def test_threads(self):
        def use():
            for _ in range(200):
                array = pyarrow.array(memoryview(self.memory).cast("i"))
                assert pymemoryview.from_arrow(array[3:]).tolist() == expected

        expected = memoryview(self.memory).cast("i").tolist()[3:]
        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.memory.append(0)

    def test_a_requested_type_is_left_to_the_consumer(self):
        view = memoryview(self.memory).cast("i")
        schema, array = view.__arrow_c_array__(pyarrow.int64().__arrow_c_schema__())
        imported = pyarrow.Array._import_from_c_capsule(schema, array)
        self.assertEqual(imported.type, pyarrow.int32())


class NanoArrow(Case):
    def test_numbers_both_ways(self):
        for format, name in NUMBERS.items():
            with self.subTest(name):
                view = memoryview(self.memory).cast(format)
                array = nanoarrow.c_array(view)
                type = nanoarrow.c_schema(getattr(nanoarrow, name)())
                self.assertEqual(array.schema.format, type.format)
                self.assertEqual(array.buffers[1], address(self.memory))
                back = pymemoryview.from_arrow(array)
                self.assertEqual((back.format, back.tobytes()), (format, view.tobytes()))
                self.assertEqual(repr(nanoarrow.Array(view).to_pylist()), repr(view.tolist()))

    def test_axes_are_lists(self):
        view = memoryview(self.memory).cast("h", (2, 3, 8))
        array = nanoarrow.Array(view)
        self.assertEqual(array.to_pylist(), view.tolist())
        back = pymemoryview.from_arrow(nanoarrow.c_array(view)[1:])
        self.assertEqual((back.shape, back.tolist()), ((1, 3, 8), view.tolist()[1:]))

    def test_slices_have_offsets(self):
        array = nanoarrow.c_array(range(10), nanoarrow.int32())
        self.assertEqual(pymemoryview.from_arrow(array[3:7]).tolist(), [3, 4, 5, 6])

    def test_nulls_are_refused(self):
        with self.assertRaisesRegex(ValueError, "^Arrow: items are null"):
            pymemoryview.from_arrow(nanoarrow.c_array([1, None], nanoarrow.int32()))

    def test_an_array_keeps_the_exporter(self):
        array = [nanoarrow.c_array(memoryview(self.memory))]
        self.assertRaises(BufferError, self.memory.clear)
        self.assert_ends_with(array, [pymemoryview.from_arrow(array[0])])


class Guide(Case):
    def test_the_example(self):
        guide = (Path(__file__).parents[2] / "Sources/Guide/exchange.md").read_text()
        text = re.search("^## Arrow$(.*?)(^## |\\Z)", guide, re.M | re.S)[1]
        example = doctest.DocTestParser().get_doctest(text, {}, "Arrow", "exchange.md", 0)
        self.assertGreater(len(example.examples), 5)
        runner = doctest.DocTestRunner(verbose=False)
        self.assertEqual(runner.run(example).failed, 0)


if __name__ == "__main__":
    unittest.main()
