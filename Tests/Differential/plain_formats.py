"""Random formats of the struct module, whose values and sizes struct predicts."""

import struct

from item_types import Record, leaf_of, mapped, size_of
from spelling import Speller

NATIVE = "bBhHiIlLqQ?cspxefdnNP"
STANDARD = "bBhHiIlLqQ?cspxefd"
COUNTS = ("", "", "", "", "1", "2", "3", "0", "5")
SPACES = ("", "", "", "", " ", "\t", " \n ")
LARGEST_ITEM = 64
CANONICAL = {"n": "q", "N": "Q"}


def random_piece(choose, codes):
    """A count and a code."""
    code = choose.pick(codes)
    count = choose.pick(COUNTS)
    if code == "p" and count == "0":
        # struct reads the byte before the item.
        count = ""
    return count + code


class PlainFormat:
    """A format of the struct module."""

    def __init__(self, order, pieces, spaces, spare):
        self.order = order
        self.pieces = pieces
        self.spaces = spaces
        self.size = struct.calcsize(order + "".join(pieces))
        self.itemsize = max(self.size + spare, 1)
        self.type = self.type_of()
        self.text = None

    def type_of(self):
        """The format as a type."""
        if [piece[-1:] for piece in self.pieces] == ["x"]:
            return leaf_of("x", self.size)
        members = tuple(self.members())
        return Record(members, self.size, bare=True)

    def members(self):
        before = self.order
        for piece in self.pieces:
            code, count = piece[-1], int(piece[:-1] or 1)
            # A count of zero aligns.
            place = struct.calcsize(f"{before}0{code}")
            before += piece
            part = self.part_of(code, count)
            for number in range({"s": 1, "p": 1, "x": 0}.get(code, count)):
                yield "", place + number * size_of(part), part

    def part_of(self, code, count):
        is_big = self.order in (">", "!")
        if code in "sp":
            return leaf_of(code, count)
        size = struct.calcsize(self.order + code)
        if code in "lL":
            code = {4: "iI", 8: "qQ"}[size]["lL".index(code)]
        return leaf_of(CANONICAL.get(code, code), size, is_big)

    def spell(self, choose):
        """Choose the text, by default that of the struct module."""
        text = self.order + "".join(map("".join, zip(self.spaces, self.pieces)))
        self.text = text if not choose.chance(6) else Speller(choose).text(self.type)

    def listed(self, items):
        """tolist() of an array of bytes."""
        return mapped(self.read, items.tolist(), items.ndim)

    def read(self, item):
        if not isinstance(self.type, Record):
            # Padding is a value if there is nothing else.
            return item[:self.size]
        values = struct.unpack_from(self.order + "".join(self.pieces), item)
        return values[0] if len(values) == 1 else values


def random_format(seeds, spread):
    """A random format; each seed makes one piece."""
    choose = spread(seeds[0])
    order = choose.pick(("", "@", "=", "<", ">", "!"))
    codes = STANDARD if order and order in "=<>!" else NATIVE
    spaces = [choose.pick(SPACES) for _ in seeds]
    pieces = [random_piece(spread(seed), codes) for seed in seeds]
    while struct.calcsize(order + "".join(pieces)) > LARGEST_ITEM:
        pieces.pop()
    return PlainFormat(order, pieces, spaces, choose.pick((0, 0, 0, 1, 5)))
