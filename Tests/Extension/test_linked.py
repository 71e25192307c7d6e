"""The extension module `linked` calls this library's functions with real Python objects."""

import array
import contextlib
import ctypes
import gc
import mmap
import pickle
import struct
import sys
import sysconfig
import threading
import unittest
import weakref
from pathlib import Path

import linked

try:
    import numpy
except ImportError:
    numpy = None

WITHOUT_GIL = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def exporters():
    """Pairs of a name and an object that exports some memory."""
    mapped = mmap.mmap(-1, 64)
    mapped[:26] = bytes(range(97, 123))
    table = (ctypes.c_int * 3 * 2)((1, 2, 3), (4, 5, 6))
    yield "bytes", b"abcdefgh"
    yield "empty bytes", b""
    yield "bytearray", bytearray(b"abcdefgh")
    yield "array of doubles", array.array("d", [1.5, -2.0, 0.0])
    yield "mmap", mapped
    yield "ctypes array", table
    yield "ctypes structure", type("Pair", (ctypes.Structure,), {
        "_fields_": [("a", ctypes.c_short), ("b", ctypes.c_double)]})(1, 2.5)
    yield "memoryview", memoryview(bytearray(range(24))).cast("B", (4, 6))
    yield "strided memoryview", memoryview(bytes(range(24)))[::-3]
    yield "scalar memoryview", memoryview(struct.pack("d", 2.5)).cast("d", ())
    yield "PickleBuffer", pickle.PickleBuffer(bytearray(b"pickle"))
    if numpy:
        grid = numpy.arange(24, dtype="i4").reshape(2, 3, 4)
        yield "numpy", grid
        yield "numpy, transposed", grid.T
        yield "numpy, Fortran", numpy.asfortranarray(grid)
        yield "numpy, negative strides", grid[::-1, ::2, ::-2]
        yield "numpy, broadcast", numpy.broadcast_to(numpy.arange(4.0), (3, 4))
        yield "numpy, records", numpy.zeros(3, dtype=[("a", "<i2"), ("b", ">f8")])


ATTRIBUTES = (
    "format", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets", "readonly",
    "c_contiguous", "f_contiguous", "contiguous",
)


def description(view):
    return {name: getattr(view, name) for name in ATTRIBUTES}


class Library(unittest.TestCase):
    def test_functions_are_the_librarys_not_the_interpreters(self):
        name = "libPyMemoryViewT.so.0" if WITHOUT_GIL else "libPyMemoryView.so.0"
        self.assertEqual(Path(linked.library()).name, name)

    @unittest.skipUnless(WITHOUT_GIL, "a free-threaded interpreter")
    def test_the_extension_does_not_enable_the_gil(self):
        self.assertFalse(sys._is_gil_enabled())

    def test_the_runtime_replaces_nothing(self):
        """The names of libPyMemoryViewRuntime.so bind to the interpreter."""
        error = ctypes.PyDLL(None).PyErr_SetString
        address = ctypes.cast(error, ctypes.c_void_p).value
        with open("/proc/self/maps", encoding="utf-8") as maps:
            for line in maps:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                if start <= address < end:
                    self.assertNotIn("PyMemoryView", line)

    def test_there_is_one_memoryview_type(self):
        view = linked.from_object(b"abc")
        self.assertIs(type(view), memoryview)
        self.assertTrue(linked.is_view(view))
        self.assertTrue(linked.is_view(memoryview(b"")))
        self.assertFalse(linked.is_view(b""))

    def test_exporters_are_told_apart(self):
        self.assertTrue(linked.is_exporter(bytearray()))
        self.assertFalse(linked.is_exporter("text"))


