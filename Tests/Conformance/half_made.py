"""Foreign code reaches no incomplete object, and is not called where CPython reads storage.

usage: half_made.py MODE LIBDIR
"""

import gc
import sys
import unittest

from take_over import loaded_libraries, take_over

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)
take_over(MODE, FOLDER)


def views():
    return [thing for thing in gc.get_objects() if type(thing) is memoryview]


def managed_buffers():
    return [thing for thing in gc.get_objects() if type(thing).__name__.endswith("managedbuffer")]


class FromStorage(unittest.TestCase):
    """Methods of derived classes are not called where CPython reads the object's storage."""

    def shapes(self):
        def refuse(*_):
            self.fail("a method of the derived class ran")

        methods = {
            name: refuse for name in ("__len__", "__getitem__", "__iter__", "__index__", "__int__")
        }
        return [
            type("Shape", (base,), methods)([type("Extent", (int,), methods)(2), 3])
            for base in (list, tuple)
        ]

    def test_shape_of_a_cast(self):
        view = memoryview(bytes(6))
        for shape in self.shapes():
            self.assertEqual(view.cast("B", shape).shape, (2, 3))

    def test_length_of_a_shape_in_error_texts(self):
        class Long(tuple):
            def __len__(self):
                return 65

        self.assertEqual(memoryview(b"a").cast("B", Long((1,))).shape, (1,))

    def test_separator(self):
        class Text(str):
            def __len__(self):
                return 1

        class Bytes(bytes):
            def __len__(self):
                return 1

        view = memoryview(b"\1\2")
        for separator in Text(""), Bytes(b""):
            self.assertEqual(view.hex(separator), "01\0" "02")
        for separator in Text("xyz"), Bytes(b"xyz"), Text("x\xff"), Bytes(b"x\xff"):
            self.assertEqual(view.hex(separator), "01x02")
        for separator in Text("x\u0100"), Text("x\ud800"), Text("\xff"), Bytes(b"\xff"):
            with self.assertRaisesRegex(ValueError, "^sep must be ASCII.$"):
                view.hex(separator)

    def test_keys(self):
        class Key(tuple):
            def __len__(self):
                return 0

            def __getitem__(self, place):
                return 5

        self.assertEqual(memoryview(bytes(range(6))).cast("B", (2, 3))[Key((1, 2))], 5)


class Complete(unittest.TestCase):
    """Objects that the garbage collector returns are complete."""

    def test_no_view_while_a_slice_asks_for_its_bounds(self):
        found = []

        class Bound:
            def __index__(self):
                found.append(len(views()) - before)
                return 1

        for view in memoryview(bytes(6)), memoryview(bytes(6)).cast("B", (2, 3)):
            before = len(views())
            self.assertEqual(view[Bound() : Bound()].shape[0], 0)
            self.assertEqual(found, [0, 0])
            found.clear()

    def test_a_slice_outlives_the_release_of_its_view_by_a_bound(self):
        class Bound:
            def __index__(self):
                view.release()
                return 1

        view = memoryview(bytearray(b"abc"))
        self.assertEqual(view[Bound() :].tobytes(), b"bc")

    @unittest.skipIf(sys.version_info < (3, 12), "__buffer__ is there since 3.12")
    def test_no_managed_buffer_while_an_exporter_is_asked(self):
        found = []

        class Exporter:
            def __buffer__(self, flags):
                found.append(len(managed_buffers()) - before)
                # The view that is returned here has one.
                return memoryview(b"abc")

        before = len(managed_buffers())
        self.assertEqual(memoryview(Exporter()).tobytes(), b"abc")
        self.assertEqual(found, [0])

    def test_collections_during_every_allocation(self):
        """Up to 3.11 any allocation may run the collector, whose callbacks inspect every tracked
        object."""
        looked = 0

        def look(phase, info):
            nonlocal looked
            looked += 1
            for thing in gc.get_objects():
                if type(thing) is memoryview and "released" not in repr(thing):
                    thing.shape, thing.strides, thing.tobytes()
                elif type(thing) is list and len(thing) == 7:
                    [type(element) for element in thing]

        view = memoryview(bytes(7 * 7 * 7)).cast("B", (7, 7, 7))
        gc.callbacks.append(look)
        threshold = gc.get_threshold()
        gc.set_threshold(1)
        try:
            lists = view.tolist()
            view.cast("B").cast("B", [49, 7])
            view[1:3].toreadonly()
            list(memoryview(bytes(7)))
        finally:
            gc.set_threshold(*threshold)
            gc.callbacks.remove(look)
        self.assertEqual([len(rows[0]) for rows in lists], [7] * 7)
        if sys.version_info < (3, 12):
            self.assertGreater(looked, 7)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
