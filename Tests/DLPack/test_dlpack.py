"""DLPack inside CPython: what memoryview has, capsules, the table of functions, owners, threads.

usage: test_dlpack.py, with the package `pymemoryview` on the path and its library in PYMV_LIBRARY
"""

import ctypes
import faulthandler
import os
import subprocess
import sys
import threading
import unittest
import weakref

import pymemoryview
from tensors import (
    CPU, CUDA, IS_COPIED, READ_ONLY, TABLE, Array, DataType, Device, SetError, Tensor, Unversioned,
    delete, delete_without_lock, new_capsule, table_of, take,
)

NAMES = "__dlpack__", "__dlpack_device__", TABLE
VERSION = (1, 0)


class Memory(bytearray):
    """Bytes that can be referenced weakly."""


def tensor_of(view, **arguments):
    """The tensor of a view, taken from its capsule."""
    return take(view.__dlpack__(max_version=VERSION, **arguments))


class Installed(unittest.TestCase):
    def setUp(self):
        installation = pymemoryview.install()
        self.addCleanup(installation.__exit__)


class Modes(unittest.TestCase):
    def test_only_default_mode_adds_methods(self):
        before = [hasattr(memoryview, name) for name in NAMES]
        with pymemoryview.install(strict=True):
            self.assertEqual([hasattr(memoryview, name) for name in NAMES], before)
        with pymemoryview.install():
            self.assertEqual([hasattr(memoryview, name) for name in NAMES], [True] * 3)
            view = memoryview(bytearray(b"abc"))
            tensor, capsule = tensor_of(view), view.__dlpack__()
            table = table_of(memoryview)
        self.assertEqual([hasattr(memoryview, name) for name in NAMES], before)
        # What was made meanwhile goes on.
        delete(tensor)
        del capsule
        again = ctypes.POINTER(Tensor)()
        self.assertEqual(table.from_object(view, again), 0)
        delete(again.contents)
        view.release()

    def test_a_preloaded_library_has_them_too(self):
        script = (
            "import sys; view = memoryview(b'abc'); loaded = hasattr(view, '__dlpack__')\n"
            "print(loaded, hasattr(memoryview, %r))" % TABLE
        )
        environment = dict(os.environ, LD_PRELOAD=os.environ["PYMV_LIBRARY"])
        for strict, expected in ("", "True True"), ("1", "False False"):
            environment["PYMEMORYVIEW_STRICT"] = strict
            printed = subprocess.check_output(
                [sys.executable, "-c", script], env=environment, text=True
            ).strip()
            if not strict and printed == "False False":
                self.skipTest("this interpreter cannot be preloaded: it has libpython inside")
            self.assertEqual(printed, expected)


class Capsules(Installed):
    def test_the_name_says_the_version(self):
        view = memoryview(bytearray(b"abc"))
        for version, name in (None, "dltensor"), ((0, 8), "dltensor"), ((1, 0), "dltensor_versioned"):
            self.assertIn('"%s"' % name, repr(view.__dlpack__(max_version=version)))
        self.assertIn('"dltensor_versioned"', repr(view.__dlpack__(max_version=(2, 0))))
        self.assertEqual(tuple(view.__dlpack_device__()), (CPU, 0))

    def test_a_tensor_describes_the_view(self):
        view = memoryview(bytearray(24)).cast("h", (3, 4))[::2, ::-1]
        for kind in Tensor, Unversioned:
            tensor = take(view.__dlpack__(max_version=VERSION if kind is Tensor else None))
            array = tensor.array
            self.assertEqual((array.ndim, array.shape[:2], array.strides[:2]), (2, [2, 4], [8, -1]))
            self.assertEqual((array.dtype.code, array.dtype.bits, array.dtype.lanes), (0, 16, 1))
            self.assertEqual((array.device.type, array.device.id), (CPU, 0))
            delete(tensor)

    def test_read_only_memory_needs_a_version(self):
        view = memoryview(b"abc")
        with self.assertRaisesRegex(BufferError, r"read-only memory needs max_version=\(1, 0\)"):
            view.__dlpack__()
        tensor = tensor_of(view)
        self.assertEqual(tensor.flags, READ_ONLY)
        delete(tensor)
        view.release()

    def test_copies(self):
        view = memoryview(b"abcdef")[::2]
        tensor = tensor_of(view, copy=True)
        view.release()
        self.assertEqual(tensor.flags, IS_COPIED)
        self.assertEqual(ctypes.string_at(tensor.array.data, 3), b"ace")
        delete(tensor)
        view = memoryview(bytearray(b"abc"))
        for copy in None, False:
            tensor = tensor_of(view, copy=copy)
            self.assertEqual(tensor.flags, 0)
            delete(tensor)
        # Before version 1, a copy of read-only memory is writable too.
        delete(take(memoryview(b"abc").__dlpack__(copy=True)))

    def test_what_is_not_supported_is_refused(self):
        view = memoryview(bytearray(b"abc"))
        for arguments in {"stream": 1}, {"dl_device": (CUDA, 0)}, {"dl_device": (CPU, 1)}:
            with self.assertRaisesRegex(BufferError, "on the processor, which has no streams"):
                view.__dlpack__(**arguments)
        delete(tensor_of(view, dl_device=(CPU, 0), stream=None))
        for wrong in 1, (1,), (1, "0"), [1, 0], (1, 2**70):
            with self.assertRaises((TypeError, OverflowError)):
                view.__dlpack__(max_version=wrong)
        with self.assertRaises(TypeError):
            view.__dlpack__(None)
        view.release()
        with self.assertRaisesRegex(ValueError, "released"):
            view.__dlpack__()

    def test_reasons(self):
        swapped = memoryview(ctypes.c_int.__ctype_be__())
        with self.assertRaisesRegex(BufferError, "the items are byte-swapped"):
            swapped.__dlpack__(max_version=VERSION)

        class Pair(ctypes.Structure):
            _fields_ = [("a", ctypes.c_int), ("b", ctypes.c_int)]

        with self.assertRaisesRegex(BufferError, "not a single number or truth value"):
            memoryview(Pair()).__dlpack__(max_version=VERSION)

    def test_scalar_types(self):
        view = memoryview(bytearray(4))
        for name, code, bits in (
            ("bfloat16", 4, 16), ("float8_e4m3fn", 10, 8), ("float8_e5m2", 12, 8)
        ):
            tensor = tensor_of(view.cast("[%s]" % name))
            self.assertEqual((tensor.array.dtype.code, tensor.array.dtype.bits), (code, bits))
            delete(tensor)