class Views(unittest.TestCase):
    def test_views_are_those_of_the_interpreter(self):
        for name, exporter in exporters():
            with self.subTest(name):
                ours, theirs = linked.from_object(exporter), memoryview(exporter)
                self.assertEqual(description(ours), description(theirs))
                self.assertEqual(ours.tobytes(), theirs.tobytes())
                self.assertIs(ours.obj, theirs.obj)
                self.assertEqual(linked.base_and_size(ours), (theirs.obj, theirs.nbytes))

    def test_views_are_written_through(self):
        memory = bytearray(b"abc")
        linked.from_object(memory)[1] = ord("X")
        self.assertEqual(memory, b"aXc")

    def test_slices_and_casts_of_our_views_work(self):
        view = linked.from_object(bytearray(range(16)))
        self.assertEqual(view[4:12:2].tolist(), [4, 6, 8, 10])
        self.assertEqual(view.cast("I").shape, (4,))
        self.assertEqual(view, memoryview(bytes(range(16))))

    def test_a_view_keeps_a_bytearray_from_resizing_until_it_is_released(self):
        memory = bytearray(b"abc")
        view = linked.from_object(memory)
        with self.assertRaises(BufferError):
            memory.append(0)
        view.release()
        memory.append(0)

    def test_views_can_be_referred_to_weakly(self):
        view = linked.from_object(b"abc")
        reference = weakref.ref(view)
        self.assertIs(reference(), view)
        del view
        self.assertIsNone(reference())

    def test_the_interpreters_own_errors_arrive(self):
        released = memoryview(b"")
        released.release()
        with self.assertRaisesRegex(TypeError, "a bytes-like object is required, not 'str'"):
            linked.from_object("text")
        with self.assertRaisesRegex(ValueError, "operation forbidden on released memoryview"):
            linked.from_object(released)

    @unittest.skipIf(sys.version_info < (3, 12), "Python classes export from 3.12 on")
    def test_an_exception_of_a_python_exporter_is_passed_on(self):
        class Failing:
            def __buffer__(self, flags):
                raise LookupError("no buffer today")

        with self.assertRaisesRegex(LookupError, "no buffer today"):
            linked.from_object(Failing())

    @unittest.skipIf(sys.version_info < (3, 12), "Python classes export from 3.12 on")
    def test_a_python_exporter_is_told_of_the_release_once(self):
        class Exporter:
            releases = 0

            def __buffer__(self, flags):
                return memoryview(b"abc")

            def __release_buffer__(self, view):
                self.releases += 1
                view.release()

        exporter = Exporter()
        view = linked.from_buffer(exporter, linked.FULL_RO)
        self.assertEqual(view.tobytes(), b"abc")
        self.assertEqual(exporter.releases, 0)
        del view
        self.assertEqual(exporter.releases, 1)


class Contiguous(unittest.TestCase):
    def test_copies_hold_the_items_in_the_order_wanted(self):
        for name, exporter in exporters():
            for order in "CFA":
                with self.subTest(name, order=order):
                    theirs = memoryview(exporter)
                    ours = linked.get_contiguous(exporter, linked.READ, order)
                    self.assertTrue(ours.contiguous)
                    self.assertEqual(ours.shape, theirs.shape)
                    self.assertEqual(ours.format, theirs.format)
                    self.assertEqual(ours.tobytes(), theirs.tobytes())
                    bytes_in_order = linked.to_contiguous(exporter, order)
                    self.assertEqual(bytes_in_order, theirs.tobytes(order))

    def test_contiguous_memory_is_not_copied(self):
        memory = bytearray(b"abc")
        view = linked.get_contiguous(memory, linked.WRITE, "C")
        self.assertIs(view.obj, memory)
        copied = linked.get_contiguous(memoryview(memory)[::2], linked.READ, "C")
        self.assertIs(type(copied.obj), bytes)
        self.assertTrue(copied.readonly)

    def test_what_cannot_be_written_is_refused(self):
        with self.assertRaisesRegex(BufferError, "underlying buffer is not writable"):
            linked.get_contiguous(b"abc", linked.WRITE, "C")
        with self.assertRaisesRegex(BufferError, "writable contiguous buffer requested"):
            linked.get_contiguous(memoryview(bytearray(8))[::2], linked.WRITE, "C")

    def test_items_go_back(self):
        memory = bytearray(6)
        linked.from_contiguous(memoryview(memory).cast("B", (2, 3)), b"abcdef", "F")
        self.assertEqual(memory, b"acebdf")

    def test_a_wrong_size_is_refused(self):
        with self.assertRaisesRegex(ValueError, "len != view->len"):
            linked.to_contiguous(b"abc", "C", 1)

    def test_sizes_of_formats_are_those_of_struct(self):
        for form in ("i", "<hhl", "3s2x", "@bq", "!d"):
            self.assertEqual(linked.size_from_format(form), struct.calcsize(form))
        with self.assertRaisesRegex(struct.error, "bad char in struct format"):
            linked.size_from_format("J")


