"""Types of items as trees."""

import math
import struct
from dataclasses import dataclass, replace

INTEGERS = "bBhHiIqQ"
FLOATS = "efdg"
COMPLEX = {"Zf": "f", "Zd": "d", "Zg": "g"}
STRINGS = "spxw"
SIZES = {"e": 2, "f": 4, "d": 8, "g": 16, "P": 8, "u": 4, "c": 1, "?": 1,
         **{code: struct.calcsize("<" + code) for code in INTEGERS}}


@dataclass(frozen=True)
class Leaf:
    """One value. `code` is a canonical code, or "u" for one character; `size` is in bytes."""

    code: str
    size: int
    big: bool = False


@dataclass(frozen=True)
class Rows:
    """A sub-array."""

    shape: tuple
    part: object

    @property
    def inner(self):
        """The type of an element of the first axis."""
        return Rows(self.shape[1:], self.part) if self.shape[1:] else self.part


@dataclass(frozen=True)
class Record:
    """Members with name, offset and type. A bare one is a format without "T{" and "}"; if it has a
    single member, it has this member's value."""

    members: tuple
    size: int
    bare: bool = False

    @property
    def is_single(self):
        return self.bare and len(self.members) == 1


def leaf_of(code, size=None, big=False):
    if size is None:
        size = SIZES.get(code) or 2 * SIZES[COMPLEX[code]]
    return Leaf(code, size, big and has_order(code, size))


def has_order(code, size):
    return code not in "spxc?" and size > 1


def size_of(type):
    if isinstance(type, Rows):
        return math.prod(type.shape) * size_of(type.part)
    return type.size


def base_of(type):
    """The type without the axes of a sub-array."""
    return type.part if isinstance(type, Rows) else type


def shape_of(type):
    return type.shape if isinstance(type, Rows) else ()


def alignment_of(type):
    """The largest native alignment of the values."""
    return max((alignment_of_leaf(leaf) for _, leaf in leaves(type)), default=1)


def alignment_of_leaf(leaf):
    if leaf.code in STRINGS:
        return 4 if leaf.code == "w" else 1
    return leaf.size // 2 if leaf.code in COMPLEX and leaf.code != "Zg" else min(leaf.size, 16)


def end_of(type):
    """The end of the last value."""
    return max((place + leaf.size for place, leaf in leaves(type)), default=0)


def leaves(type, offset=0):
    """Offset and leaf of each value."""
    if isinstance(type, Leaf):
        yield offset, type
    elif isinstance(type, Rows):
        step = size_of(type.part)
        for number in range(math.prod(type.shape)):
            yield from leaves(type.part, offset + number * step)
    else:
        for _, start, part in type.members:
            yield from leaves(part, offset + start)


def is_padding(type):
    """Whether such items have no value that memoryview compares, and are always equal."""
    return isinstance(type, Leaf) and type.code == "x"


def mapped(function, value, depth):
    """Apply a function to the elements of nested lists."""
    return [mapped(function, row, depth - 1) for row in value] if depth else function(value)


def flat(value, depth):
    """The elements of nested lists."""
    if depth == 0:
        return [value]
    return [element for row in value for element in flat(row, depth - 1)]


def widened(choose, type):
    """A type that has all values of this one, possibly in more bytes, and none of its names."""
    if isinstance(type, Rows):
        return Rows(type.shape, widened(choose, type.part))
    if isinstance(type, Leaf):
        return widened_leaf(choose, type)
    place, members = 0, []
    for number, (_, _, part) in enumerate(type.members):
        part = widened(choose, part)
        # Padding is a value only with a name.
        has_name = not type.bare or is_padding(base_of(part))
        members.append((f"m{number}" if has_name else "", place, part))
        place += size_of(part)
    return Record(tuple(members), place, type.bare)


def widened_leaf(choose, old):
    wider = {"?": "?B", "b": "bhif", "B": "BHid", "h": "hif", "H": "HId", "i": "iqd", "I": "IQd",
             "q": "q", "Q": "QP", "P": "PQ", "e": "efd", "f": "fd", "d": "dg", "g": "g"}
    big = bool(choose.number(0, 1))
    if old.code in wider:
        return leaf_of(choose.pick(wider[old.code]), big=big)
    if old.code == "Zf":
        return leaf_of(choose.pick(("Zf", "Zd")), big=big)
    if old.code == "w":
        return leaf_of("w", old.size + choose.pick((0, 4)), big)
    return replace(old, big=big and has_order(old.code, old.size))


def altered(choose, type):
    """A type of the same size with another layout; None if there is none."""
    if isinstance(type, Leaf):
        return replace(type, big=not type.big) if has_order(type.code, type.size) else None
    if isinstance(type, Rows):
        part = altered(choose, type.part)
        return part and Rows(type.shape, part) if math.prod(type.shape) else None
    if not type.members:
        return None
    place = choose.number(0, len(type.members) - 1)
    name, offset, part = type.members[place]
    if name and choose.chance(2):
        changed = (name + "2", offset, part)
    else:
        part = altered(choose, part)
        changed = part and (name, offset, part)
    if changed is None:
        return None
    return replace(type, members=type.members[:place] + (changed,) + type.members[place + 1:])
