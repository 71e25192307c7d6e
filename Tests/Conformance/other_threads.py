"""Other threads during large copies and comparisons: they run, and cannot take the memory away.

usage: other_threads.py MODE LIBDIR
"""

import ctypes
import sys
import threading
import unittest

from take_over import loaded_libraries, take_over

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)
native = take_over(MODE, FOLDER)
# By the second names, which lead to the library in every process.
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
ROUNDS = 2000


class Intruder:
    """A thread that, as soon as it can run, tries to take memory away from a view, and stops."""

    def __init__(self, view, memory):
        self.tried = []
        self._view, self._memory = view, memory
        self._go, self._done = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._done.acquire()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        self._go.acquire()
        for attempt in self._view.release, self._memory.clear:
            try:
                attempt()
                self.tried.append("done")
            except BufferError as error:
                self.tried.append(str(error))
        # Wait, so that the other thread goes on.
        self._done.acquire()

    def let_go(self):
        self._go.release()

    def end(self):
        self._done.release()
        self._thread.join()


class OtherThreads(unittest.TestCase):
    def setUp(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        # A thread loses the lock only where it gives it up.
        sys.setswitchinterval(10000)

    def tried_during(self, operation, view, memory):
        """What another thread tried while an operation on a view of a bytearray ran."""
        intruder = Intruder(view, memory)
        intruder.let_go()
        for _ in range(ROUNDS):
            operation()
            if intruder.tried or native.strict():
                break
        # Nothing but the operation has given up the lock so far.
        tried = list(intruder.tried)
        intruder.end()
        return tried

    def check(self, operation, view, memory):
        """Assert that another thread runs during an operation and cannot release the memory."""
        tried = self.tried_during(operation, view, memory)
        if native.strict():
            self.assertEqual(tried, [])
        else:
            self.assertEqual(len(tried), 2)
            self.assertRegex(tried[0], r"^memoryview has \d+ exported buffer")
            self.assertIn("Existing exports of data", tried[1])
        view.release()
        memory.clear()

    def strided(self, step=2):
        memory = bytearray(2 * SIZE)
        return memoryview(memory)[::step], memory

    def test_tobytes(self):
        view, memory = self.strided()
        self.check(view.tobytes, view, memory)

    def test_tobytes_of_contiguous_memory(self):
        view, memory = self.strided(1)
        self.check(view.tobytes, view, memory)

    def test_hex(self):
        view, memory = self.strided(1)
        self.check(view.hex, view, memory)

    def test_equality(self):
        view, memory = self.strided()
        other = memoryview(bytes(SIZE))
        self.check(lambda: view == other, view, memory)

    def test_equality_to_another_kind_of_object(self):
        view, memory = self.strided()
        other = bytes(SIZE)
        self.check(lambda: view == other, view, memory)

    def test_slice_assignment(self):
        view, memory = self.strided(1)
        items = bytes(SIZE)

        def assign():
            view[::2] = items

        self.check(assign, view, memory)

    def test_slice_assignment_of_overlapping_memory(self):
        view, memory = self.strided(1)
        part = view[:SIZE]

        def assign():
            view[1 : SIZE + 1] = part

        self.addCleanup(part.release)
        tried = self.tried_during(assign, view, memory)
        self.assertEqual(len(tried), 0 if native.strict() else 2)

    def test_copying_data(self):
        view, memory = self.strided()
        source = bytes(SIZE)
        self.check(lambda: library.PyMV_CopyData(view, source), view, memory)

    def check_held(self, operation, view, memory):
        """The same where the view may go, because something else holds the memory."""
        tried = self.tried_during(operation, view, memory)
        self.assertEqual(len(tried), 0 if native.strict() else 2)
        self.assertTrue(all("Existing exports" in text for text in tried[1:]))
        view.release()

    def test_getting_contiguous_memory(self):
        view, memory = self.strided()
        self.check_held(lambda: library.PyMV_GetContiguous(view, PyBUF_READ, b"C"), view, memory)
        memory.clear()

    def test_packing_and_unpacking(self):
        copy = ctypes.create_string_buffer(SIZE)
        for function in library.PyMV_BufferToContiguous, library.PyMV_BufferFromContiguous:
            view, memory = self.strided()
            buffer = library.PyMV_GET_BUFFER(view)
            arguments = [copy, buffer]
            if function is library.PyMV_BufferFromContiguous:
                arguments.reverse()
            # The caller of these two holds the memory.
            with memoryview(view):
                self.check_held(lambda: function(*arguments, SIZE, b"C"), view, memory)

    def test_small_copies_keep_the_lock(self):
        memory = bytearray(2000)
        view = memoryview(memory)[::2]
        self.assertEqual(self.tried_during(view.tobytes, view, memory), [])

    def test_shared_copies(self):
        native.set_threads(2)
        self.addCleanup(native.set_threads, 1)
        memory = bytearray(range(256)) * (1 << 16)
        view = memoryview(memory)[::2]
        self.assertEqual(view.tobytes(), bytes(range(0, 256, 2)) * (1 << 16))
        self.check(view.tobytes, view, memory)


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
