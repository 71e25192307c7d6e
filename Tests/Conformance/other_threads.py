"""Other threads and forked children during large copies and comparisons: nothing that succeeds with
the interpreter's own memoryview fails.

usage: other_threads.py MODE LIBDIR
"""

import ctypes
import os
import sys
import threading
import unittest
import warnings

from take_over import loaded_libraries, take_over

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)
native = take_over(MODE, FOLDER)
# The second names bind to the library in every process.
library = ctypes.PyDLL(FOLDER + "/libPyMemoryView.so")
library.PyMV_GetContiguous.restype = ctypes.py_object
library.PyMV_GetContiguous.argtypes = ctypes.py_object, ctypes.c_int, ctypes.c_char
library.PyMV_CopyData.argtypes = ctypes.py_object, ctypes.py_object
library.PyMV_GET_BUFFER.restype = ctypes.c_void_p
library.PyMV_GET_BUFFER.argtypes = (ctypes.py_object,)
library.PyMV_BufferToContiguous.argtypes = (
    ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_char
)
library.PyMV_BufferFromContiguous.argtypes = library.PyMV_BufferToContiguous.argtypes

PyBUF_READ = 0x100
SIZE = 4 << 20
# Far more than another thread needs to run where the GIL is released, and enough to show where it
# is not.
ROUNDS = 2000
QUIET_ROUNDS = 60


class Intruder:
    """A thread that calls a function as soon as it can run, records the outcome, and stops."""

    def __init__(self, attempt):
        self.tried = []
        self._attempt = attempt
        self._go, self._done = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._done.acquire()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        self._go.acquire()
        try:
            self._attempt()
            self.tried.append("done")
        except BufferError as error:
            self.tried.append(str(error))
        # Block, so that the other thread continues.
        self._done.acquire()

    def let_go(self):
        self._go.release()

    def end(self):
        self._done.release()
        self._thread.join()


def tried_during(operation, attempt, rounds=ROUNDS):
    """The outcome of another thread's attempt during an operation, and the operation's result."""
    intruder = Intruder(attempt)
    intruder.let_go()
    for _ in range(rounds):
        result = operation()
        if intruder.tried or native.strict():
            break
    # Only the operation has released the GIL so far.
    tried = list(intruder.tried)
    intruder.end()
    return tried, result


