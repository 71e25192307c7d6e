"""memoryview.__arrow_c_array__ and pymemoryview.from_arrow, without a library for Arrow."""

import contextvars
import gc
import os
import subprocess
import sys
import threading
import unittest
import weakref
from pathlib import Path

import pymemoryview

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Interpreters"))

from capsules import (
    Array, Schema, address, moved, release, release_in_foreign_thread, release_with_lock, struct_in,
)
from others import HAS_LOCKS, Other

STARTS = """
import array, pymemoryview
pymemoryview.install()
capsules = memoryview(array.array("i", range(6))).__arrow_c_array__()
"""
# The capsules, a cycle and an array that another thread releases, at the end of the interpreter.
ENDINGS = (
    "",
    "import sys; sys.keep = capsules",
    "cycle = [capsules]; cycle.append(cycle)",
    "view = pymemoryview.from_arrow(memoryview(b'abc')); cycle = [view]; cycle.append(cycle)",
    "import threading; threading.Thread(target=lambda: globals().pop('capsules')).start()",
    f"import sys; sys.path.insert(0, {str(HERE)!r}); from capsules import *\n"
    "release_after_the_end(moved(struct_in(capsules[1], Array)))",
)
# Run in another interpreter, which keeps an array outside of its capsule and says where it is.
MADE = f"""
import ctypes, os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, {str(HERE)!r})
import capsules
exporter = bytearray(8)
schema, array = memoryview(exporter).__arrow_c_array__()
struct = capsules.moved(capsules.struct_in(array, capsules.Array))
os.write(where, ctypes.addressof(struct).to_bytes(8, "little"))
try:
    exporter.append(0)
except BufferError:
    pass
else:
    raise AssertionError("not exported")
"""
FREE = "exporter.append(0)"


class Exporter(bytearray):
    """A bytearray that cannot be resized while it is exported, and whose end is seen."""


class Case(unittest.TestCase):
    def setUp(self):
        pymemoryview.install()
        self.addCleanup(pymemoryview.uninstall)
        self.exporter = Exporter(range(12))

    def is_free(self):
        try:
            self.exporter.append(0)
        except BufferError:
            return False
        self.exporter.pop()
        return True

    def structs(self, view):
        """What a consumer moves out of the capsules."""
        schema, array = view.__arrow_c_array__()
        return moved(struct_in(schema, Schema)), moved(struct_in(array, Array))


class Exporting(Case):
    def test_the_method_is_there_in_default_mode_only(self):
        self.assertTrue(hasattr(memoryview, "__arrow_c_array__"))
        with pymemoryview.install(strict=True):
            self.assertFalse(hasattr(memoryview, "__arrow_c_array__"))
        pymemoryview.uninstall()
        self.assertFalse(hasattr(memoryview, "__arrow_c_array__"))

    def test_arguments(self):
        view = memoryview(self.exporter)
        view.__arrow_c_array__(None)
        view.__arrow_c_array__(requested_schema=view.__arrow_c_array__()[0])
        with self.assertRaises(TypeError):
            view.__arrow_c_array__(None, None)
        with self.assertRaises(TypeError):
            view.__arrow_c_array__(schema=None)

    def test_capsules_that_no_one_takes_release(self):
        capsules = memoryview(self.exporter).__arrow_c_array__()
        self.assertFalse(self.is_free())
        del capsules
        self.assertTrue(self.is_free())

    def test_structs_are_those_of_the_items(self):
        view = memoryview(self.exporter).cast("h", (2, 3))
        schema, array = self.structs(view)
        self.assertEqual((schema.format, array.length, array.n_children), (b"+w:3", 2, 1))
        items = array.children[0].contents
        self.assertEqual((schema.children[0].contents.format, items.length), (b"s", 6))
        self.assertEqual(items.buffers[1], address(self.exporter))
        release(schema)
        release(array)
        self.assertEqual((schema.release, array.release), (None, None))
        del view
        self.assertTrue(self.is_free())

    def test_a_released_view_does_not_end_an_array(self):
        view = memoryview(self.exporter)
        schema, array = self.structs(view)
        view.release()
        self.assertFalse(self.is_free())
        release(array)
        self.assertTrue(self.is_free())
        release(schema)

    def test_a_child_outlives_its_parent(self):
        schema, array = self.structs(memoryview(self.exporter).cast("B", (3, 4)))
        child = moved(array.children[0].contents)
        release(array)
        release(schema)
        self.assertFalse(self.is_free())
        release(child)
        self.assertTrue(self.is_free())

    def test_any_thread_releases(self):
        def in_thread(struct):
            thread = threading.Thread(target=release, args=(struct,))
            thread.start()
            thread.join()

        ways = release, release_with_lock, in_thread, release_in_foreign_thread
        for release_somewhere in ways:
            with self.subTest(release_somewhere.__name__):
                exporter = Exporter(8)
                ends = []
                weakref.finalize(exporter, ends.append, release_somewhere)
                schema, array = self.structs(memoryview(exporter))
                del exporter
                self.assertEqual(ends, [])
                release_somewhere(array)
                self.assertEqual(ends, [release_somewhere])
                release_somewhere(schema)

    def test_a_thread_keeps_its_state(self):
        place = contextvars.ContextVar("place", default="elsewhere")
        place.set("here")
        for release_here in release, release_with_lock:
            exporter, places = Exporter(8), []
            weakref.finalize(exporter, lambda: places.append(place.get()))
            schema, array = self.structs(memoryview(exporter))
            del exporter
            release_here(array)
            self.assertEqual(places, ["here"])
            release(schema)

    def test_refusals(self):
        refused = {
            "Arrow: an array has at least one axis": memoryview(self.exporter)[:1].cast("B", ()),
            "Arrow: the view is not C-contiguous": memoryview(self.exporter)[::2],
            "Arrow: booleans are single bits; cast the view to 'B' to pass bytes":
                memoryview(self.exporter).cast("?"),
            "Arrow: there is no type for items of the view's format":
                memoryview(self.exporter).cast("c"),
        }
        for text, view in refused.items():
            with self.subTest(text), self.assertRaisesRegex(BufferError, f"^{text}$"):
                view.__arrow_c_array__()
        view = memoryview(self.exporter)
        view.release()
        with self.assertRaisesRegex(ValueError, "released"):
            view.__arrow_c_array__()
        refused.clear()
        self.assertTrue(self.is_free())


