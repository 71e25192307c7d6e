"""Random scripts."""

from hypothesis import strategies as st

from choices import Choices, choices
from judges import IMPORTED, STANDALONE
from layouts import MOST_BYTES, NATIVE, data_for, random_layout, random_shape, size_of
from operations import VIEWS, operation, slice_key

NAMES = ["b = bytearray(b'')", *(f"{name} = None" for name in (*VIEWS, "h", "i"))]
# At the end: the bytes, and whether they are still exported.
CLOSING = ["a.tobytes()", "bytes(b)", *NAMES[1:], "resize(b, 0)", "b"]


def plain(draw, choose):
    """A view of bytes or of a bytearray, possibly cast."""
    format = choose.pick(["B", "B", *NATIVE])
    shape = random_shape(choose, size_of(format), most=3) if choose.chance(2) else None
    size = size_of(format)
    for extent in shape or [choose.number(0, MOST_BYTES // size_of(format) // 2)]:
        size *= extent
    data = draw(st.binary(min_size=size, max_size=size))
    statements = [f"b = bytearray({data!r})", "a = memoryview(b)"]
    if choose.chance(4):
        statements = [f"a = memoryview({data!r})"]
    if shape is not None:
        statements.append(f"a = a.cast({format!r}, {shape})")
    elif format != "B":
        statements.append(f"a = a.cast({format!r})")
    return statements


def laid_out(draw, choose, name="a"):
    """A view of an array of any layout."""
    layout = random_layout(choose)
    return [f"{name} = memoryview({layout.script(draw(data_for(layout)), choose.chance(5))})"]


def another(draw, choose, name):
    """Another view, of the same or of other memory."""
    kind = choose.number(0, 2)
    if kind == 2:
        return laid_out(draw, choose, name)
    return [f"{name} = a[{slice_key(choose)}]" if kind == 1 else f"{name} = memoryview(a)"]


@st.composite
def cases(draw):
    choose = Choices(draw(choices(64)))
    start = (plain if choose.chance(2) else laid_out)(draw, choose)
    for name in VIEWS[1:]:
        start += another(draw, choose, name)
    drawn = draw(st.lists(choices(10), min_size=1, max_size=12))
    script = NAMES + start + [operation(Choices(part)) for part in drawn] + CLOSING
    # memoryview finds items of formats that struct refuses unequal, as the library only does in strict
    # mode.
    refused = any("T{" in statement for statement in script)
    return script, None, (IMPORTED, STANDALONE) if refused else ()
