"""The rules of CPython 3.16, in strict mode where they are the interpreter's, and everywhere in default
mode; and which versions are accepted.

usage: newest_rules.py LIBDIR

Interpreters from 3.12 on are told to be another version by a change of the text that Py_GetVersion
returns, which the library reads; older ones write it anew each time. Nothing else of the interpreter
changes, its own cast() in particular.
"""

import ctypes
import re
import sys
import unittest

from take_over import load, loaded_libraries

FOLDER = sys.argv.pop(1)
native = load(FOLDER + "/libPyMemoryView.so")
OLDER = sys.version_info < (3, 16)
ctypes.pythonapi.Py_GetVersion.restype = ctypes.c_void_p
VERSION = ctypes.pythonapi.Py_GetVersion()


def tell(version):
    """Change the interpreter's text of its version. Returns the text before."""
    before = ctypes.string_at(VERSION)
    ctypes.memmove(VERSION, version + b"\0", len(version) + 1)
    return before


def outcome(action, *args, **names):
    try:
        return action(*args, **names).tolist()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@unittest.skipIf(sys.version_info < (3, 12), "cannot be told to be another version")
class Told(unittest.TestCase):
    """With a version of which the interpreter is told."""

    version = b"3.16.0 (main)"

    def setUp(self):
        self.addCleanup(tell, tell(self.version))
        self.addCleanup(native.uninstall)


class Rules:
    """The rules in both modes."""

    strict = False

    def setUp(self):
        super().setUp()
        native.install(strict=self.strict)
        self.assertEqual(native.strict(), self.strict)
        self.view = memoryview(bytearray(b"abcdef"))

    def columns(self):
        """A view whose first axis varies fastest."""
        return self.view.cast("B", [3, 2], order="F")

    def test_the_order_of_a_cast(self):
        self.assertEqual(self.columns().tolist(), [[97, 100], [98, 101], [99, 102]])
        self.assertEqual((self.columns().strides, self.columns().f_contiguous), ((1, 3), True))
        rows = self.view.cast("B", shape=(3, 2), order="C")
        self.assertEqual(rows.tolist(), [[97, 98], [99, 100], [101, 102]])
        self.assertEqual(self.view.cast("B", [6], order="F").tolist(), list(b"abcdef"))
        self.assertEqual(self.view.cast("H", order="F").tolist(), self.view.cast("H").tolist())

    def test_writing_through_columns(self):
        self.columns()[1, 1] = 0
        self.assertEqual(bytes(self.view), b"abcd\0f")

    def test_columns_are_cast_in_the_order_of_memory(self):
        self.assertEqual(self.columns().cast("B").tolist(), list(b"abcdef"))
        self.assertEqual(self.columns().cast("b", [6]).tolist(), list(b"abcdef"))
        self.assertEqual(self.columns().cast("H").tolist(), self.view.cast("H").tolist())

    def test_groups_of_digits_may_be_of_any_size(self):
        for size in sys.maxsize, -sys.maxsize, 1 << 31:
            self.assertEqual(self.view.hex(":", size), "616263646566")
        for size in sys.maxsize + 1, -sys.maxsize - 2:
            self.assertRaises(OverflowError, self.view.hex, ":", size)

    def test_complex_items(self):
        view = memoryview(bytearray(16))
        for text in "Zf", "@Zf", "Zd", "@Zd":
            part = view.cast(text)
            part[0] = 1 - 2j
            self.assertEqual((part.format, part[0]), (text, 1 - 2j))
        part = view.cast("Zf")
        part[0] = 1e300j
        self.assertEqual(part[0], complex(0, float("inf")))
        for text in "F", "D", "Z", "Zg", "Ze", "ZZ", "Zff", "@Z":
            self.assertRaises(ValueError, view.cast, text)


class DefaultRules(Rules, unittest.TestCase):
    """In the version that the interpreter has."""

    def tearDown(self):
        native.uninstall()

    def test_other_orders_are_refused(self):
        for order, expected in (
            ("A", "ValueError: order must be 'C' or 'F'"),
            ("CF", "TypeError: cast(): argument 'order' must be a unicode character, "
                   "not a string of length 2"),
            (None, "TypeError: cast() argument 'order' must be a unicode character, not None"),
        ):
            self.assertEqual(outcome(self.view.cast, "B", [3, 2], order=order), expected)


class StrictRules(Rules, Told):
    strict = True

    def test_what_is_refused(self):
        """As by the interpreter's own method, in its words."""
        rows, columns = self.view.cast("B", [3, 2]), self.columns()
        refused = [
            (rows.cast, ("B", [2, 3]), {"order": "F"}),
            (rows.cast, ("B", [2, 3]), {}),
            (columns.cast, ("B", [2, 3]), {}),
            (self.view.cast, ("B", [3, 2]), {"order": "A"}),
            (self.view.cast, ("B", [3, 2]), {"order": "CF"}),
            (self.view.cast, ("B", [3, 2]), {"order": None}),
            (self.view.cast, ("B", [3, 2], "F"), {}),
            (self.view[::2].cast, ("H",), {}),
            (self.view.cast, ("?", [7]), {}),
            (self.view.cast, ("B",), {"other": 1}),
        ]
        outcomes = [outcome(method, *args, **names) for method, args, names in refused]
        native.uninstall()
        for (method, args, names), ours in zip(refused, outcomes):
            with self.subTest(args=args, names=names):
                self.assertRegex(ours, "^(Type|Value)Error: ")
                self.assertEqual(ours, outcome(method, *args, **names))


@unittest.skipUnless(OLDER, "has these rules itself")
class OlderRules(unittest.TestCase):
    """What the interpreter itself lacks, it lacks in strict mode."""

    def test_casts_know_no_order(self):
        native.install()
        self.addCleanup(native.uninstall)
        view = memoryview(b"abcdef")
        columns = view.cast("B", [3, 2], order="F")
        native.install(strict=True)
        self.assertRaises(TypeError, view.cast, "B", [3, 2], order="F")
        self.assertRaisesRegex(TypeError, "restricted to C-contiguous views$", columns.cast, "B")


class Versions(Told):
    def test_later_ones_have_the_newest_rules(self):
        for version in b"3.16.0a1 (main)", b"3.16.3", b"3.17.0b2+", b"3.99.1":
            tell(version)
            with self.subTest(version):
                native.install(strict=True)
                columns = memoryview(b"abcdef").cast("B", [3, 2], order="F")
                self.assertEqual(columns.tolist(), [[97, 100], [98, 101], [99, 102]])
                native.uninstall()

    def test_others_are_refused(self):
        for version in b"3.8.20 (main)", b"2.7.18", b"4.0.0", b"3.16.0 free-threading build":
            tell(version)
            with self.subTest(version):
                text = re.escape(f", not {version.decode()}")
                self.assertRaisesRegex(ImportError, text, native.install)
                self.assertFalse(native.installed())
        tell(self.version)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
