"""Iterators over views, which the library makes itself where it can.

usage: iteration.py MODE LIBDIR
"""

import array
import collections.abc
import gc
import os
import random
import struct
import subprocess
import sys
import unittest
import weakref

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)

from take_over import LIBRARY, loaded_libraries, take_over  # noqa: E402

# Before the library: what the interpreter's own iterators look like.
STOCK = iter(memoryview(b"")) if MODE != "preloaded" else None
take_over(MODE, FOLDER)

TEXTS = "bBhHiIlLqQnN?fdcP"


def view_of(text, count=50, seed=1):
    chooser = random.Random(seed)
    size = struct.calcsize(text)
    data = bytes(chooser.randrange(128) for _ in range(size * count))
    if text == "?":
        data = bytes(byte & 1 for byte in data)
    return memoryview(data).cast(text)


class Items(unittest.TestCase):
    def test_items_of_every_format(self):
        for text in TEXTS:
            view = view_of(text)
            with self.subTest(text):
                self.assertEqual(list(iter(view)), [view[i] for i in range(len(view))])
                self.assertEqual(list(iter(view)), view.tolist())

    def test_all_bytes_twice(self):
        view = memoryview(bytes(range(256)) * 2)
        self.assertEqual(list(view), list(range(256)) * 2)

    def test_strided_rows(self):
        for text in "BidH":
            view = view_of(text)
            for key in slice(None, None, 2), slice(None, None, -1), slice(40, 3, -7), slice(5, 5):
                with self.subTest(text=text, key=key):
                    self.assertEqual(list(view[key]), view.tolist()[key])

    def test_writes_are_seen(self):
        numbers = array.array("d", range(4))
        iterator = iter(memoryview(numbers))
        self.assertEqual(next(iterator), 0)
        numbers[1] = 7
        self.assertEqual(next(iterator), 7)


class Floats(unittest.TestCase):
    """No float that anybody can still see may change."""

    def setUp(self):
        self.values = [i / 8 for i in range(200)]
        self.views = [memoryview(array.array(text, self.values)) for text in "df"]

    def test_kept_by_the_consumer(self):
        for view in self.views:
            self.assertEqual(list(view), self.values)
            kept = []
            for item in view:
                kept.append(item)
            self.assertEqual(kept, self.values)

    def test_kept_now_and_then(self):
        chooser = random.Random(3)
        for view in self.views:
            for rate in 0.01, 0.3, 0.7:
                kept = []
                for index, item in enumerate(view):
                    if chooser.random() < rate:
                        kept.append((index, item))
                self.assertEqual([self.values[i] for i, _ in kept], [item for _, item in kept])

    def test_windows(self):
        for view in self.views:
            for width in range(1, 6):
                iterator, window = iter(view), []
                for item in iterator:
                    window = window[-width + 1 :] + [item] if width > 1 else [item]
                    last = self.values.index(item)
                    self.assertEqual(window, self.values[max(0, last - width + 1) : last + 1])

    def test_several_iterators(self):
        for view in self.views:
            self.assertEqual(list(zip(view, view)), list(zip(self.values, self.values)))
            iterator = iter(view)
            pairs = list(zip(iterator, iterator, iterator))
            self.assertEqual(pairs, list(zip(*[iter(self.values)] * 3)))

    def test_generators_and_functions(self):
        for view in self.views:
            self.assertEqual(list(item for item in view), self.values)
            self.assertEqual(sum(view), sum(self.values))
            self.assertEqual(max(view), max(self.values))
            self.assertEqual(sorted(view, reverse=True), sorted(self.values, reverse=True))
            self.assertEqual(set(view), set(self.values))
            self.assertEqual(dict.fromkeys(view), dict.fromkeys(self.values))
            self.assertEqual(list(map(float.hex, view)), list(map(float.hex, self.values)))

    def test_arithmetic_in_place(self):
        for view in self.views:
            total, before = 0.0, None
            for index, item in enumerate(view):
                doubled = item
                doubled += item
                total += item
                self.assertEqual((item, doubled), (self.values[index], 2 * self.values[index]))
                if before is not None:
                    self.assertEqual(before, self.values[index - 1])
                before = item
            self.assertEqual(total, sum(self.values))

    def test_the_last_ones_outlive_the_iterator(self):
        for view in self.views:
            iterator = iter(view)
            first = next(iterator)
            second = next(iterator)
            del iterator
            gc.collect()
            self.assertEqual((first, second), (0, 0.125))


