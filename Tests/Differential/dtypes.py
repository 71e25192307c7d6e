"""Random dtypes of NumPy, as types of items, with the formats and the lists that NumPy makes."""

import re

import numpy

from item_types import Record, Rows, alignment_of, base_of, end_of, leaf_of, mapped
from spelling import Speller

NAMES = ("a", "b", "x y", "\xe9", "T{", "}", "'q\"", "=", "12", "[0]", "(2)i", "c")
CODES = ("i4", "i1", "u1", "i2", "u2", "u4", "i8", "u8", "q", "Q", "f2", "f4", "f8", "g", "c8",
         "c16", "G", "?", "S1", "S3", "S5", "U1", "U2", "V1", "V3")
LARGEST_ITEM = 64
EXTENTS = ((2,), (3,), (2, 2), (1,), (1, 2), (0,), (2, 1, 2))


def random_leaf(choose):
    return numpy.dtype(choose.pick(CODES)).newbyteorder(choose.pick("=<>"))


def random_part(choose, depth):
    kind = choose.number(0, 7)
    part = random_record(choose, depth + 1) if kind > 5 and depth < 3 else random_leaf(choose)
    return numpy.dtype((part, choose.pick(EXTENTS))) if kind in (4, 5, 7) else part


def random_record(choose, depth=0):
    parts = [random_part(choose, depth) for _ in range(choose.number(1, 3))]
    return arranged(choose, parts)


def arranged(choose, parts):
    """A record of these parts: packed, aligned, or with gaps."""
    first = choose.number(0, len(NAMES) - 1)
    names = [NAMES[(first + number) % len(NAMES)] for number in range(len(parts))]
    kind = choose.number(0, 3)
    if kind < 2:
        return numpy.dtype(list(zip(names, parts)), align=bool(kind))
    place, offsets = 0, []
    for part in parts:
        place += choose.pick((0, 1, 2, 4))
        offsets.append(place)
        place += part.itemsize
    return numpy.dtype({"names": names, "formats": parts, "offsets": offsets,
                        "itemsize": place + choose.pick((0, 1, 3))})


def type_of(dtype):
    """A dtype as a type of items."""
    if dtype.subdtype:
        return Rows(dtype.shape, type_of(dtype.base))
    if dtype.fields:
        members = ((name, dtype.fields[name][1], type_of(dtype.fields[name][0]))
                   for name in dtype.names)
        return Record(tuple(members), dtype.itemsize)
    return leaf_of(code_of(dtype), dtype.itemsize, dtype.byteorder == ">")


def code_of(dtype):
    kind, size = dtype.kind, dtype.itemsize
    if kind == "i":
        return {1: "b", 2: "h", 4: "i", 8: "q"}[size]
    if kind == "u":
        return {1: "B", 2: "H", 4: "I", 8: "Q"}[size]
    if kind == "f":
        return {2: "e", 4: "f", 8: "d", 16: "g"}[size]
    if kind == "c":
        return {8: "Zf", 16: "Zd", 32: "Zg"}[size]
    return {"b": "?", "S": "s", "U": "w", "V": "x"}[kind]


def exported_text(dtype, count):
    """The format that NumPy exports for an array of a dtype, which depends on whether the items are
    aligned: one is, more may not be. None if it exports none, or one that describes another layout
    than that of the dtype."""
    try:
        text = memoryview(numpy.zeros(count, dtype)).format
    except ValueError:
        # NumPy refuses some dtypes, such as long doubles of the other byte order.
        return None
    return text if is_described(dtype, text) else None


def is_described(dtype, text):
    """Whether NumPy's format describes the records in a record. NumPy omits the padding at their
    end, which follows from alignment if there are no other orders than "@"."""
    marks = re.findall("[@=<>!^{}]", re.sub(":[^:]*:", "", text))
    if are_aligned(dtype) and set(marks) <= {"{", "}"}:
        return True
    inner = list(inner_records(type_of(dtype)))
    if inner and "@" in marks:
        # NumPy means alignment in the item here, not in the record.
        return False
    starts = orders_at(marks, "{")[1:]
    return all(is_record_described(*found, start, "@" in orders_at(marks, "}")[:-1])
               for found, start in zip(inner, starts))


