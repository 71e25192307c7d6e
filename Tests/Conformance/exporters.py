"""Items of real exporters in default mode: of ctypes, array and, if the interpreter has it, NumPy.

usage: exporters.py MODE LIBDIR

Each item is compared with what the exporter itself finds in its memory.
"""

import array
import ctypes
import sys
import unittest
from pathlib import Path

from take_over import loaded_libraries, take_over

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Formats"))

import samples
from samples import big, structure, union

try:
    import numpy
except ImportError:
    numpy = None

MODE, FOLDER = sys.argv.pop(1), sys.argv.pop(1)
take_over(MODE, FOLDER)

# A pattern that is an "A" where a character stands.
PATTERN = b"A\0\0\0"
ADDRESSES = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_wchar_p, ctypes._Pointer, ctypes._CFuncPtr)
REFUSALS = (TypeError, ValueError)


def value_at(kind, address):
    """The value of a ctypes type at an address, found with ctypes alone."""
    if issubclass(kind, ctypes.Structure):
        members = [(member, getattr(kind, name).offset) for name, member in kind._fields_]
        return tuple(value_at(member, address + offset) for member, offset in members)
    if issubclass(kind, ctypes.Array):
        step = ctypes.sizeof(kind._type_)
        return [value_at(kind._type_, address + i * step) for i in range(kind._length_)]
    if issubclass(kind, ctypes.Union):
        return ctypes.string_at(address, 1)[0]
    if issubclass(kind, ADDRESSES):
        return ctypes.c_size_t.from_address(address).value
    value = kind.from_address(address).value
    # Since 3.14, ctypes reads a c_bool of the other byte order as an int.
    return bool(value) if kind._type_ == "?" else value


def count_value_bytes(kind):
    """The bytes of a ctypes type that are no padding."""
    if issubclass(kind, ctypes.Structure):
        return sum(count_value_bytes(member) for _, member in kind._fields_)
    if issubclass(kind, ctypes.Array):
        return kind._length_ * count_value_bytes(kind._type_)
    if issubclass(kind, ctypes.c_longdouble):
        return 10
    return ctypes.sizeof(kind)


def is_described(kind):
    """Whether this version's format of a ctypes type tells where its members are."""
    return samples.TELLS_PADDING or count_value_bytes(kind) == ctypes.sizeof(kind)


def described_types():
    return [kind for kind in samples.ctypes_types() if is_described(kind)]


def has_long_double(kind):
    return "g" in memoryview(kind()).format