class Owners(Installed):
    def test_a_capsule_that_nobody_takes_gives_the_memory_back(self):
        for version in None, VERSION:
            view = memoryview(bytearray(b"abc"))
            capsule = view.__dlpack__(max_version=version)
            with self.assertRaisesRegex(BufferError, "memoryview has 1 exported buffer"):
                view.release()
            del capsule
            view.release()

    def test_a_taken_tensor_keeps_the_memory(self):
        for version in None, VERSION:
            memory = Memory(b"abc")
            is_alive = weakref.ref(memory)
            capsule = memoryview(memory).__dlpack__(max_version=version)
            tensor = take(capsule)
            del memory, capsule
            self.assertIsNotNone(is_alive())
            delete(tensor)
            self.assertIsNone(is_alive())

    def end_in(self, function):
        memory = Memory(b"abc")
        is_alive = weakref.ref(memory)
        for version in None, VERSION:
            tensor = take(memoryview(memory).__dlpack__(max_version=version))
            function(tensor)
        del memory
        self.assertIsNone(is_alive())

    def test_a_tensor_ends_without_the_lock(self):
        self.end_in(delete_without_lock)

    def test_a_tensor_ends_in_another_thread(self):
        def end(tensor):
            thread = threading.Thread(target=delete_without_lock, args=(tensor,))
            thread.start()
            thread.join()

        self.end_in(end)

    def test_a_tensor_ends_in_a_thread_that_the_interpreter_does_not_know(self):
        libc = ctypes.CDLL(None)

        def end(tensor):
            thread = ctypes.c_ulong()
            address = ctypes.c_void_p(ctypes.addressof(tensor))
            status = libc.pthread_create(
                ctypes.byref(thread), None, ctypes.c_void_p(tensor.deleter), address
            )
            self.assertEqual(status, 0)
            libc.pthread_join(thread, None)

        self.end_in(end)

    def test_a_tensor_may_outlive_the_interpreter(self):
        # The deleter is one of the functions that C calls at exit, after the interpreter has ended.
        script = (
            "import ctypes, pymemoryview, sys; sys.path[:0] = %r\n"
            "from tensors import take\n"
            "pymemoryview.install()\n"
            "tensor = take(memoryview(b'abc').__dlpack__(max_version=(1, 0)))\n"
            "deleter, address = map(ctypes.c_void_p, (tensor.deleter, ctypes.addressof(tensor)))\n"
            "assert ctypes.CDLL(None).__cxa_atexit(deleter, address, None) == 0\n"
        )
        subprocess.check_call([sys.executable, "-c", script % [os.path.dirname(__file__)]])

    def run_in_another_interpreter(self, script):
        try:
            import _interpreters as interpreters
        except ImportError:
            import _xxsubinterpreters as interpreters
        interpreter = interpreters.create()
        try:
            failure = interpreters.run_string(
                interpreter, "import sys; sys.path[:] = %r\n" % sys.path + script
            )
        finally:
            interpreters.destroy(interpreter)
        self.assertIsNone(failure)

    def test_other_interpreters(self):
        self.run_in_another_interpreter(
            "import pymemoryview\n"
            "view = memoryview(bytearray(b'abc'))\n"
            "for version in None, (1, 0):\n"
            "    view.__dlpack__(max_version=version)\n"
            "    pymemoryview.from_dlpack(view).release()\n"
            "view.release()\n"
        )

    @unittest.skipIf(sys.version_info < (3, 13), "before CPython 3.13, ctypes is of one interpreter")
    def test_tensors_of_other_interpreters_end_without_their_lock(self):
        self.run_in_another_interpreter(
            "import ctypes, threading, tensors\n"
            "view = memoryview(bytearray(b'abc'))\n"
            "take = lambda: tensors.take(view.__dlpack__(max_version=(1, 0)))\n"
            "tensors.delete_without_lock(take())\n"
            "libc, thread, tensor = ctypes.CDLL(None), ctypes.c_ulong(), take()\n"
            "deleter, address = map(ctypes.c_void_p, (tensor.deleter, ctypes.addressof(tensor)))\n"
            "libc.pthread_create(ctypes.byref(thread), None, deleter, address)\n"
            "libc.pthread_join(thread, None)\n"
            "view.release()\n"
        )