class States(unittest.TestCase):
    def test_a_released_view_raises_without_advancing(self):
        for text in "Bd":
            view = view_of(text)
            iterator = iter(view)
            next(iterator)
            view.release()
            for _ in range(2):
                with self.assertRaisesRegex(ValueError, "released memoryview"):
                    next(iterator)

    def test_the_end_is_the_end(self):
        for text in "Bd":
            view = view_of(text, count=2)
            iterator = iter(view)
            self.assertEqual(len(list(iterator)), 2)
            for _ in range(2):
                with self.assertRaises(StopIteration):
                    next(iterator)
            view.release()
            with self.assertRaises(StopIteration):
                next(iterator)

    def test_an_exhausted_iterator_drops_the_view(self):
        for text in "Bd":
            view = view_of(text, count=3)
            watched = weakref.ref(view)
            iterator = iter(view)
            del view
            self.assertIsNotNone(watched())
            list(iterator)
            self.assertIsNone(watched())

    def test_an_iterator_keeps_the_view(self):
        iterator = iter(memoryview(bytearray(b"abc")))
        gc.collect()
        self.assertEqual(bytes(iterator), b"abc")

    def test_cycles_are_collected(self):
        class Exporter(bytearray):
            pass

        for _ in range(3):
            exporter = Exporter(b"abc")
            exporter.iterator = iter(memoryview(exporter))
            next(exporter.iterator)
            watched = weakref.ref(exporter)
            del exporter
            gc.collect()
            self.assertIsNone(watched())

    def test_many_iterators_leak_nothing(self):
        view = memoryview(array.array("d", [1.5, 2.5, 3.5]))
        references = sys.getrefcount(view)
        for _ in range(1000):
            sum(view)
            next(iter(view))
        self.assertEqual(sys.getrefcount(view), references)


class Appearance(unittest.TestCase):
    def setUp(self):
        self.iterator = iter(memoryview(b"abc"))
        if STOCK is None or type(STOCK).__name__ != "memory_iterator":
            self.skipTest("this interpreter has no iterator type for memoryviews")

    def test_it_looks_like_the_interpreter_s_own(self):
        ours, stock = type(self.iterator), type(STOCK)
        for name in "__name__", "__qualname__", "__module__":
            self.assertEqual(getattr(ours, name), getattr(stock, name))
        self.assertEqual(repr(ours), repr(stock))
        self.assertEqual(repr(self.iterator).split(" at ")[0], repr(STOCK).split(" at ")[0])
        self.assertEqual(dir(ours), dir(stock))
        self.assertEqual(sorted(vars(ours)), sorted(vars(stock)))

    def test_it_is_an_iterator(self):
        self.assertIsInstance(self.iterator, collections.abc.Iterator)
        self.assertIs(iter(self.iterator), self.iterator)
        self.assertTrue(gc.is_tracked(self.iterator))

    def test_it_cannot_be_made_copied_or_changed(self):
        for call in type(self.iterator), lambda: self.iterator.__reduce_ex__(4):
            with self.assertRaises(TypeError):
                call()
        with self.assertRaises(AttributeError):
            self.iterator.attribute = 1


class Uninstalling(unittest.TestCase):
    def test_iterators_outlive_it(self):
        if MODE == "preloaded":
            self.skipTest("cannot be uninstalled")
        code = f"""if True:
            import array, sys
            sys.path.insert(0, {sys.path[0]!r})
            from take_over import load
            stock = iter(memoryview(array.array("d", range(4))))
            next(stock)
            native = load({os.path.join(FOLDER, LIBRARY)!r})
            native.install({MODE == "strict"})
            ours = iter(memoryview(array.array("d", range(4))))
            assert next(ours) == 0 and next(stock) == 1
            native.uninstall()
            assert next(ours) == 1 and next(stock) == 2
            native.install({MODE == "strict"})
            assert list(ours) == [2, 3] and list(stock) == [3]
        """
        subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