def filled(kind, pattern=PATTERN):
    """An object of a ctypes type whose memory repeats a pattern."""
    made, size = kind(), ctypes.sizeof(kind)
    # Not every pattern of bits is a long double.
    ctypes.memmove(ctypes.addressof(made), (pattern * (size // len(pattern) + 1)), size)
    return made if not has_long_double(kind) else kind()


def bytes_of(made):
    return ctypes.string_at(ctypes.addressof(made), ctypes.sizeof(made))


def write_all(view, values):
    """Write values into all items of a view, one by one."""
    if view.ndim == 0:
        view[()] = values
    elif view.ndim == 1:
        for i, value in enumerate(values):
            view[i] = value
    else:
        write_planes(view, values, ())


def write_planes(view, values, index):
    for i, value in enumerate(values):
        if len(index) + 1 == view.ndim:
            view[index + (i,)] = value
        else:
            write_planes(view, value, index + (i,))


class EveryTypeOfCtypes(unittest.TestCase):
    """The types of samples.py."""

    def test_items_are_what_ctypes_finds(self):
        for kind in described_types():
            made = filled(kind)
            view = memoryview(made)
            with self.subTest(view.format):
                self.assertEqual(view.tolist(), value_at(kind, ctypes.addressof(made)))

    def test_views_equal_themselves_and_copies(self):
        for kind in described_types():
            made, same, view = filled(kind), filled(kind), memoryview(filled(kind))
            with self.subTest(view.format):
                self.assertTrue(view == view)
                self.assertTrue(view == made)
                self.assertTrue(memoryview(made) == memoryview(same))
                self.assertFalse(view != same)

    def test_other_items_are_not_equal(self):
        for kind in described_types():
            if count_value_bytes(kind) == 0 or has_long_double(kind):
                continue
            made, other = filled(kind), filled(kind, b"B\1\0\0")
            view, values = memoryview(made), value_at(kind, ctypes.addressof(other))
            with self.subTest(view.format):
                is_same = values == value_at(kind, ctypes.addressof(made))
                self.assertEqual(view == other, is_same)

    def test_what_is_read_can_be_written(self):
        for kind in described_types():
            made, other = filled(kind), kind()
            view = memoryview(other)
            with self.subTest(view.format):
                write_all(view, memoryview(made).tolist())
                self.assertEqual(view.tolist(), memoryview(made).tolist())
                self.assertTrue(view == made)

    def test_padding_is_not_written(self):
        for kind in described_types():
            if ctypes.sizeof(kind) == 0 or has_long_double(kind) or "B" in memoryview(kind()).format:
                continue
            values = memoryview(filled(kind)).tolist()
            ones, twos = filled(kind, b"\1"), filled(kind, b"\2")
            write_all(memoryview(ones), values)
            write_all(memoryview(twos), values)
            with self.subTest(memoryview(ones).format):
                different = sum(a != b for a, b in zip(bytes_of(ones), bytes_of(twos)))
                self.assertEqual(different, ctypes.sizeof(kind) - count_value_bytes(kind))


class SimpleTypesOfCtypes(unittest.TestCase):
    def test_integers(self):
        for kind in ctypes.c_short, ctypes.c_int, ctypes.c_longlong:
            for kind in kind, kind.__ctype_be__:
                view = memoryview((kind * 4)(1, -2, 3, -2))
                self.assertEqual(view.tolist(), [1, -2, 3, -2])
                self.assertEqual(list(view), [1, -2, 3, -2])
                self.assertEqual(list(reversed(view)), [-2, 3, -2, 1])
                self.assertEqual(view[::-2].tolist(), [-2, -2])
                self.assertIn(3, view)
                self.assertNotIn(4, view)

    def test_byte_orders_are_equal_by_value(self):
        for kind in ctypes.c_short, ctypes.c_int, ctypes.c_longlong, ctypes.c_float, ctypes.c_double:
            little, other = (kind * 3)(1, 2, 3), (kind.__ctype_be__ * 3)(1, 2, 3)
            self.assertTrue(memoryview(little) == memoryview(other))
            self.assertNotEqual(bytes(little), bytes(other))
            self.assertTrue(memoryview(little) == array.array("d", [1, 2, 3]))

    def test_values_out_of_range_change_nothing(self):
        for kind in ctypes.c_short, ctypes.c_ushort, ctypes.c_int, ctypes.c_ulonglong:
            for kind in kind, kind.__ctype_be__:
                made = (kind * 2)(1, 2)
                view = memoryview(made)
                for value, error in (1 << 64, ValueError), (-(1 << 64), ValueError), ("1", TypeError):
                    with self.assertRaisesRegex(error, f"for format '{view.format}'"):
                        view[0] = value
                self.assertEqual(made[:], [1, 2])

    def test_floats(self):
        made = (ctypes.c_float * 2)(0.5, 2)
        view = memoryview(made)
        with self.assertRaisesRegex(ValueError, "invalid value for format '<f'"):
            view[0] = 1e300
        view[1] = float("inf")
        self.assertEqual(made[:], [0.5, float("inf")])

    def test_long_doubles(self):
        made = (ctypes.c_longdouble * 3)(0.5, -3, 1e300)
        view = memoryview(made)
        self.assertEqual(view.tolist(), [0.5, -3.0, 1e300])
        view[1] = 0.1
        self.assertEqual(made[:], [0.5, 0.1, 1e300])
        self.assertTrue(view == view)

    def test_characters(self):
        made = ctypes.create_unicode_buffer("aä😀")
        view = memoryview(made)
        self.assertEqual(view.format, "<u")
        self.assertEqual(view.tolist(), ["a", "ä", "😀", "\0"])
        view[1] = "日"
        self.assertEqual(made.value, "a日😀")
        for value in "", "ab", b"a", 1:
            with self.assertRaises(REFUSALS):
                view[0] = value
        self.assertIn("日", view)
        self.assertEqual(made.value, "a日😀")

    def test_characters_beyond_unicode(self):
        made = (ctypes.c_uint * 2)(0x110000, 0x41)
        view = memoryview((ctypes.c_wchar * 2).from_buffer(made))
        self.assertEqual(view[1], "A")
        with self.assertRaises(ValueError):
            view[0]
        with self.assertRaises(ValueError):
            view.tolist()

    def test_bytes(self):
        made = ctypes.create_string_buffer(b"abc")
        view = memoryview(made)
        self.assertEqual(view.tolist(), [b"a", b"b", b"c", b"\0"])
        view[0] = b"x"
        self.assertEqual(made.value, b"xbc")
        self.assertTrue(view == ctypes.create_string_buffer(b"xbc"))

    def test_addresses(self):
        target = ctypes.c_int(5)
        for made in ctypes.pointer(target), ctypes.c_void_p(ctypes.addressof(target)):
            view = memoryview(made)
            self.assertEqual(view[()], ctypes.addressof(target))
            view[()] = 0
            self.assertFalse(made)
        function = ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 5)
        view = memoryview(function)
        self.assertEqual(view[()], ctypes.cast(function, ctypes.c_void_p).value)
        texts = (ctypes.c_char_p * 2)(b"abc", None)
        self.assertEqual(memoryview(texts)[1], 0)
        self.assertEqual(ctypes.string_at(memoryview(texts)[0]), b"abc")

    def test_objects_are_refused(self):
        view = memoryview(ctypes.py_object(self))
        with self.assertRaises(NotImplementedError):
            view[()]

    def test_arrays_of_arrays(self):
        made = (ctypes.c_int * 3 * 2)((1, 2, 3), (4, 5, 6))
        view = memoryview(made)
        self.assertEqual(view.tolist(), [[1, 2, 3], [4, 5, 6]])
        self.assertEqual(view[1, 2], 6)
        view[0, -1] = 30
        self.assertEqual(made[0][:], [1, 2, 30])
        self.assertEqual(view[::-1].tolist(), [[4, 5, 6], [1, 2, 30]])
        self.assertTrue(view == (ctypes.c_int.__ctype_be__ * 3 * 2)((1, 2, 30), (4, 5, 6)))


class Structures(unittest.TestCase):
    """Structures without gaps, which every version describes."""

    def setUp(self):
        pair = structure(("x", ctypes.c_short), ("y", ctypes.c_short))
        self.kind = structure(
            ("d", ctypes.c_double), ("p", pair * 2), ("n", ctypes.c_int), ("t", ctypes.c_char * 4)
        )
        self.made = (self.kind * 3)(
            (0.5, ((1, 2), (3, 4)), 7, b"abcd"), (1.5, ((5, 6), (7, 8)), 8, b"ef"), (2.5, (), -1, b"")
        )
        self.view = memoryview(self.made)
        self.items = [
            (0.5, [(1, 2), (3, 4)], 7, [b"a", b"b", b"c", b"d"]),
            (1.5, [(5, 6), (7, 8)], 8, [b"e", b"f", b"\0", b"\0"]),
            (2.5, [(0, 0), (0, 0)], -1, [b"\0"] * 4),
        ]

    def test_items(self):
        self.assertEqual(self.view.tolist(), self.items)
        self.assertEqual(list(self.view), self.items)
        self.assertEqual([self.view[i] for i in range(-3, 0)], self.items)
        self.assertEqual(list(reversed(self.view)), self.items[::-1])
        self.assertEqual(self.view[::-2].tolist(), self.items[::-2])

    def test_searches(self):
        self.assertIn(self.items[1], self.view)
        self.assertNotIn((), self.view)
        self.assertNotIn(list(self.items[1]), self.view)
        if hasattr(self.view, "index"):
            self.assertEqual(self.view.index(self.items[2]), 2)
            self.assertEqual(self.view.count(self.items[0]), 1)
            self.assertRaises(ValueError, self.view.index, 5)

    def test_assignment(self):
        item = (9.0, [(9, 8), (7, 6)], 5, [b"w", b"x", b"y", b"z"])
        self.view[1] = item
        self.assertEqual(self.view[1], item)
        self.assertEqual(self.made[1].t, b"wxyz")
        self.view[0] = [1, ((1, 1), (1, 1)), 1, (b"1", b"2", b"3", b"4")]
        self.assertEqual((self.made[0].d, self.made[0].p[1].y, self.made[0].t), (1.0, 1, b"1234"))

    def test_assignments_that_fail_change_nothing(self):
        before = bytes(self.made)
        good = self.items[0]
        for i, bad in (0, "a"), (0, None), (1, [(1, 2)]), (1, [(1, 2), 3]), (1, [(1, 2), (3, 1 << 16)]), \
                (2, 1 << 31), (2, 0.5), (3, b"abcd"), (3, [b"a"] * 3), (3, [b"ab"] * 4), (3, "abcd"):
            item = (-1.0, [(-1, -1), (-1, -1)], -1, [b"?"] * 4)
            item = item[:i] + (bad,) + item[i + 1 :]
            with self.subTest(item=item), self.assertRaises(REFUSALS):
                self.view[0] = item
        for item in (), good[:3], good + (1,), 5, None, {}:
            with self.subTest(item=item), self.assertRaises(REFUSALS):
                self.view[0] = item
        self.assertEqual(bytes(self.made), before)

    def test_fields(self):
        self.assertEqual(self.view["d"].tolist(), [0.5, 1.5, 2.5])
        self.assertEqual(self.view["p"].shape, (3, 2))
        self.assertEqual(self.view["p"]["y"].tolist(), [[2, 4], [6, 8], [0, 0]])
        self.assertEqual(self.view["t"].tolist()[0], [b"a", b"b", b"c", b"d"])
        self.assertEqual(self.view[1:]["n"].tolist(), [8, -1])
        self.assertRaisesRegex(ValueError, "no field of name 'y'", lambda: self.view["y"])
        self.assertRaisesRegex(ValueError, "no field of name 'p.y'", lambda: self.view["p.y"])
        self.assertRaisesRegex(TypeError, "invalid slice key", lambda: self.view["n"]["n"])

    def test_fields_are_the_same_memory(self):
        field = self.view["p"]["x"]
        field[2, 1] = 77
        self.assertEqual(self.made[2].p[1].x, 77)
        self.view.release()
        self.assertEqual(field[2, 1], 77)
        self.assertRaises(ValueError, lambda: self.view["p"])

    def test_assignment_to_fields(self):
        self.view["n"] = (ctypes.c_int * 3)(1, 2, 3)
        self.assertEqual([item.n for item in self.made], [1, 2, 3])
        self.view["d"] = self.view["d"][::-1]
        self.assertEqual([item.d for item in self.made], [2.5, 1.5, 0.5])
        before = bytes(self.made)
        for value in (ctypes.c_int * 2)(), (ctypes.c_uint * 3)(), b"abc", 5:
            with self.subTest(value=value), self.assertRaises(REFUSALS):
                self.view["n"] = value
        self.assertEqual(bytes(self.made), before)

    def test_slice_assignment(self):
        copy = (self.kind * 3)()
        memoryview(copy)[:] = self.view
        self.assertEqual(bytes(copy), bytes(self.made))
        renamed = structure(
            ("d", ctypes.c_double), ("q", self.kind._fields_[1][1]), ("n", ctypes.c_int),
            ("t", ctypes.c_char * 4),
        )
        with self.assertRaises(ValueError):
            memoryview(copy)[:] = memoryview((renamed * 3)())

    def test_comparison(self):
        copy = (self.kind * 3).from_buffer_copy(self.made)
        self.assertTrue(self.view == copy)
        self.assertTrue(self.view[::-1] == memoryview(copy)[::-1])
        copy[2].p[1].y = 1
        self.assertFalse(self.view == copy)
        self.assertTrue(self.view[:2] == memoryview(copy)[:2])

    def test_names_do_not_matter_for_equality(self):
        one, other = structure(("a", ctypes.c_int)), big(("b", ctypes.c_int))
        self.assertTrue(memoryview((one * 2)((1,), (2,))) == memoryview((other * 2)((1,), (2,))))
        self.assertFalse(memoryview((one * 2)((1,), (2,))) == memoryview((ctypes.c_int * 2)(1, 2)))

    def test_big_endian(self):
        made = (big(("h", ctypes.c_short * 2), ("i", ctypes.c_int)) * 2)(((1, 2), 3), ((-4, 5), -6))
        view = memoryview(made)
        self.assertEqual(view.tolist(), [([1, 2], 3), ([-4, 5], -6)])
        view[0] = ([256, 0], 1)
        self.assertEqual(bytes(made)[:8], b"\1\0\0\0\0\0\0\1")
        self.assertEqual(view["h"].tolist(), [[256, 0], [-4, 5]])

    def test_empty_structures(self):
        view = memoryview((structure() * 2)())
        self.assertEqual(view.tolist(), [(), ()])
        self.assertTrue(view == view)

    def test_unions_are_bytes(self):
        made = (union(("i", ctypes.c_int), ("d", ctypes.c_double)) * 2)()
        made[1].i = 5
        view = memoryview(made)
        self.assertEqual(view.itemsize, 8)
        self.assertEqual(view.tolist(), [0, 5])

    def test_bit_fields_are_refused(self):
        view = memoryview(structure(("x", ctypes.c_int, 3), ("y", ctypes.c_int, 5))())
        with self.assertRaisesRegex(ValueError, "itemsize of the buffer is smaller than its format"):
            view[()]

    @unittest.skipUnless(samples.TELLS_PADDING, "ctypes leaves padding out")
    def test_gaps(self):
        made = (structure(("b", ctypes.c_byte), ("d", ctypes.c_double), ("h", ctypes.c_short)) * 2)()
        ctypes.memset(ctypes.addressof(made), 0xEE, ctypes.sizeof(made))
        view = memoryview(made)
        view[1] = (1, 0.5, 2)
        self.assertEqual((made[1].b, made[1].d, made[1].h), (1, 0.5, 2))
        self.assertEqual(bytes(made).count(0xEE), 24 + 24 - 11)
        self.assertEqual(view["h"][1], 2)


class Arrays(unittest.TestCase):
    def test_characters(self):
        for letter in set("uw") & set(array.typecodes):
            made = array.array(letter, "aä😀a")
            view = memoryview(made)
            self.assertEqual(view.tolist(), ["a", "ä", "😀", "a"])
            self.assertTrue(view == view)
            self.assertTrue(view == array.array(letter, "aä😀a"))
            self.assertFalse(view == array.array(letter, "aä😀b"))
            view[1] = "日"
            self.assertEqual(made.tounicode(), "a日😀a")
            for value in "", "ab", 97, b"a", None:
                with self.assertRaises(REFUSALS):
                    view[0] = value
            self.assertEqual(made.tounicode(), "a日😀a")
            self.assertIn("😀", view)
            self.assertNotIn("z", view)

    def test_numbers(self):
        for letter in "bBhHiIlLqQfd":
            made = array.array(letter, [1, 2, 3])
            view = memoryview(made)
            self.assertEqual(view.tolist(), [1, 2, 3])
            self.assertTrue(view == (ctypes.c_longlong.__ctype_be__ * 3)(1, 2, 3))


@unittest.skipUnless(numpy, "no NumPy")
class Records(unittest.TestCase):
    """Records of NumPy."""

    def test_items_are_what_numpy_finds(self):
        for kind in numpy_types():
            made = filled_records(kind)
            view = memoryview(made)
            with self.subTest(view.format):
                self.assertEqual(view.tolist(), [numpy_value(item, kind) for item in made])
                self.assertTrue(view == view)
                self.assertTrue(view == made.copy())

    def test_what_is_read_can_be_written(self):
        for kind in numpy_types():
            made = filled_records(kind)
            other = numpy.zeros(4, kind)
            view = memoryview(other)
            with self.subTest(view.format):
                write_all(view, memoryview(made).tolist())
                self.assertTrue(view == made)
                self.assertEqual(view.tolist(), memoryview(made).tolist())

    def test_fields_are_those_of_numpy(self):
        for kind in numpy_types():
            made = filled_records(kind)
            for name in kind.names or ():
                field = memoryview(made)[name]
                with self.subTest(field.format, name=name):
                    self.assertEqual(field.shape, made[name].shape)
                    self.assertEqual(field.strides, made[name].strides)
                    self.assertEqual(field.itemsize, made[name].itemsize)
                    values = [numpy_value(item[name], kind.fields[name][0]) for item in made]
                    self.assertEqual(field.tolist(), values)

    def test_strings(self):
        made = numpy.array([(b"ab", "cd"), (b"", "")], [("s", "S4"), ("u", "U3")])
        view = memoryview(made)
        self.assertEqual(view.tolist(), [(b"ab\0\0", "cd"), (b"\0\0\0\0", "")])
        view[1] = (b"x", "yz")
        self.assertEqual(made[1].tolist(), (b"x", "yz"))
        for item in (b"12345", ""), (b"", "1234"), ("a", "b"), (b"a", b"b"):
            with self.assertRaises(REFUSALS):
                view[0] = item
        self.assertEqual(made[0].tolist(), (b"ab", "cd"))

    def test_not_a_number(self):
        made = numpy.array([(1, float("nan"))], [("a", "i4"), ("b", "f8")])
        view = memoryview(made)
        self.assertFalse(view == view)
        self.assertTrue(view["a"] == view["a"])

    def test_single_records(self):
        made = numpy.array([(5, 1)], [("a", "i4"), ("b", "i1")])
        view = memoryview(made)
        # NumPy exports one record as if it were aligned, and leaves out the padding at its end.
        self.assertEqual((view.format, view.itemsize), ("T{i:a:b:b:}", 5))
        self.assertEqual(view.tolist(), [(5, 1)])
        view[0] = (6, 2)
        self.assertEqual(made[0].tolist(), (6, 2))

    def test_padding_that_numpy_leaves_out(self):
        """NumPy does not write the padding at the end of structures inside structures."""
        aligned = numpy.dtype([("a", "i4"), ("b", "i1")], align=True)
        packed = numpy.dtype([("a", "i4"), ("b", "i1")])
        for inner, rest in (aligned, "i1"), (aligned, "i4"), (packed, "i1"), (packed, "i4"):
            for align in False, True:
                kind = numpy.dtype([("p", inner), ("c", rest)], align=align)
                for count in 1, 4:
                    made = filled_records(kind)[:count]
                    view = memoryview(made)
                    with self.subTest(view.format, itemsize=view.itemsize):
                        values = [numpy_value(item, kind) for item in made]
                        self.assertEqual(view.tolist(), values)
                        self.assertEqual(view["c"].tolist(), [value[1] for value in values])
                        self.assertEqual(view["p"].tolist(), [value[0] for value in values])
                        self.assertEqual(view["p"]["b"].tolist(), [value[0][1] for value in values])


def numpy_types():
    return [kind for kind in samples.numpy_types(numpy) if kind.itemsize]


def filled_records(kind):
    """Four items of a type of NumPy, with different values."""
    made = numpy.zeros(4, kind)
    fill(made)
    return made


def fill(made):
    if made.dtype.names is not None:
        for name in made.dtype.names:
            fill(made[name])
    elif made.dtype.char == "U":
        made[...] = "aä"
    elif made.dtype.char == "V":
        made[...] = numpy.void(b"ab")
    else:
        made[...] = (numpy.arange(made.size) % 100 + 1).reshape(made.shape)


def numpy_value(item, kind):
    """The value that a view has for an item of NumPy."""
    if kind.subdtype:
        inner, shape = kind.subdtype
        return [numpy_value(part, numpy.dtype((inner, shape[1:])) if shape[1:] else inner) for part in item]
    if kind.names is not None:
        return tuple(numpy_value(item[name], kind.fields[name][0]) for name in kind.names)
    if kind.char in "SV":
        return item.tobytes().ljust(kind.itemsize, b"\0") if kind.char == "V" \
            else bytes(item).ljust(kind.itemsize, b"\0")
    return item.item()


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
