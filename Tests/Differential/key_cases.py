"""Random keys, assignments, casts and rows of arrays of any layout, with outcomes from NumPy."""

import math
import random

from hypothesis import strategies as st

from models import laid_out, made_of, pil, random_shape
from choices import Choices
from judges import STRICT, shown
from keys import Refused, elsewhere, names_an_item, random_key, read, selected
from layouts import KINDS, NATIVE, size_of
from numpy_cases import have_equal_shapes, is_listed

# Cases in one script, as KEYS_IN_SCRIPT in differential.py.
OPERATIONS = 8
# NumPy does not define truth values of bytes other than 0 and 1.
CAST_FORMATS = [format for format in NATIVE if format != "?"]
STRUCTURES_DIFFER = "ValueError: memoryview assignment: lvalue and rvalue have different structures"


class Script:
    """The statements of a script, with the expected outcome of each."""

    def __init__(self, choose):
        format = choose.pick(choose.pick((NATIVE, *KINDS)))
        itemsize = size_of(format)
        layout = laid_out(choose, format, itemsize, random_shape(choose, itemsize))
        if choose.chance(12):
            layout = pil(choose)
        data = self.data_for(layout, 0)
        self.pairs = [(f"{name} = None", None) for name in "acde"]
        self.pairs.append((f"a = {layout.script(data)}", None))
        self.views = {"a": made_of(layout, data)}
        self.pairs += self.views["a"].describe("a")

    @staticmethod
    def data_for(layout, first):
        """Bytes that differ by address, or truth values."""
        most = 2 if "?" in layout.format else 256
        return bytes((first + 7 * i) % most for i in range(layout.size()))

    def say(self, statement, outcome=None):
        self.pairs.append((statement, outcome))

    def refused(self, statement, error):
        self.pairs.append((statement, error))

    def source(self, choose):
        """A random view with its name."""
        name = choose.pick(("a", *self.views))
        if not self.views[name].items.size and not choose.chance(8):
            name = "a"
        return name, self.views[name]

    def keep(self, choose, statement, view):
        """Assign a view to one of the variables."""
        name = choose.pick("cd")
        self.say(f"{name} = {statement}")
        self.views[name] = view
        self.pairs += view.describe(name)

    # Operations.

    def subscript(self, choose):
        name, view = self.source(choose)
        text = random_key(choose, view.shape)
        is_item = names_an_item(read(text), view.shape)
        if is_item and not is_listed(view.format):
            text, is_item = "...", False
        statement = f"{name}[{text}]"
        try:
            part = view.select(text)
        except Refused as error:
            return self.refused(statement, error)
        if is_item:
            self.say(statement, part.items.item())
        else:
            self.keep(choose, statement, part)

    def assign(self, choose):
        name, view = self.source(choose)
        if not is_listed(view.format) or not self.views["a"].has_items_apart():
            return
        text = random_key(choose, view.shape)
        try:
            part = view.select(text)
        except Refused:
            return
        if names_an_item(read(text), view.shape):
            value = view.items.ravel()[choose.number(0, view.items.size - 1)]
            if math.isfinite(value):
                self.store(name, text, part, repr(value.item()), value)
            return
        if not view.shape:
            return
        kind = choose.pick((self.other_part, self.other_part, self.other_array, self.other_shape,
                            self.scalar))
        kind(choose, name, view, text, part)

    def store(self, name, text, part, source, value):
        """Assign a source of the same shape and format."""
        statement = f"{name}[{text}] = {source}"
        if part.readonly:
            return self.refused(statement, Refused("TypeError: cannot modify read-only memory"))
        part.items[...] = value
        self.say(statement)
        self.say("a.tobytes()", self.views["a"].items.tobytes())

    def other_part(self, choose, name, view, text, part):
        """Assign from other items of the same array, which may overlap."""
        source = elsewhere(choose, selected(read(text), view.shape), view.shape)
        try:
            value = view.select(source)
        except Refused:
            return
        self.store(name, text, part, f"{name}[{source}]", value.items.copy())

    def other_array(self, choose, name, view, text, part):
        """Assign from another array of the same shape."""
        layout = laid_out(choose, view.format, view.items.itemsize, part.shape)
        data = self.data_for(layout, 3)
        self.say(f"e = {layout.script(data)}")
        self.store(name, text, part, "e", made_of(layout, data).items)

    def other_shape(self, choose, name, view, text, part):
        shape = random_shape(choose, view.items.itemsize)
        if have_equal_shapes(shape, part.shape):
            return
        layout = laid_out(choose, view.format, view.items.itemsize, shape)
        self.say(f"e = {layout.script(self.data_for(layout, 5))}")
        error = "TypeError: cannot modify read-only memory" if part.readonly else STRUCTURES_DIFFER
        self.refused(f"{name}[{text}] = e", Refused(error))
        self.say("a.tobytes()", self.views["a"].items.tobytes())

    def scalar(self, choose, name, view, text, part):
        error = ("cannot modify read-only memory" if part.readonly else
                 "a bytes-like object is required, not 'int'")
        self.refused(f"{name}[{text}] = 1", Refused(f"TypeError: {error}"))
        self.say("a.tobytes()", self.views["a"].items.tobytes())

    def rows(self, choose):
        name, view = self.source(choose)
        if not view.shape or not is_listed(view.format):
            return
        lists = view.items.tolist()
        self.say(f"rows({name})", lists)
        self.say(f"backwards({name})", lists[::-1])
        if not lists:
            return
        # A second list, because Python's lists treat identical items as equal, even NaN.
        wanted, again = choose.number(0, len(lists) - 1), view.items.tolist()
        equal = [is_equal(row, again[wanted]) for row in lists]
        row = f"{name}[{wanted}]"
        self.say(f"{row} in {name}", any(equal))
        self.say(f"{name}.count({row})", sum(equal))
        if any(equal):
            self.say(f"{name}.index({row})", equal.index(True))
        else:
            self.refused(f"{name}.index({row})",
                         Refused("ValueError: memoryview.index(x): x not found"))

    def cast(self, choose):
        name, view = self.source(choose)
        format = choose.pick(CAST_FORMATS)
        itemsize = size_of(format)
        if not (view.is_contiguous("C") or view.is_contiguous("F")) or view.items.nbytes % itemsize:
            return
        shape = random_factors(choose, view.items.nbytes // itemsize)
        order = choose.pick("CF")
        extra = f", order={order!r}" if order == "F" or choose.chance(2) else ""
        self.keep(choose, f"{name}.cast({format!r}, {shape}{extra})",
                  view.cast(format, itemsize, shape, order))

    def run(self, choose):
        operation = choose.pick((self.subscript,) * 4 + (self.assign,) * 3 + (self.rows, self.cast))
        length = len(self.pairs)
        operation(choose)
        if len(self.pairs) == length:
            self.subscript(choose)

    def result(self):
        pairs = self.pairs + [(f"{name} = None", None) for name in "edca"]
        return ([statement for statement, _ in pairs],
                [str(value) if isinstance(value, Refused) else shown(value) for _, value in pairs],
                (STRICT,), OPERATIONS)


def is_equal(row, other):
    if isinstance(row, list):
        return len(row) == len(other) and all(map(is_equal, row, other))
    return row == other


def random_factors(choose, count):
    """A random shape of `count` items."""
    shape = []
    while count > 1 and choose.chance(2):
        extent = choose.pick([n for n in range(1, count + 1) if count % n == 0])
        shape.append(extent)
        count //= extent
    if count == 0:
        shape += choose.pick(((), (2,), (0,)))
    shape.insert(choose.number(0, len(shape)), count)
    return tuple(shape)


def spread(number):
    """Uniform choices: most bytes that Hypothesis draws are close to 0 or 255."""
    return Choices(random.Random(number).randbytes(64) if number else b"")


@st.composite
def cases(draw):
    numbers = st.integers(0, 2**64 - 1)
    script = Script(spread(draw(numbers)))
    for _ in range(OPERATIONS):
        script.run(spread(draw(numbers)))
    return script.result()
