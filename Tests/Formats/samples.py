"""Objects of this interpreter whose buffers have formats: of ctypes, array and, if there is one, NumPy.

Each is (label, object, offsets): offsets of the outermost structure's members by name as the exporter
itself knows them, or nothing if its items are no structures with members.
"""

import array
import ctypes
import sys

# Before 3.12 ctypes leaves padding out, so that its formats do not tell where the members are.
TELLS_PADDING = sys.version_info >= (3, 12)

LETTERS = "c_bool c_char c_wchar c_byte c_ubyte c_short c_ushort c_int c_uint c_long c_ulong c_longlong " \
    "c_ulonglong c_size_t c_ssize_t c_float c_double c_longdouble c_void_p c_char_p c_wchar_p"
TYPES = [getattr(ctypes, name) for name in LETTERS.split()]
SWAPPED = [kind.__ctype_be__ for kind in TYPES if hasattr(kind, "__ctype_be__")]


def structure(*members, base=ctypes.Structure, **options):
    return type("S", (base,), dict(options, _fields_=list(members)))


def big(*members):
    return structure(*members, base=ctypes.BigEndianStructure)


def union(*members):
    return structure(*members, base=ctypes.Union)


class Incomplete(ctypes.Structure):
    pass


PLAIN = structure(("a", ctypes.c_int), ("b", ctypes.c_double))
NESTED = structure(("s", PLAIN), ("v", ctypes.c_ubyte * 3))
DEEP = structure(("x", ctypes.c_short), ("in", NESTED * 2), ("y", PLAIN))
TARGETS = [
    ctypes.c_int, ctypes.c_char, ctypes.c_wchar, ctypes.c_int * 3, ctypes.POINTER(ctypes.c_double), PLAIN,
    Incomplete, union(("a", ctypes.c_int)), ctypes.CFUNCTYPE(None), None,
]
POINTERS = [ctypes.POINTER(target) for target in TARGETS] + [ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)]


def ctypes_types():
    """Types whose formats describe them completely."""
    yield from TYPES
    yield from SWAPPED
    yield from POINTERS
    yield from (PLAIN, NESTED, DEEP, PLAIN * 2, PLAIN * 2 * 3, DEEP * 2, ctypes.c_int * 3 * 2)
    yield from (ctypes.c_short * 2 * 3 * 4, ctypes.c_char * 5, ctypes.c_wchar * 5, structure())
    for kind in TYPES:
        yield structure(("a", ctypes.c_byte), ("b", kind))
        yield structure(("a", kind), ("b", ctypes.c_byte))
        yield structure(("a", ctypes.c_byte), ("b", kind * 3), ("c", ctypes.c_byte))
    for kind in POINTERS:
        yield structure(("b", ctypes.c_byte), ("p", kind))
        yield structure(("b", ctypes.c_byte), ("p", kind * 2), ("c", ctypes.c_short))
    for kind in TYPES:
        if hasattr(kind, "__ctype_be__"):
            yield big(("a", ctypes.c_byte), ("b", kind))
            yield big(("a", ctypes.c_byte), ("b", kind * 2))
    yield structure(("e", structure()), ("i", ctypes.c_int))
    yield structure(("e", ctypes.c_int * 0), ("i", ctypes.c_int))
    yield structure(("m", ctypes.c_double * 2 * 3), ("t", ctypes.c_char * 8))
    yield structure(("m", PLAIN * 2 * 3))
    yield structure(("s", PLAIN), ("z", ctypes.c_int), _anonymous_=["s"])
    yield structure(("ä", ctypes.c_int), ("x y", ctypes.c_int), ("日本", ctypes.c_int))
    yield structure(
        ("s", ctypes.c_char * 5), ("w", ctypes.c_wchar * 3), ("p", ctypes.c_char_p), ("q", ctypes.c_wchar_p)
    )
    yield structure(("a", ctypes.c_bool), ("b", ctypes.c_longdouble), ("c", ctypes.c_float))
    yield big(("a", big(("x", ctypes.c_short))), ("b", ctypes.c_int))
    yield big(("a", ctypes.c_int), ("b", ctypes.c_short * 2 * 2))


def ctypes_objects():
    for kind in ctypes_types():
        members = getattr(kind, "_fields_", None)
        offsets = members and {name: getattr(kind, name).offset for name, _ in members}
        yield f"ctypes {kind.__name__}", kind(), offsets if TELLS_PADDING else None


def array_objects():
    for letter in array.typecodes:
        yield f"array {letter}", array.array(letter, "ab" if letter in "uw" else [1]), None


PLAIN_RECORDS = [
    [("a", "i4"), ("b", "f8")], [("a", ">i4"), ("b", "f8")], [("a", "i4")], [("v", "V3"), ("i", "i4")],
    [("a", ">i2"), ("b", "<i4"), ("c", ">f8"), ("d", "u1")], [("s", "S4"), ("u", "U2"), ("n", "i8")],
    [("a", "u1"), ("b", [("x", "i2"), ("y", "f4")]), ("c", "i4")], [("u", ">U2"), ("s", "S1")],
    [("p", [("x", "f8"), ("q", [("m", "i1"), ("n", ">i8")])], (2,)), ("z", "?")], [(("title", "a"), "i4")],
    [("a b", "i4"), ("ä", "i2"), ("日本", "f4")], [], [("z", "i4", (0,)), ("i", "i4")], [("a", "i4", (1,))],
    [("g", "g"), ("i", "i4")], [("g", "G"), ("i", "i4")], [("t", "?"), ("h", "e"), ("c", "F"), ("d", "D")],
    [("a", "i4", (3,)), ("b", "u1")], [("m", "f4", (2, 2))], [("m", "S3", (2, 2)), ("u", "U3", 2)],
    [("s", "S0"), ("i", "i4")], [("s", "U0"), ("i", "i4")], [("s", "V0"), ("i", "i4")],
    [("a", [("b", [("c", [("d", "i4")])])])],
    {"names": ["a", "b"], "formats": ["i2", "f8"], "offsets": [2, 8], "itemsize": 24},
]
NUMPY_LETTERS = "?bBhHiIlLqQefdgFDG"


def numpy_types(numpy):
    for letter in NUMPY_LETTERS + "SUV":
        for order in "=>" if letter not in "gG" else "=":
            kind = numpy.dtype(order + letter + ("3" if letter in "SUV" else ""))
            yield kind
            yield numpy.dtype([("a", "i1"), ("b", kind)])
            yield numpy.dtype([("a", "i1"), ("b", kind), ("c", "i1")], align=True)
            yield numpy.dtype([("a", "i2"), ("b", kind, (2, 3))])
    for members in PLAIN_RECORDS:
        yield numpy.dtype(members)
        yield numpy.dtype(members, align=True)


def numpy_objects():
    try:
        import numpy
    except ImportError:
        return
    for kind in numpy_types(numpy):
        offsets = kind.names and {name: kind.fields[name][1] for name in kind.names}
        yield f"NumPy {kind}", numpy.zeros(3, kind), offsets
