"""Arrays in memory as NumPy has them, and as PEP 3118 describes views of them."""

import itertools
import math
from dataclasses import dataclass

import numpy

import layouts
from keys import Refused, read, selected
from layouts import MOST_BYTES, size_of
from numpy_cases import dtype_of, is_listed

POINTER_SIZE = 8
LARGEST_EXTENT = 2 * MOST_BYTES


@dataclass
class Layout(layouts.Layout):
    """A layout whose axes may hold pointers, to items at the same places as without them."""

    pointers: int = 0
    suboffset: int = 0
    readonly: bool = False
    is_pil: bool = False

    def script(self, data):
        if self.is_pil:
            return f"memoryview(pil({self.format!r}, {self.shape}, {data!r}))"
        extra = f", pointers={self.pointers}, suboffset={self.suboffset}" if self.pointers else ""
        extra += ", readonly=1" if self.readonly else ""
        return (f"memoryview(nd({self.format!a}, {self.shape}, {data!r}, strides={self.strides}, "
                f"offset={self.offset}, itemsize={self.itemsize}{extra}))")

    def axes(self):
        """Stride and suboffset of each axis."""
        axes, stride = [], 0
        for axis in reversed(range(len(self.shape))):
            follows = self.pointers >> axis & 1
            stride = POINTER_SIZE if follows else stride
            axes.append((stride or self.strides[axis], self.suboffset if follows else -1))
            stride *= max(1, self.shape[axis])
        return axes[::-1]


class Array:
    """A view: its items as a NumPy array, and its strides and suboffsets."""

    def __init__(self, items, axes, format, readonly, memory, origin):
        self.items = items
        self.axes = axes
        self.format = format
        self.readonly = readonly
        self.memory = memory
        self.origin = origin

    @property
    def shape(self):
        return self.items.shape

    @property
    def is_direct(self):
        return all(suboffset < 0 for _, suboffset in self.axes)

    def is_contiguous(self, order):
        if self.items.ndim == 1 and not self.items.size:
            # memoryview compares the stride here, unlike NumPy.
            return self.axes[0] == (self.items.itemsize, -1)
        return self.is_direct and bool(self.items.flags[f"{order}_CONTIGUOUS"])

    def places(self):
        """Offset of each item from the first one of the exporter."""
        first = address(self.items) - self.origin
        return [first + sum(map(int.__mul__, indices, self.items.strides))
                for indices in itertools.product(*map(range, self.shape))]

    def has_items_apart(self):
        """Whether items do not overlap."""
        places = sorted(self.places())
        return all(b - a >= self.items.itemsize for a, b in zip(places, places[1:]))

    def select(self, text):
        """The view that a key selects. Raises Refused."""
        key = read(text)
        axes = derived(self.axes, selected(key, self.shape), self.items.size > 0)
        parts = key if isinstance(key, tuple) else (key,)
        if Ellipsis not in parts:
            # Makes NumPy return an array, not a scalar, if no axis is left.
            parts += (Ellipsis,)
        return self.derive(self.items[parts], axes, self.format)

    def derive(self, items, axes, format):
        return Array(items, axes, format, self.readonly, self.memory, self.origin)

    def cast(self, format, itemsize, shape, order):
        """View the bytes, which are contiguous, as other items."""
        offset = address(self.items) - address(numpy.frombuffer(self.memory, "u1"))
        items = numpy.ndarray(shape, dtype_of(format), self.memory,
                              offset if self.items.nbytes else 0, order=order)
        # NumPy computes other strides if an extent is zero.
        axes = [math.prod(shape[:axis] if order == "F" else shape[axis + 1:], start=itemsize)
                for axis in range(len(shape))]
        return self.derive(items, [(stride, -1) for stride in axes], format)

    def describe(self, name):
        """Expressions for the view, with their expected values."""
        yield f"{name}.shape", self.shape
        yield f"{name}.strides", tuple(stride for stride, _ in self.axes)
        suboffsets = tuple(suboffset for _, suboffset in self.axes)
        yield f"{name}.suboffsets", () if self.is_direct else suboffsets
        yield f"places({name}, a)", self.places()
        yield f"{name}.nbytes", self.items.nbytes
        yield f"{name}.c_contiguous", self.is_contiguous("C")
        yield f"{name}.f_contiguous", self.is_contiguous("F")
        if is_listed(self.format):
            yield f"{name}.tolist()", self.items.tolist()
        else:
            yield f"{name}.tobytes()", self.items.tobytes()


