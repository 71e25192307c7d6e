"""Random formats, data and layouts, as the arguments of nd() of the scripts."""

import math
import struct
from dataclasses import dataclass

from hypothesis import strategies as st

from notation import DATA_SIZE, ROWS

MOST_BYTES = 96
NATIVE = list("BcbhHiIlLqQ?nNefdP")
STANDARD = [order + kind for order in "<>=!" for kind in "BcbhHiIlLqQ?efd"]
PREFIXED = ["@B", "@h", "@d", "@?", "@c"]
# Formats of more than one item of the struct module, and the size of an item of each.
STRUCTURES = {"2B": 2, "bH": 4, "<bH": 3, "3s": 3, "T{<h:a:O:b:}": 3, "BxB": 3, "2h": 4}
KINDS = [NATIVE, NATIVE, STANDARD, PREFIXED, list(STRUCTURES)]


def size_of(format):
    return STRUCTURES.get(format) or struct.calcsize(format)


@dataclass
class Layout:
    format: str
    itemsize: int
    shape: tuple
    strides: tuple
    offset: int = 0
    indirect: bool = False

    def extent(self):
        """Bytes from the lowest item to the end of the highest."""
        steps = sum(abs(stride) * (n - 1) for n, stride in zip(self.shape, self.strides))
        return 0 if 0 in self.shape else steps + self.itemsize

    def before(self):
        """Bytes from the lowest item to the first."""
        pairs = zip(self.shape, self.strides)
        return 0 if 0 in self.shape else sum((n - 1) * max(0, -stride) for n, stride in pairs)

    def size(self):
        """Bytes of memory after it."""
        if self.indirect:
            return self.offset * self.shape[0]
        return self.extent() + self.offset - self.before()

    def script(self, data, readonly=False):
        extra = ", indirect=1" if self.indirect else ""
        extra += ", readonly=1" if readonly else ""
        return (f"nd({self.format!a}, {self.shape}, {data!r}, strides={self.strides}, "
                f"offset={self.offset}, itemsize={self.itemsize}{extra})")


def random_shape(choose, itemsize, fewest=0, most=4):
    """A shape whose items together are within the limit of bytes."""
    shape, left = [], MOST_BYTES // itemsize
    for _ in range(choose.number(fewest, most)):
        extent = choose.pick((1, 2, 3, 4, 5, 6, 0, 2, 3))
        extent = min(extent, max(1, left))
        left //= max(1, extent)
        shape.append(extent)
    return tuple(shape)


def packed(format, itemsize, shape):
    strides = [itemsize * math.prod(shape[axis + 1:]) for axis in range(len(shape))]
    return Layout(format, itemsize, shape, tuple(strides))


def strided(choose, format):
    """Items with axes in any order, gaps, negative strides and strides of 0."""
    itemsize = size_of(format)
    shape = random_shape(choose, itemsize)
    strides, step, axes = [0] * len(shape), itemsize, list(range(len(shape)))
    while axes:
        axis = axes.pop(choose.number(-len(axes), -1) + len(axes) if choose.chance(2) else -1)
        strides[axis] = step * choose.pick((1, 1, 1, -1, 2, -2, 0))
        step = max(step, abs(strides[axis]) * max(1, shape[axis]))
    layout = Layout(format, itemsize, shape, tuple(strides))
    if layout.extent() > MOST_BYTES:
        return packed(format, itemsize, shape)
    layout.offset = layout.before() + choose.pick((0, 0, 1))
    return layout


def indirect(choose, format):
    """Rows of packed items, reached through pointers."""
    itemsize = size_of(format)
    shape = random_shape(choose, itemsize, fewest=1, most=3)
    shape = (min(shape[0], ROWS), *shape[1:])
    row = packed(format, itemsize, shape[1:])
    return Layout(format, itemsize, shape, (8, *row.strides), max(row.extent(), 1), indirect=True)


def random_layout(choose):
    format = choose.pick(choose.pick(KINDS))
    return (indirect if choose.chance(10) else strided)(choose, format)


def data_for(layout):
    size = layout.size()
    assert size <= DATA_SIZE
    data = st.binary(min_size=size, max_size=size)
    return data.map(lambda drawn: bytes(b % 3 for b in drawn)) if "?" in layout.format else data
