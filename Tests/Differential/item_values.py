"""Random values of types of items, and their bytes; struct and NumPy encode numbers."""

import math
import struct

import numpy

from item_types import COMPLEX, FLOATS, INTEGERS, Leaf, Record, Rows, flat, leaves, mapped, size_of

# repr() shows these in Python and in the process without Python alike. The process keeps str as
# UTF-8, which has no surrogates.
CHARACTERS = "\0aZ '\"\\\n\xe9\u20ac\U0001f600\uffff\U0010ffff"
# Bytes of a long double after those of its value. They are zero here, because writing a value may
# set or keep them.
LONG_DOUBLE_BYTES = 10
LARGEST = {"e": 65504.0, "f": 3.4028234663852886e38, "d": 1.7976931348623157e308}
# Numbers that are rounded to infinities.
BEYOND = {
    "e": ((65520.0, "value"), (-1e300, "value")),
    "f": ((3.4028235677973366e38, "value"), (-1e39, "value")),
    "Zf": ((complex(0, 1e39), "value"), (-3.5e38, "value")),
}
SPECIAL = (0.0, -0.0, 1.5, math.inf, -math.inf, math.nan, 5e-324, -2.5, 1e-7, 3.0)


def are_equal(value, other):
    """Equality of values, without Python's rule that an object equals itself."""
    if isinstance(value, (list, tuple)):
        return (type(value) is type(other) and len(value) == len(other)
                and all(map(are_equal, value, other)))
    return value == other