class Importing(Case):
    def test_a_view_of_the_same_memory_comes_back(self):
        view = pymemoryview.from_arrow(memoryview(self.exporter).cast("i"))
        self.exporter[0] = 77
        self.assertEqual((view.tolist()[0] & 0xFF, view.format, view.readonly), (77, "i", True))
        with self.assertRaises(TypeError):
            view[0] = 1
        part = view[1:]
        view.release()
        self.assertFalse(self.is_free())
        del part
        self.assertTrue(self.is_free())

    def test_axes_come_back(self):
        memory = memoryview(self.exporter).cast("h", (1, 2, 3))
        view = pymemoryview.from_arrow(memory)
        self.assertEqual((view.shape, view.tolist()), ((1, 2, 3), memory.tolist()))

    def test_without_installing(self):
        capsules = memoryview(self.exporter).__arrow_c_array__()
        pymemoryview.uninstall()

        class Producer:
            def __arrow_c_array__(self):
                return capsules

        view = pymemoryview.from_arrow(Producer())
        self.assertEqual(bytes(view), bytes(range(12)))
        with self.assertRaisesRegex(ValueError, "released already"):
            pymemoryview.from_arrow(Producer())
        del view
        self.assertTrue(self.is_free())

    def test_what_is_no_array_is_refused(self):
        schema, array = memoryview(self.exporter).__arrow_c_array__()
        for results in [(), (array, schema), (schema, schema), (schema, None), (schema,), 3]:
            with self.subTest(results=results):
                producer = type("P", (), {"__arrow_c_array__": lambda self: results})()
                with self.assertRaises((TypeError, ValueError)):
                    pymemoryview.from_arrow(producer)
        message = "^from_arrow.. needs an object with __arrow_c_array__, not 'list'$"
        with self.assertRaisesRegex(TypeError, message):
            pymemoryview.from_arrow([1, 2])

    def test_views_in_cycles_are_released(self):
        cycle = [pymemoryview.from_arrow(memoryview(self.exporter))]
        cycle.append(cycle)
        del cycle
        gc.collect()
        self.assertTrue(self.is_free())


class SubInterpreters(Case):
    def test_an_array_is_released_in_its_own(self):
        # ctypes cannot be imported there in 3.12.
        may_own = [True] if HAS_LOCKS and sys.version_info >= (3, 13) else []
        for owns_lock in [False, *may_own]:
            for release_somewhere in release, release_with_lock, release_in_foreign_thread:
                with self.subTest(owns_lock=owns_lock, way=release_somewhere.__name__):
                    self.release_from_main(owns_lock, release_somewhere)

    def test_capsules_end_in_their_own(self):
        for owns_lock in [False, *[True] * HAS_LOCKS]:
            with self.subTest(owns_lock=owns_lock), Other(owns_lock) as other:
                other.run("memoryview(bytearray(8)).__arrow_c_array__()")

    def release_from_main(self, owns_lock, release_somewhere):
        here, there = os.pipe()
        self.addCleanup(os.close, here)
        self.addCleanup(os.close, there)
        with Other(owns_lock) as other:
            other.run(MADE, where=there)
            array = Array.from_address(int.from_bytes(os.read(here, 8), "little"))
            release_somewhere(array)
            other.run(FREE)


class Ending(unittest.TestCase):
    def test_the_end_of_the_interpreter(self):
        for ending in ENDINGS:
            with self.subTest(ending):
                program = STARTS + ending
                ended = subprocess.run(
                    [sys.executable, "-X", "faulthandler", "-c", program], stderr=subprocess.PIPE,
                    stdout=subprocess.PIPE, env=os.environ, timeout=60,
                )
                self.assertEqual((ended.returncode, ended.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main()