class WithoutSwitching(unittest.TestCase):
    def setUp(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        # A thread loses the GIL only where it releases it.
        sys.setswitchinterval(10000)


class BytesObjects(WithoutSwitching):
    """While bytes objects are read, other threads run, except in strict mode, and nothing is
    locked."""

    def check(self, operation, view, expected):
        memory = view.obj
        references = sys.getrefcount(memory)
        tried, result = tried_during(operation, view.release)
        self.assertEqual(tried, [] if native.strict() else ["done"])
        self.assertEqual(result, expected)
        view.release()
        self.assertEqual(sys.getrefcount(memory), references - 1)

    def strided(self, step=2):
        memory = bytes(range(256)) * (2 * SIZE // 256)
        return memoryview(memory)[::step], memory[::step]

    def test_tobytes(self):
        view, expected = self.strided()
        self.check(view.tobytes, view, expected)

    def test_tobytes_of_contiguous_memory(self):
        view, expected = self.strided(1)
        self.check(view.tobytes, view, expected)

    def test_hex(self):
        view, expected = self.strided(1)
        self.check(view.hex, view, expected.hex())

    def test_equality(self):
        view, expected = self.strided()
        other = memoryview(expected)
        self.check(lambda: view == other, view, True)

    def test_release_of_the_other_side(self):
        view, expected = self.strided()
        other = memoryview(expected)
        self.check(lambda: view == other, other, True)

    def test_equality_to_another_kind_of_object(self):
        view, expected = self.strided()
        self.check(lambda: view == expected, view, True)

    def test_getting_contiguous_memory(self):
        view, expected = self.strided()
        self.check(lambda: library.PyMV_GetContiguous(view, PyBUF_READ, b"C").obj, view, expected)

    def test_shared_copies(self):
        native.set_threads(2)
        self.addCleanup(native.set_threads, 1)
        view, expected = self.strided()
        self.check(view.tobytes, view, expected)

    def test_small_copies_keep_the_lock(self):
        view = memoryview(bytes(2000))[::2]
        self.assertEqual(tried_during(view.tobytes, view.release)[0], [])


class OtherMemory(WithoutSwitching):
    """While other objects are read or written, no other thread runs, as in CPython."""

    def check(self, operation, *views):
        def release():
            for view in views:
                view.release()

        self.assertEqual(tried_during(operation, release, QUIET_ROUNDS)[0], [])

    def setUp(self):
        super().setUp()
        self.memory = bytearray(2 * SIZE)
        self.view = memoryview(self.memory)[::2]
        self.other = memoryview(bytes(SIZE))

    def test_tobytes(self):
        self.check(self.view.tobytes, self.view)

    def test_hex(self):
        self.check(memoryview(self.memory).hex, self.view)

    def test_equality(self):
        self.check(lambda: self.view == self.other, self.view)
        self.check(lambda: self.other == self.view, self.view)
        self.check(lambda: self.other == self.memory, self.view)
        self.check(lambda: memoryview(self.memory) == bytes(2 * SIZE), self.view)

    def test_slice_assignment(self):
        def assign():
            self.view[:] = self.other

        self.check(assign, self.view, self.other)

    def test_slice_assignment_of_overlapping_memory(self):
        whole = memoryview(self.memory)
        part = whole[:SIZE]

        def assign():
            whole[1 : SIZE + 1] = part

        self.check(assign, whole, part)

    def test_copying_data(self):
        self.check(lambda: library.PyMV_CopyData(self.view, self.other), self.view, self.other)

    def test_packing_and_unpacking(self):
        copy = ctypes.create_string_buffer(SIZE)
        buffer = library.PyMV_GET_BUFFER(self.view)
        self.check(lambda: library.PyMV_BufferToContiguous(copy, buffer, SIZE, b"C"), self.view)
        self.check(lambda: library.PyMV_BufferFromContiguous(buffer, copy, SIZE, b"C"), self.view)


class ForkedChildren(unittest.TestCase):
    """A child that is forked during an operation of another thread is free to use every object."""

    FORKS = 12

    def check(self, operation, release):
        stop = False

        def work():
            while not stop:
                operation()

        thread = threading.Thread(target=work)
        thread.start()
        statuses = []
        try:
            for _ in range(self.FORKS):
                statuses.append(self.fork(release))
        finally:
            stop = True
            thread.join()
        self.assertEqual(statuses, [0] * self.FORKS)

    def fork(self, release):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            try:
                release()
            except BaseException:
                os._exit(1)
            os._exit(0)
        return os.waitpid(child, 0)[1]

    def test_reading_bytes(self):
        view = memoryview(bytes(8 * SIZE))[::2]
        self.check(view.tobytes, view.release)

    def test_comparing_bytes(self):
        view, other = memoryview(bytes(8 * SIZE)), memoryview(bytes(8 * SIZE))
        self.check(lambda: view == other, lambda: (view.release(), other.release()))

    def test_writing_a_bytearray(self):
        memory, source = bytearray(8 * SIZE), bytearray(8 * SIZE)
        view = memoryview(memory)

        def assign():
            view[:] = source

        def release():
            view.release()
            memory.append(1)
            source.append(1)

        self.check(assign, release)


class SettingThreads(unittest.TestCase):
    def test_the_number_is_checked(self):
        self.assertEqual(native.threads(), 1)
        for number in -1, 65, 10**30:
            with self.assertRaisesRegex(ValueError, "^n must be a number of threads"):
                native.set_threads(number)
        with self.assertRaises(TypeError):
            native.set_threads(1.0)
        self.assertEqual(native.threads(), 1)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
