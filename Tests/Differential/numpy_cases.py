"""Random arrays whose contents, subscripts, casts, comparisons and assignments NumPy predicts."""

import numpy
from hypothesis import strategies as st

from choices import Choices, choices
from judges import shown
from layouts import data_for, random_layout
from operations import slice_key

CODES = {"N": "Q", "n": "q", "P": "Q"}
LISTED = set("BbhHiIlLqQ?nNefdP")


def dtype_of(format):
    """The dtype of a format, None for one that NumPy lacks."""
    kind = format[-1]
    if format[-2:] in ("2B", "2h", "3s", "xB", "bH") or format.startswith("T"):
        return None
    if kind == "c":
        return numpy.dtype("S1")
    order = format[0] if format[0] in "<>!" else "="
    return numpy.dtype(CODES.get(kind, kind) if order == "=" and format[0] != "=" else
                       standard(order, kind))


def standard(order, kind):
    """The dtype of a format with a byte order, whose sizes are fixed."""
    sizes = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "l": "i4",
             "L": "u4", "q": "i8", "Q": "u8", "e": "f2", "f": "f4", "d": "f8", "?": "?"}
    return order.replace("!", ">") + sizes[kind]


def is_listed(format):
    """Whether tolist() supports the format."""
    return format.lstrip("@") in LISTED


def array_of(layout, data):
    return numpy.ndarray(
        layout.shape, dtype_of(layout.format), bytearray(data), layout.offset, layout.strides
    )


def random_array(draw, choose):
    """A layout that NumPy has too, and the bytes of an array of it."""
    layout = random_layout(choose)
    if layout.indirect or dtype_of(layout.format) is None:
        layout.format, layout.indirect = "B", False
        layout.itemsize, layout.shape, layout.strides, layout.offset = 1, (2, 3), (1, 2), 0
    return layout, draw(data_for(layout))


def of_bytes(array):
    """The expected bytes of an array, in each order."""
    yield "a.tobytes()", array.tobytes()
    yield "a.tobytes('F')", array.tobytes("F")
    yield "a.tobytes('A')", array.tobytes("A")
    yield "a.hex()", array.tobytes().hex()
    yield "a.shape", array.shape
    yield "a.strides", array.strides
    yield "a.nbytes", array.nbytes
    yield "bytes(a)", array.tobytes()


def of_items(array, choose):
    """The expected items and lists."""
    yield "a.tolist()", array.tolist()
    if array.size:
        place = tuple(choose.number(0, extent - 1) for extent in array.shape)
        yield f"a[{place}]", array[place].item()
        if array.ndim == 1:
            yield f"a[{place[0]}]", array[place].item()
            yield "list(a)", array.tolist()


def of_slice(array, choose):
    key = slice_key(choose)
    if key.endswith(":0") or not array.ndim:
        return
    part = eval(f"array[{key}]", {"array": array})
    yield f"a[{key}].shape", part.shape
    yield f"a[{key}].tobytes()", part.tobytes()
    yield f"a[{key}].tobytes('F')", part.tobytes("F")
    yield f"contiguous(a[{key}], 256, 'F').tobytes('F')", part.tobytes("F")


def of_assignment(array, choose):
    """An assignment of one part of an axis to another, which may overlap."""
    if array.ndim != 1 or 0 in array.strides:
        return
    count = choose.number(0, len(array))
    source, target = (choose.number(0, len(array) - count) for _ in range(2))
    step = choose.pick(("", "::-1"))
    array[target:target + count] = eval(f"part[{step or ':'}]", {
        "part": array[source:source + count].copy()
    })
    part = f"a[{source}:{source + count}]" + (f"[{step}]" if step else "")
    yield f"a[{target}:{target + count}] = {part}", None
    yield "a.tobytes()", array.tobytes()


def have_equal_shapes(shape, other):
    """Compare shapes as memoryview does, which stops at an extent of zero."""
    def compared(shape):
        return shape[:shape.index(0) + 1] if 0 in shape else shape

    return len(shape) == len(other) and compared(shape) == compared(other)


def of_comparison(array, other):
    """The expected equality, which is that of the lists; there are no order comparisons."""
    equal = have_equal_shapes(array.shape, other.shape)
    equal = equal and (not array.size or array.tolist() == other.tolist())
    yield "a == c", equal
    yield "a != c", not equal
    yield "c == a", equal


@st.composite
def cases(draw):
    choose = Choices(draw(choices(48)))
    layout, data = random_array(draw, choose)
    other, other_data = random_array(draw, choose)
    if choose.chance(2):
        other.shape, other_data = layout.shape, data
        other.strides, other.offset, other.itemsize = layout.strides, layout.offset, layout.itemsize
        other.format = layout.format
    array, second = array_of(layout, data), array_of(other, other_data)
    pairs = [(f"a = memoryview({layout.script(data)})", None),
             (f"c = memoryview({other.script(other_data)})", None), *of_bytes(array)]
    if is_listed(layout.format):
        pairs += of_items(array, choose)
    pairs += [*of_slice(array, choose), *of_comparison(array, second)]
    if is_listed(layout.format):
        pairs += of_assignment(array, choose)
    pairs += [("a = None", None), ("c = None", None)]
    return [pair[0] for pair in pairs], [shown(pair[1]) for pair in pairs]