def is_record_described(part, offset, is_row, start, is_padded):
    """Whether the format describes a record at an offset in another one; `start`: the order in force
    there, `is_padded`: whether it may be padded at its end."""
    has_gap = end_of(part) != part.size
    if is_row and has_gap or start == "@" and offset % alignment_of(part):
        return False
    return not (is_padded and (has_gap or part.size % alignment_of(part)))


def are_aligned(dtype):
    """Whether all records have the layout that a C compiler chooses."""
    if dtype.fields is None:
        return dtype.subdtype is None or are_aligned(dtype.base)
    return dtype.isalignedstruct and all(are_aligned(part) for part, *_ in dtype.fields.values())


def inner_records(type):
    """The records in a record, the offset of each, and whether it is in a sub-array."""
    for _, offset, part in type.members if isinstance(type, Record) else ():
        base = base_of(part)
        if isinstance(base, Record):
            yield base, offset, isinstance(part, Rows)
            yield from inner_records(base)


def orders_at(marks, wanted):
    """The order in force at each of the wanted marks."""
    order, found = "@", []
    for mark in marks:
        if mark == wanted:
            found.append(order)
        elif mark not in "{}":
            order = mark
    return found


def read(value, type):
    """A value of NumPy's tolist() as the library reads it."""
    if isinstance(type, Rows):
        # NumPy leaves sub-arrays as they are.
        rows = value.tolist()
        return mapped(lambda element: read(element, type.part), rows, len(type.shape))
    if isinstance(type, Record):
        return tuple(read(member, part) for member, (_, _, part) in zip(value, type.members))
    if type.code == "s":
        # The struct module keeps the zeros at the end of a byte string.
        return value.ljust(type.size, b"\0")
    if type.code in ("g", "Zg"):
        # Python has no scalars of this precision.
        return float(value) if type.code == "g" else complex(value)
    return value


class NumpyFormat:
    """A format of a dtype, for items of `itemsize` bytes."""

    def __init__(self, dtype, itemsize):
        self.dtype, self.itemsize = dtype, itemsize
        self.type = type_of(dtype)
        self.text = None

    def spell(self, choose):
        """Choose the text, by default NumPy's."""
        if not choose.chance(6):
            self.text = exported_text(self.dtype, choose.pick((2, 1)))
        self.text = self.text or Speller(choose).text(self.type)

    def listed(self, items):
        """tolist() of an array of bytes."""
        return mapped(lambda value: read(value, self.type), items.view(self.dtype).tolist(),
                      items.ndim)


class BareFormat(NumpyFormat):
    """The members of a record without "T{" and "}"."""

    def __init__(self, dtype, itemsize):
        super().__init__(dtype, itemsize)
        self.type = Record(self.type.members, self.type.size, bare=True)

    def spell(self, choose):
        self.text = Speller(choose).text(self.type)

    def listed(self, items):
        values = super().listed(items)
        if not self.type.is_single:
            return values
        return mapped(lambda value: value[0], values, items.ndim)


def random_format(seeds, spread):
    """A random format; each seed makes one member."""
    choose = spread(seeds[0])
    if len(seeds) == 1 and not choose.chance(3):
        dtype = random_leaf(choose)
        return NumpyFormat(dtype, dtype.itemsize)
    parts = [random_part(spread(seed), 1) for seed in seeds]
    dtype = arranged(choose, parts)
    while dtype.itemsize > LARGEST_ITEM:
        parts.pop()
        dtype = arranged(choose, parts or [numpy.dtype("i4")])
    if dtype.itemsize == 0:
        dtype = numpy.dtype([("a", "i4", (0,)), ("b", "i1")])
    if choose.chance(8):
        return BareFormat(dtype, dtype.itemsize)
    return NumpyFormat(dtype, dtype.itemsize)
