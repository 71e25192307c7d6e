"""What sub-interpreters may do, and what installing in the main one means for them. In the
environment: PYMV_LIBDIR, the folder of the library.
"""

import ctypes
import os
import sys
import unittest
from pathlib import Path

CONFORMANCE = str(Path(__file__).resolve().parent.parent / "Conformance")
sys.path.insert(0, CONFORMANCE)

from others import HAS_LOCKS, Other
from take_over import LIBRARY, load

PATH = str(Path(os.environ["PYMV_LIBDIR"]).resolve() / LIBRARY)
native = load(PATH)

LOADED = f"""
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, {CONFORMANCE!r})
from take_over import load
native = load({PATH!r})
def check_refused(call, *arguments):
    try:
        call(*arguments)
    except RuntimeError as error:
        assert "must be called in the main interpreter" in str(error), error
    else:
        raise AssertionError
"""
ADDED = """
assert {"count", "index", "__class_getitem__"} <= set(vars(memoryview))
view = memoryview(bytearray(b"abcabc"))
assert (view.count(97), view.index(98, 2)) == (2, 4) and memoryview[int]
"""
USED = """
view = memoryview(bytearray(b"abcdef"))
assert list(view[1:3]) == [98, 99] and view == b"abcdef" and view.hex()
view[1:3] = b"xy"
try:
    view.cast(1)
except TypeError:
    pass
assert view.cast("H").tolist() and bytes(view) == b"axydef" and memoryview.__len__(view) == 6
view.release()
"""


class Interpreters:
    """Shared by the cases: each runs with interpreters of one kind."""

    def setUp(self):
        self.addCleanup(native.uninstall)

    def other(self):
        return Other(self.owns_lock)

    def test_the_module_is_there_and_does_not_install(self):
        before = dict(vars(memoryview))
        with self.other() as other:
            other.run(LOADED + "assert not native.installed() and native.version\n"
                      "native.uninstall()\ncheck_refused(native.install)")
        self.assertFalse(native.installed())
        self.assertEqual(dict(vars(memoryview)), before)

    def test_the_main_interpreter_installs_after_one_that_imported_has_ended(self):
        with self.other() as other:
            other.run(LOADED)
        native.install()
        self.assertEqual(memoryview(b"abca").count(97), 2)

    def test_what_the_main_interpreter_installed_cannot_be_changed_there(self):
        native.install()
        with self.other() as other:
            other.run(LOADED + "assert native.installed() and not native.strict()\n"
                      "native.install()\ncheck_refused(native.install, True)\n"
                      "check_refused(native.uninstall)\n" + ADDED)
        self.assertTrue(native.installed())

    def test_what_later_versions_added_is_there_in_interpreters_that_start_later(self):
        native.install()
        for _ in range(2):
            with self.other() as other:
                other.run(ADDED + USED)
        native.uninstall()
        with self.other() as other:
            other.run(USED + f"assert hasattr(memoryview, 'count') == {sys.version_info >= (3, 14)}")

    def test_views_outlive_uninstalling_there(self):
        native.install(strict=True)
        with self.other() as other:
            other.run("kept = memoryview(bytearray(b'abc'))[1:]")
            if not HAS_LOCKS:
                native.uninstall()
            other.run("assert kept.tolist() == [98, 99] and kept.obj.append\nkept.release()")

    def test_nothing_changes_while_others_may_run(self):
        with self.other() as other:
            if HAS_LOCKS:
                with self.assertRaisesRegex(RuntimeError, "while there is no other interpreter"):
                    native.install()
                self.assertFalse(native.installed())
                other.run(USED)
            else:
                native.install()
                other.run(ADDED + USED)
        native.install()
        with self.other() as other:
            if HAS_LOCKS:
                for change in lambda: native.install(strict=True), native.uninstall:
                    with self.assertRaisesRegex(RuntimeError, "while there is no other interpreter"):
                        change()
                native.install()
                other.run(ADDED)
            self.assertTrue(native.installed())
            self.assertFalse(native.strict())


class Sharing(Interpreters, unittest.TestCase):
    owns_lock = False

    def test_calls_without_the_gil_work_after_there_was_one(self):
        with self.other() as other:
            other.run("pass")
        size = 4 << 20
        view = memoryview(bytes(range(256)) * (size // 128))[::2]
        with_gil, without_gil = ctypes.PyDLL(PATH), ctypes.CDLL(PATH)
        with_gil.PyMV_GET_BUFFER.restype = ctypes.c_void_p
        with_gil.PyMV_GET_BUFFER.argtypes = (ctypes.py_object,)
        buffer = ctypes.c_void_p(with_gil.PyMV_GET_BUFFER(view))
        copy = ctypes.create_string_buffer(size)
        arguments = copy, buffer, ctypes.c_ssize_t(size), ctypes.c_char(b"C")
        self.assertEqual(without_gil.PyMV_BufferToContiguous(*arguments), 0)
        self.assertEqual(copy.raw, view.tobytes())


@unittest.skipUnless(HAS_LOCKS, "there is one GIL only")
class Owning(Interpreters, unittest.TestCase):
    owns_lock = True


if __name__ == "__main__":
    unittest.main()
