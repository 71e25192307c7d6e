"""Random types of ctypes, as types of items, with the formats and the values that ctypes has."""

import ctypes
import sys

from item_types import Record, Rows, leaf_of, leaves, mapped, size_of
from spelling import Speller

NAMES = ("a", "b", "c", "d", "e", "\xe9", "g")
NUMBERS = (
    ctypes.c_int, ctypes.c_byte, ctypes.c_ubyte, ctypes.c_short, ctypes.c_ushort, ctypes.c_uint,
    ctypes.c_long, ctypes.c_ulong, ctypes.c_longlong, ctypes.c_size_t, ctypes.c_float,
    ctypes.c_double, ctypes.c_char,
)
POINTERS = (
    ctypes.c_void_p, ctypes.c_char_p, ctypes.c_wchar_p, ctypes.POINTER(ctypes.c_int),
    ctypes.CFUNCTYPE(None),
)
# ctypes has these in native byte order only.
NATIVE_ONLY = (ctypes.c_bool, ctypes.c_longdouble, ctypes.c_wchar, *POINTERS)
LARGEST_ITEM = 64
EXTENTS = ((2,), (3,), (1,), (2, 2), (0,))
# Older versions omit padding from formats, and export packed structures as bytes.
EXPORTS_ALL = sys.version_info >= (3, 12)


def array_of(part, shape):
    for extent in reversed(shape):
        part = part * extent
    return part


def random_part(choose, is_big, depth):
    kind = choose.number(0, 7)
    if kind > 5 and depth < 3:
        part = random_structure(choose, depth + 1)
    else:
        part = choose.pick(NUMBERS if is_big or choose.chance(2) else NATIVE_ONLY)
    return array_of(part, choose.pick(EXTENTS)) if kind in (4, 5, 7) else part


def random_structure(choose, depth=0):
    is_big = choose.chance(3)
    return structure([random_part(choose, is_big, depth) for _ in range(choose.number(1, 3))],
                     is_big, choose.pick((0, 0, 0, 1, 2)))


def structure(parts, is_big, pack):
    base = ctypes.BigEndianStructure if is_big else ctypes.Structure
    body = {"_fields_": list(zip(NAMES, parts))}
    if pack:
        body = {"_pack_": pack, "_layout_": "ms", **body}
    return type("Structure", (base,), body)


def type_of(ctype, is_big=False):
    """A type of ctypes as a type of items; `is_big` if it is in a big-endian structure."""
    if issubclass(ctype, (ctypes.Structure, ctypes.BigEndianStructure)):
        is_big = issubclass(ctype, ctypes.BigEndianStructure)
        members = ((name, getattr(ctype, name).offset, type_of(part, is_big))
                   for name, part in ctype._fields_)
        return Record(tuple(members), ctypes.sizeof(ctype))
    if issubclass(ctype, ctypes.Array):
        shape = ()
        while issubclass(ctype, ctypes.Array):
            shape += (ctype._length_,)
            ctype = ctype._type_
        return Rows(shape, type_of(ctype, is_big))
    return leaf_of(code_of(ctype), ctypes.sizeof(ctype), is_big)


def code_of(ctype):
    code = getattr(ctype, "_type_", "P")
    if ctype in POINTERS:
        return "P"
    if code in ("l", "L") and ctypes.sizeof(ctype) == 8:
        return {"l": "q", "L": "Q"}[code]
    return code


def exported_text(ctype, type):
    """The format that ctypes exports; None if it describes another layout than that of the type."""
    text = memoryview(ctype()).format
    if ">" in text and ("&" in text or "X{" in text):
        # These have no order of their own, so that they continue that of a big-endian structure.
        return None
    return text if EXPORTS_ALL or is_described(type, text) else None


def is_described(type, text):
    """Whether a text of an older version describes a type."""
    return not has_gaps(type) and text.count("T{") == count_of_records(type) and "(0)" not in text


def has_gaps(type):
    return sum(leaf.size for _, leaf in leaves(type)) != size_of(type)


def count_of_records(type):
    if isinstance(type, Rows):
        return count_of_records(type.part)
    if not isinstance(type, Record):
        return 0
    return 1 + sum(count_of_records(part) for _, _, part in type.members)


def read(address, ctype, type):
    """The value at an address."""
    if isinstance(type, Record):
        # Fields are read one by one, because ctypes follows pointers.
        return tuple(read(address + offset, part, part_type) for (_, part), (_, offset, part_type)
                     in zip(ctype._fields_, type.members))
    if isinstance(type, Rows):
        part = ctype._type_
        inner = type.inner
        step = ctypes.sizeof(part)
        return [read(address + number * step, part, inner) for number in range(ctype._length_)]
    if type.code == "P":
        return ctypes.c_void_p.from_address(address).value or 0
    return (ctype.__ctype_be__ if type.big else ctype).from_address(address).value


class CtypesFormat:
    """A format of a type of ctypes."""

    def __init__(self, ctype):
        self.ctype = ctype
        self.type = type_of(ctype)
        self.itemsize = ctypes.sizeof(ctype)
        self.text = None

    def spell(self, choose):
        """Choose the text, by default that of ctypes."""
        if not choose.chance(6):
            self.text = exported_text(self.ctype, self.type)
        self.text = self.text or Speller(choose).text(self.type)

    def listed(self, items):
        """tolist() of an array of bytes."""
        return mapped(self.read, items.tolist(), items.ndim)

    def read(self, item):
        memory = ctypes.create_string_buffer(item, len(item))
        return read(ctypes.addressof(memory), self.ctype, self.type)


def random_format(seeds, spread):
    """A random format; each seed makes one member."""
    choose = spread(seeds[0])
    if len(seeds) == 1 and not choose.chance(3):
        return CtypesFormat(choose.pick(NUMBERS + NATIVE_ONLY))
    is_big, pack = choose.chance(3), choose.pick((0, 0, 0, 1, 2))
    parts = [random_part(spread(seed), is_big, 1) for seed in seeds]
    made = structure(parts, is_big, pack)
    while not 0 < ctypes.sizeof(made) <= LARGEST_ITEM:
        parts = parts[:-1] or [ctypes.c_int]
        made = structure(parts, is_big, pack)
    return CtypesFormat(made)