class Producer:
    """An object with a capsule for from_dlpack."""

    def __init__(self, capsule):
        self.capsule = capsule

    def __dlpack__(self, **arguments):
        return self.capsule


class OldProducer(Producer):
    def __dlpack__(self, stream=None):
        return self.capsule


class FromDLPack(unittest.TestCase):
    """In any mode."""

    def make(self, kind=Tensor, **changes):
        """A tensor of two shorts, which counts the calls of its deleter."""
        self.items = (ctypes.c_short * 2)(5, 6)
        self.shape = (ctypes.c_int64 * 1)(2)
        self.deleted = []
        self.deleter = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self.deleted.append)
        self.tensor = kind()
        array = self.tensor.array
        array.data, array.ndim = ctypes.addressof(self.items), 1
        array.device, array.dtype = Device(CPU, 0), DataType(0, 16, 1)
        array.shape = self.shape
        self.tensor.deleter = ctypes.cast(self.deleter, ctypes.c_void_p)
        if kind is Tensor:
            self.tensor.version.major = 1
        for name, value in changes.items():
            setattr(array, name, value)
        name = b"dltensor_versioned" if kind is Tensor else b"dltensor"
        return new_capsule(ctypes.addressof(self.tensor), name, None)

    def test_a_view_of_a_tensor(self):
        view = pymemoryview.from_dlpack(Producer(self.make()))
        self.assertIs(type(view), memoryview)
        self.assertEqual((view.tolist(), view.format, view.readonly), ([5, 6], "h", False))
        view[0] = 7
        self.assertEqual(self.items[0], 7)
        slice = view[1:]
        view.release()
        self.assertEqual(self.deleted, [])
        del slice
        self.assertEqual(self.deleted, [ctypes.addressof(self.tensor)])

    def test_a_view_of_an_unversioned_tensor_is_read_only(self):
        view = pymemoryview.from_dlpack(OldProducer(self.make(Unversioned)))
        self.assertEqual((view.tolist(), view.readonly), ([5, 6], True))
        view.release()
        self.assertEqual(self.deleted, [ctypes.addressof(self.tensor)])

    def test_a_capsule_is_taken_once(self):
        for kind in Tensor, Unversioned:
            capsule = self.make(kind)
            view = pymemoryview.from_dlpack(Producer(capsule))
            self.assertIn('"used_dltensor', repr(capsule))
            with self.assertRaisesRegex(TypeError, "a capsule with a tensor that is not used"):
                pymemoryview.from_dlpack(Producer(capsule))
            view.release()
            self.assertEqual(len(self.deleted), 1)
        for other in None, 5:
            with self.assertRaises(TypeError):
                pymemoryview.from_dlpack(Producer(other))
        with self.assertRaises(AttributeError):
            pymemoryview.from_dlpack(b"abc")

    def test_a_refused_tensor_stays_in_its_capsule(self):
        for kind in Tensor, Unversioned:
            for changes, reason in (
                ({"device": Device(CUDA, 0)}, "device with memory of its own"),
                ({"dtype": DataType(0, 24, 1)}, "no format for items of this type"),
                ({"dtype": DataType(0, 16, 2)}, "vectors"),
            ):
                capsule = self.make(kind, **changes)
                with self.assertRaisesRegex(BufferError, reason):
                    pymemoryview.from_dlpack(Producer(capsule))
                self.assertNotIn("used", repr(capsule))
                self.assertEqual(self.deleted, [])