def encode(leaf, value):
    """The bytes of a value that fits."""
    code = leaf.code
    order = ">" if leaf.big else "<"
    if code in COMPLEX:
        number, part = complex(value), Leaf(COMPLEX[code], leaf.size // 2, leaf.big)
        return encode(part, number.real) + encode(part, number.imag)
    if code == "g":
        data = numpy.array(value, "<g").tobytes()[:LONG_DOUBLE_BYTES].ljust(leaf.size, b"\0")
        return data[::-1] if leaf.big else data
    if code in "uw":
        return value.encode("utf-32-be" if leaf.big else "utf-32-le").ljust(leaf.size, b"\0")
    if code == "p":
        return (bytes([len(value)]) + value).ljust(leaf.size, b"\0")
    if code in "scx":
        return value.ljust(leaf.size, b"\0")
    return struct.pack(order + {"P": "Q"}.get(code, code), value)


def store(type, value, memory, offset=0):
    """Write the value of an item, and nothing between its fields."""
    if isinstance(type, Leaf):
        memory[offset:offset + type.size] = encode(type, value)
    elif isinstance(type, Rows):
        elements, step = flat(value, len(type.shape)), size_of(type.part)
        for number, element in enumerate(elements):
            store(type.part, element, memory, offset + number * step)
    else:
        for (_, start, part), member in zip(type.members, [value] if type.is_single else value):
            store(part, member, memory, offset + start)


def random_item(choose, type, itemsize):
    """The bytes of a random item, random ones between its fields too."""
    item = bytearray(random_bytes(choose, itemsize))
    for offset, leaf in leaves(type):
        item[offset:offset + leaf.size] = random_leaf(choose, leaf)
    return bytes(item)


def random_bytes(choose, count):
    return choose.number(0, 256**count - 1).to_bytes(count, "little")


def random_leaf(choose, leaf):
    """Any bytes that have a value, often special ones."""
    code, size = leaf.code, leaf.size
    if code in COMPLEX:
        part = Leaf(COMPLEX[code], size // 2, leaf.big)
        return random_leaf(choose, part) + random_leaf(choose, part)
    if code in "?uwpsc" or choose.chance(2):
        return encode(leaf, random_value(choose, leaf, True))
    data = random_bytes(choose, size)
    if code == "g":
        # The processor refuses numbers whose first bit contradicts their exponent.
        exponent = int.from_bytes(data[8:10], "little") & 0x7FFF
        first = data[7] | 0x80 if exponent else data[7] & 0x7F
        data = (data[:7] + bytes([first]) + data[8:LONG_DOUBLE_BYTES]).ljust(size, b"\0")
        return data[::-1] if leaf.big else data
    return data


def limits(leaf):
    bits = 64 if leaf.code == "P" else 8 * leaf.size
    is_signed = leaf.code.islower()
    return (-1 << bits - 1, (1 << bits - 1) - 1) if is_signed else (0, (1 << bits) - 1)


def random_value(choose, type, is_exact=False):
    """A value to assign; if `is_exact`, one that is also read again."""
    if isinstance(type, Rows):
        return [random_value(choose, type.inner, is_exact) for _ in range(type.shape[0])]
    if isinstance(type, Record):
        values = tuple(random_value(choose, part, is_exact) for _, _, part in type.members)
        return values[0] if type.is_single else values
    if type.code in "scpxuw":
        return random_string(choose, type)
    return random_number(choose, type, is_exact)


def random_number(choose, leaf, is_exact):
    if leaf.code == "?":
        return bool(choose.number(0, 1))
    if leaf.code in COMPLEX:
        part = Leaf(COMPLEX[leaf.code], leaf.size // 2)
        return complex(*(random_number(choose, part, is_exact) for _ in range(2)))
    if leaf.code in FLOATS:
        number = choose.pick((*SPECIAL, LARGEST.get(leaf.code, 1e308)))
        return rounded(leaf, number) if is_exact else number
    low, high = limits(leaf)
    return choose.pick((low, high, 1, choose.number(low, high), max(-1, low), 0))


def rounded(leaf, number):
    """The number that is read after this one was written."""
    if leaf.code in "dg":
        return number
    return struct.unpack("<" + leaf.code, struct.pack("<" + leaf.code, number))[0]


def random_string(choose, leaf):
    """A string that fills the value, except that a str may be shorter."""
    code, size = leaf.code, leaf.size
    if code in "uw":
        count = 1 if code == "u" else choose.number(0, size // 4)
        text = "".join(choose.pick(CHARACTERS) for _ in range(count))
        return text if code == "u" else text.rstrip("\0")
    if code == "p":
        return random_bytes(choose, choose.number(0, min(255, max(0, size - 1))))
    return random_bytes(choose, size)


def respelt(choose, type, value):
    """A value that writes the same: byte strings without zeros at their end, lists for tuples."""
    if isinstance(type, Leaf):
        return value.rstrip(b"\0") if type.code in "sx" and choose.chance(2) else value
    if isinstance(type, Rows):
        return mapped(lambda element: respelt(choose, type.part, element), value,
                      len(type.shape))
    if type.is_single:
        return respelt(choose, type.members[0][2], value)
    values = [respelt(choose, part, member)
              for (_, _, part), member in zip(type.members, value)]
    return values if choose.chance(6) else tuple(values)


def wrong_value(choose, type):
    """A value that cannot be written, and the name of its error; None if all can be."""
    if isinstance(type, Leaf):
        options = wrong_leaf_values(type)
        return choose.pick(options) if options else None
    if isinstance(type, Record) and type.is_single:
        return wrong_value(choose, type.members[0][2])
    value = random_value(choose, type)
    if not value or choose.chance(4):
        return choose.pick(of_wrong_length(value))
    place = choose.number(0, len(value) - 1)
    part = type.members[place][2] if isinstance(type, Record) else type.inner
    found = wrong_value(choose, part)
    if found is None:
        return None
    changed = list(value)
    changed[place] = found[0]
    return (tuple(changed) if isinstance(value, tuple) else changed), found[1]


def of_wrong_length(value):
    longer = (*value, 0) if isinstance(value, tuple) else [*value, 0]
    options = [(longer, "value"), (None, "type"), (7, "type")]
    return [*options, (value[:-1], "value")] if value else options


def wrong_leaf_values(leaf):
    code, size = leaf.code, leaf.size
    if code in INTEGERS + "P":
        return [(1.0, "type"), ("1", "type"), (None, "type"), *integers_beyond(leaf)]
    if code in FLOATS:
        return [("1", "type"), (None, "type"), (1j, "type"), *BEYOND.get(code, ())]
    if code in COMPLEX:
        return [("1", "type"), (None, "type"), *BEYOND.get(code, ())]
    if code == "u":
        return [(b"a", "type"), (97, "type"), ("", "value"), ("ab", "value")]
    if code == "w":
        return [(b"a", "type"), (97, "type"), ("a" * (size // 4 + 1), "value")]
    if code == "c":
        return [("a", "type"), (97, "type"), (b"", "value"), (b"ab", "value")]
    if code in "sxp":
        too_long = max(size, 1) if code == "p" else size + 1
        return [("a", "type"), (97, "type"), (b"a" * too_long, "value")]
    return []


def integers_beyond(leaf):
    """Integers out of range. The process without Python has none from 2**64 on, and CPython takes
    negative addresses."""
    low, high = limits(leaf)
    below = () if leaf.code == "P" else (low - 1,)
    return [(value, "value") for value in (high + 1, *below) if value < 1 << 64]


def literal(value):
    """The notation of a value in scripts."""
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, complex):
        return f"complex({literal(value.real)}, {literal(value.imag)})"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value!r}')"
    return ascii(value)