class Owning(unittest.TestCase):
    def test_the_view_owns_the_buffer(self):
        memory = bytearray(b"abc")
        references = sys.getrefcount(memory)
        view = linked.from_buffer(memory, linked.FULL)
        self.assertIs(view.obj, memory)
        second = view[1:]
        view.release()
        with self.assertRaises(BufferError):
            memory.append(0)
        del second
        memory.append(0)
        self.assertEqual(sys.getrefcount(memory), references)

    def test_every_exporter_can_be_owned(self):
        for name, exporter in exporters():
            with self.subTest(name):
                ours, theirs = linked.from_buffer(exporter, linked.FULL_RO), memoryview(exporter)
                self.assertEqual(description(ours), description(theirs))
                self.assertEqual(ours.tobytes(), theirs.tobytes())

    def test_a_failure_takes_nothing(self):
        memory = bytearray(b"abc")
        with self.assertRaisesRegex(ValueError, "number of dimensions must not exceed 64"):
            linked.from_buffer_with_axes(memory, 65)
        memory.append(0)

    def test_a_borrowed_buffer_has_no_exporter(self):
        memory = bytearray(b"abc")
        seen = []
        linked.with_borrowed(memory, lambda view: seen.append((view.obj, view.tobytes())))
        self.assertEqual(seen, [(None, b"abc")])
        memory.append(0)

    def test_owned_memory_is_given_up_with_the_last_view(self):
        view = linked.owned_memory(b"memory", None)
        self.assertEqual(linked.owned_memories(), 1)
        view[0] = ord("M")
        part = view[:3]
        del view
        self.assertEqual(bytes(part), b"Mem")
        self.assertEqual(linked.owned_memories(), 1)
        part.release()
        self.assertEqual(linked.owned_memories(), 0)

    def test_owned_memory_holds_its_owner(self):
        owner = type("Owner", (), {})()
        reference = weakref.ref(owner)
        view = linked.owned_memory(b"memory", owner)
        del owner
        self.assertIsNotNone(reference())
        del view
        self.assertIsNone(reference())

    def test_the_collector_finds_a_cycle_through_the_owner(self):
        owner = []
        owner.append(linked.owned_memory(b"memory", owner))
        del owner
        self.assertEqual(linked.owned_memories(), 1)
        gc.collect()
        self.assertEqual(linked.owned_memories(), 0)

    def test_the_collector_finds_a_cycle_through_an_owned_buffer(self):
        class Exporter(bytearray):
            pass

        exporter = Exporter(b"abc")
        reference = weakref.ref(exporter)
        exporter.view = linked.from_buffer(exporter, linked.FULL)
        del exporter
        gc.collect()
        self.assertIsNone(reference())


class Copying(unittest.TestCase):
    def test_items_are_copied_from_any_layout_to_any_other(self):
        memory = bytearray(12)
        linked.copy_data(memoryview(memory)[::-2], memoryview(b"abcdef"))
        self.assertEqual(memory, b"\0f\0e\0d\0c\0b\0a")

    def test_arrays_take_items(self):
        numbers = array.array("i", [0, 0, 0])
        linked.copy_data(numbers, (ctypes.c_int * 3)(1, 2, 3))
        self.assertEqual(numbers.tolist(), [1, 2, 3])

    @unittest.skipUnless(numpy, "needs numpy")
    def test_numpy_arrays_of_any_order_take_items(self):
        source = numpy.arange(60, dtype="f8").reshape(3, 4, 5)
        for axes in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
            target = numpy.zeros((3, 4, 5), dtype="f8").transpose(axes)
            linked.copy_data(target, source.transpose(axes))
            self.assertTrue((target == source.transpose(axes)).all())

    def test_what_cannot_be_written_is_refused(self):
        with self.assertRaisesRegex(BufferError, "not writable"):
            linked.copy_data(b"abc", b"abc")
        with self.assertRaisesRegex(BufferError, "destination is too small"):
            linked.copy_data(bytearray(2), b"abc")
        with self.assertRaisesRegex(TypeError, "must be bytes-like objects"):
            linked.copy_data([], b"abc")


class Endurance(unittest.TestCase):
    def rounds(self, count):
        memory = bytearray(range(64))
        for _ in range(count):
            view = linked.from_object(memory)
            part = linked.get_contiguous(view[::3], linked.READ, "C")
            owned = linked.from_buffer(part, linked.FULL_RO)
            linked.copy_data(memory, memory)
            linked.owned_memory(b"memory", owned)
            with contextlib.suppress(TypeError):
                linked.from_object(None)
            view.release()

    def test_nothing_is_left_behind(self):
        self.rounds(1000)
        gc.collect()
        blocks = sys.getallocatedblocks()
        self.rounds(20000)
        gc.collect()
        self.assertLess(sys.getallocatedblocks() - blocks, 200)
        self.assertEqual(linked.owned_memories(), 0)

    def test_threads_share_the_functions(self):
        threads = [threading.Thread(target=self.rounds, args=(2000,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(linked.owned_memories(), 0)


if __name__ == "__main__":
    unittest.main()