def address(items):
    return items.__array_interface__["data"][0]


def derived(axes, selections, has_items):
    """Strides and suboffsets of the axes that are kept. Raises Refused if PEP 3118 cannot express
    them."""
    kept, sums, nearest = [], {}, None
    for (stride, suboffset), selection in zip(axes, selections):
        is_index = isinstance(selection, int)
        start = selection if is_index else selection.start if selection else 0
        if nearest is not None:
            sums[nearest] += start * stride
        if not is_index:
            kept.append(stride * selection.step)
        elif suboffset < 0 or not has_items or not kept:
            continue
        elif len(kept) - 1 in sums:
            raise Refused("BufferError: memoryview: two pointers would have to be followed on one "
                          "dimension")
        if suboffset >= 0:
            nearest = len(kept) - 1
            sums[nearest] = suboffset
    if min(sums.values(), default=0) < 0:
        raise Refused("BufferError: memoryview: a suboffset would be negative, which means that "
                      "there is none")
    return [(stride, sums.get(axis, -1)) for axis, stride in enumerate(kept)]


def made_of(layout, data, dtype=None):
    """An array of a layout, in memory of its own; its items are bytes if NumPy lacks the format."""
    dtype = dtype or dtype_of(layout.format) or numpy.dtype(f"V{layout.itemsize}")
    memory = bytearray(data)
    items = numpy.ndarray(layout.shape, dtype, memory, layout.offset, layout.strides)
    return Array(items, layout.axes(), layout.format, layout.readonly, memory, address(items))


def random_shape(choose, itemsize, fewest=0, most_bytes=MOST_BYTES):
    """A shape of at most nine axes."""
    shape, left = [], most_bytes // itemsize
    most = 9 if choose.chance(16) else 4
    for _ in range(max(fewest, choose.number(1, most) if not choose.chance(24) else 0)):
        extent = min(choose.pick((2, 3, 4, 1, 5, 6, 2, 3)), max(1, left))
        if not fewest and choose.chance(24):
            extent = 0
        left //= max(1, extent)
        shape.append(extent)
    return tuple(shape)


def laid_out(choose, format, itemsize, shape, readonly=None):
    """A random layout of this shape: axes in any order, with gaps, negative and zero strides, and
    pointers."""
    strides, step, axes = [0] * len(shape), itemsize, list(range(len(shape)))
    has_repeats = choose.chance(8)
    while axes:
        axis = axes.pop(choose.number(0, len(axes) - 1) if choose.chance(2) else -1)
        stride = step * choose.pick((1, 1, 1, -1, 1, -1, 2, -2))
        step = abs(stride) * max(1, shape[axis])
        strides[axis] = 0 if has_repeats and choose.chance(2) else stride
    layout = Layout(format, itemsize, shape, tuple(strides))
    if layout.extent() > LARGEST_EXTENT:
        layout.strides = layouts.packed(format, itemsize, shape).strides
    layout.offset = layout.before() + choose.pick((0, 0, 1))
    if shape and math.prod(shape) and len(shape) < 5 and choose.chance(3):
        layout.pointers = choose.number(1, 2 ** len(shape) - 1) if choose.chance(2) else 1
        layout.suboffset = choose.pick((0, 0, 4, 8, 24))
    layout.readonly = choose.chance(12) if readonly is None else readonly
    return layout


def pil(choose):
    """A layout of the exporter in CPython's tests, with pointers on axis 0."""
    format = choose.pick("bBhHiIlLqQ")
    itemsize = size_of(format)
    shape = tuple(extent or 1 for extent in random_shape(choose, itemsize, fewest=1))
    strides = layouts.packed(format, itemsize, shape).strides
    return Layout(format, itemsize, shape, strides, pointers=1, is_pil=True)