class TheTable(Installed):
    def setUp(self):
        super().setUp()
        self.table = table_of(memoryview)

    def test_its_version(self):
        self.assertEqual(self.table.version.major, 1)
        self.assertIsNone(self.table.previous)

    def test_tensors_and_objects(self):
        memory = Memory(range(8))
        is_alive = weakref.ref(memory)
        view = memoryview(memory).cast("h")[::-1]
        tensor, made = ctypes.POINTER(Tensor)(), ctypes.py_object()
        self.assertEqual(self.table.from_object(view, tensor), 0)
        self.assertEqual(self.table.to_object(tensor, made), 0)
        again = made.value
        # The result is a new reference, and ctypes took another one.
        ctypes.pythonapi.Py_DecRef(made)
        self.assertEqual((again.tolist(), again.strides), (view.tolist(), (-2,)))
        with self.assertRaises(BufferError):
            view.release()
        del view, memory, made
        self.assertIsNotNone(is_alive())
        again.release()
        self.assertIsNone(is_alive())

    def test_descriptions(self):
        view = memoryview(bytearray(range(12))).cast("h", (2, 3))
        array = Array()
        self.assertEqual(self.table.describe(view, array), 0)
        self.assertEqual((array.shape[:2], array.strides[:2]), ([2, 3], [3, 1]))
        self.assertEqual(ctypes.string_at(array.data, 2), b"\0\1")
        view.release()
        with self.assertRaisesRegex(ValueError, "released"):
            self.table.describe(view, array)

    def test_refusals(self):
        tensor = ctypes.POINTER(Tensor)()
        with self.assertRaisesRegex(BufferError, "no type for items of this format"):
            self.table.from_object(memoryview(bytearray(3)).cast("c"), tensor)
        with self.assertRaises(TypeError):
            self.table.from_object(b"abc", tensor)
        with self.assertRaises(TypeError):
            self.table.describe(b"abc", Array())
        view = memoryview(b"abc")
        self.table.from_object(view, tensor)
        tensor.contents.version.major = 2
        with self.assertRaisesRegex(BufferError, "another major version"):
            self.table.to_object(tensor, ctypes.py_object())
        delete(tensor.contents)
        view.release()

    def test_streams(self):
        stream = ctypes.c_void_p(1)
        self.assertEqual(self.table.stream(CPU, 0, stream), 0)
        self.assertIsNone(stream.value)

    def allocate(self, shape, dtype=DataType(0, 32, 1), device=Device(CPU, 0), ndim=None):
        """A new tensor, or the kind and text of the error."""
        errors = []
        prototype = Array(
            device=device, ndim=len(shape) if ndim is None else ndim, dtype=dtype,
            shape=(ctypes.c_int64 * len(shape))(*shape),
        )
        made = ctypes.POINTER(Tensor)()
        context = ctypes.c_void_p(7)
        set_error = SetError(lambda *error: errors.append(error))
        status = self.table.allocate(prototype, made, context, set_error)
        self.assertEqual(status, -1 if errors else 0)
        if errors:
            ((given, kind, text),) = errors
            self.assertEqual(given, 7)
            return kind, text
        return made.contents

    def test_new_tensors(self):
        tensor = self.allocate([2, 3, 4])
        array = tensor.array
        self.assertEqual((array.shape[:3], array.strides[:3]), ([2, 3, 4], [12, 4, 1]))
        self.assertEqual(array.data % 64, 0)
        ctypes.memset(array.data, 1, 2 * 3 * 4 * 4)
        made = ctypes.py_object()
        self.assertEqual(self.table.to_object(ctypes.pointer(tensor), made), 0)
        view = made.value
        ctypes.pythonapi.Py_DecRef(made)
        self.assertEqual((view.shape, view.nbytes, view[1, 2, 3]), ((2, 3, 4), 96, 0x01010101))
        self.assertFalse(view.readonly)
        view.release()
        for shape in [], [0], [2, 0]:
            tensor = self.allocate(shape)
            self.assertEqual(tensor.array.data is None, shape != [])
            delete_without_lock(tensor)

    def test_tensors_that_cannot_be_made(self):
        for refused in (
            self.allocate([2], device=Device(CUDA, 0)), self.allocate([], ndim=-1),
            self.allocate([1] * 65),
        ):
            self.assertEqual(refused[0], b"BufferError")
            self.assertIn(b"at most 64 axes", refused[1])
        for shape in [2**40, 2**40], [-1], [2**62], [2**61]:
            self.assertEqual(self.allocate(shape)[0], b"MemoryError")


if __name__ == "__main__":
    # A deadlock fails.
    faulthandler.dump_traceback_later(100, exit=True)
    unittest.main()
