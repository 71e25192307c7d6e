"""Random formats; NumPy, struct and ctypes predict values, equality, assignments and fields."""

import random
import re
from dataclasses import dataclass

import numpy
from hypothesis import strategies as st

import c_types
import dtypes
import item_types
import item_values
import layouts
import plain_formats
from choices import Choices
from item_types import (
    Record, base_of, end_of, flat, is_padding, leaves, mapped, shape_of, size_of,
)
from item_values import are_equal, literal
from judges import STRICT, shown
from keys import Refused, elsewhere, names_an_item, random_key, read, selected
from models import LARGEST_EXTENT, laid_out, made_of, random_shape
from notation import DATA_SIZE
from spelling import Speller

# Formats of one character that CPython's memoryview reads.
NATIVE = "?cbBhHiIlLqQnNefdP"
SOURCES = (dtypes, dtypes, plain_formats, c_types)
OPERATIONS_IN_SCRIPT = 5
MOST_MEMBERS = 4
LONG_DOUBLE_SIZE = 16
TOO_SMALL = "ValueError: itemsize of the buffer is smaller than its format"
STRUCTURES_DIFFER = "ValueError: memoryview assignment: lvalue and rvalue have different structures"


def bytes_of(itemsize):
    return numpy.dtype(f"V{itemsize}")


def random_array(choose, type, itemsize, shape):
    """A layout of random items, and its data."""
    layout = laid_out(choose, "B", itemsize, shape, readonly=False)
    memory = bytearray(item_values.random_bytes(choose, layout.size()))
    items = numpy.ndarray(shape, bytes_of(itemsize), memory, layout.offset, layout.strides)
    for place in numpy.ndindex(shape):
        items[place] = numpy.void(item_values.random_item(choose, type, itemsize))
    return layout, bytes(memory)


@dataclass
class View:
    """The items of an expression, as bytes and as nested lists of values."""

    expression: str
    items: numpy.ndarray
    strides: tuple
    type: object
    values: object

    def named(self):
        """The numbers of the members with names, except those without bytes."""
        members = self.type.members if isinstance(self.type, Record) else ()
        return [number for number, (name, _, type) in enumerate(members)
                if name and size_of(base_of(type)) > 0]

    def field(self, number):
        """The view of a member, with the axes of its sub-array."""
        name, offset, type = self.type.members[number]
        record = {"names": ["field"], "formats": [(bytes_of(size_of(base_of(type))),
                                                   shape_of(type))],
                  "offsets": [offset], "itemsize": self.items.itemsize}
        items, axes = self.items.view(record)["field"], self.items.ndim
        values = mapped(lambda value: value if self.type.is_single else value[number], self.values,
                        axes)
        return View(f"{self.expression}[{ascii(name)}]", items, self.strides + items.strides[axes:],
                    base_of(type), values)


class Script:
    """The statements of a script, with the expected outcome of each."""

    def __init__(self, choose, format):
        self.format = format
        self.type = format.type
        itemsize = format.itemsize
        shape = random_shape(choose, itemsize, most_bytes=LARGEST_EXTENT)
        layout, data = random_array(choose, self.type, itemsize, shape)
        self.array = made_of(layout, data, bytes_of(itemsize))
        format.spell(choose)
        layout.format = format.text
        self.pairs = [(f"{name} = None", None) for name in "ae"]
        self.say(f"a = {layout.script(data)}")
        self.say("a.itemsize", itemsize)
        self.say("a.tolist()", self.listed(self.array))

    def say(self, statement, outcome=None):
        self.pairs.append((statement, outcome))

    def say_bytes(self):
        self.say("a.tobytes()", self.array.items.tobytes())

    def listed(self, part):
        return self.format.listed(part.items)

    def part(self, choose):
        """The text of a random key, and the part of the array that it selects."""
        for _ in range(4):
            text = random_key(choose, self.array.shape)
            try:
                if not names_an_item(read(text), self.array.shape):
                    return text, self.array.select(text)
            except Refused:
                pass
        return "...", self.array

    def item(self, choose):
        """The text of the key of a random item, and its place; None if there are no items."""
        if not self.array.items.size:
            return None
        place = tuple(choose.number(0, extent - 1) for extent in self.array.shape)
        indices = [str(index - extent if choose.chance(4) else index)
                   for index, extent in zip(place, self.array.shape)]
        return ", ".join(indices) or "()", place

    # Reading.

    def read_item(self, choose):
        found = self.item(choose)
        if found:
            text, place = found
            self.say(f"a[{text}]", self.format.listed(self.array.items[(*place, ...)]))

    def read_part(self, choose):
        text, part = self.part(choose)
        self.say(f"a[{text}].shape", part.shape)
        self.say(f"a[{text}].tolist()", self.listed(part))
        self.say(f"a[{text}].tobytes()", part.items.tobytes())
        self.say(f"a[{text}].tobytes('F')", part.items.tobytes("F"))

    def read_rows(self, choose):
        text, part = self.part(choose)
        if part.shape:
            self.say(f"rows(a[{text}])", self.listed(part))
            self.say(f"backwards(a[{text}])", self.listed(part)[::-1])

    def search(self, choose):
        """Search for an element, which is an item or a row."""
        text, part = self.part(choose)
        if not part.shape or not part.shape[0]:
            return
        text = f"a[{text}]"
        elements, has_items = self.listed(part), len(part.shape) == 1
        wanted = choose.number(0, len(elements) - 1)
        is_found = [are_equal(element, elements[wanted]) for element in elements]
        if not has_items:
            is_found = self.found_rows(part.items, is_found, wanted)
        value = literal(elements[wanted]) if has_items and choose.chance(2) else f"{text}[{wanted}]"
        self.say(f"{value} in {text}", any(is_found))
        self.say(f"{text}.count({value})", sum(is_found))
        self.say(f"{text}.index({value})", is_found.index(True) if any(is_found) else
                 Refused("ValueError: memoryview.index(x): x not found"))

    def found_rows(self, items, is_found, wanted):
        """Which rows equal one of them as views; `is_found`: as lists."""
        if is_padding(self.type):
            return [True] * len(is_found)
        rows = long_doubles(self.type, items)
        return [found and are_equal(row, rows[wanted]) for found, row in zip(is_found, rows)]

    def compare(self, choose):
        """Compare with the same values in another type; one of them may be changed."""
        text, part = self.part(choose)
        values = flat(self.listed(part), part.items.ndim)
        equal = are_equal(values, values) and not has_more_digits(self.type, part.items)
        if values and choose.chance(3):
            place = choose.number(0, len(values) - 1)
            changed = item_values.random_value(choose, self.type, True)
            equal = equal and are_equal(values[place], changed)
            values[place] = changed
        other = item_types.widened(choose, self.type)
        if choose.chance(3) or len(values) * other.size > DATA_SIZE:
            other = self.type
        self.say(f"e = memoryview({packed_values(choose, other, values, part.shape)})")
        self.compare_with_e(f"a[{text}]", equal or is_padding(self.type))

    def compare_with_e(self, expression, equal):
        self.say(f"{expression} == e", equal)
        self.say(f"{expression} != e", not equal)
        self.say(f"e == {expression}", equal)

    def read_too_small(self, choose):
        """Read and write items of which a byte is missing."""
        itemsize = end_of(self.type) - 1
        text = Speller(choose).text(self.type)
        if itemsize < 1:
            return
        data = item_values.random_bytes(choose, 2 * itemsize)
        self.say(f"e = memoryview({layouts.packed(text, itemsize, (2,)).script(data)})")
        for statement in "e[1]", "e.tolist()", "e[0] = e[1]", "e[0] = None":
            self.say(statement, Refused(TOO_SMALL))
        self.say("e.tobytes()", data)

    def read_no_character(self, choose):
        """Read an item with a number that is no character."""
        strings = [found for found in leaves(self.type) if found[1].code in "uw" and found[1].size]
        if not strings:
            return
        place, part = choose.pick(strings)
        number = choose.pick((0x110000, 0x7FFFFFFF, 0xFFFFFFFF))
        item = bytearray(item_values.random_item(choose, self.type, self.format.itemsize))
        item[place:place + 4] = number.to_bytes(4, "big" if part.big else "little")
        text = Speller(choose).text(self.type)
        layout = layouts.packed(text, self.format.itemsize, ())
        self.say(f"e = memoryview({layout.script(bytes(item))})")
        self.say("e.tolist()", Refused(f"ValueError: memoryview: character U+{number:x} is not in "
                                       "range(0xADDR)"))

    # Writing.

    def write_item(self, choose):
        found = self.item(choose)
        if not found:
            return
        text, place = found
        value = item_values.random_value(choose, self.type)
        item = bytearray(self.array.items[place].tobytes())
        item_values.store(self.type, value, item)
        self.array.items[place] = numpy.void(bytes(item))
        self.say(f"a[{text}] = {literal(item_values.respelt(choose, self.type, value))}")
        self.say_bytes()

    def write_wrong_value(self, choose):
        found, wrong = self.item(choose), item_values.wrong_value(choose, self.type)
        if not found or not wrong:
            return
        value, problem = wrong
        if problem == "value" and re.fullmatch("@?f", self.format.text):
            # CPython makes infinities here.
            return
        error = "ValueError" if problem == "value" else "TypeError"
        text = named_in_errors(self.format.text)
        self.say(f"a[{found[0]}] = {literal(value)}",
                 Refused(f"{error}: memoryview: invalid {problem} for format '{text}'"))
        self.say_bytes()

    def can_assign_parts(self):
        return self.array.shape and self.array.has_items_apart()

    def write_own_part(self, choose):
        """Assign a part to another, which may overlap."""
        text, part = self.part(choose)
        if not self.can_assign_parts():
            return
        shape = self.array.shape
        source = elsewhere(choose, selected(read(text), shape), shape)
        try:
            items = self.array.select(source).items.copy()
        except Refused:
            return
        part.items[...] = items
        self.say(f"a[{text}] = a[{source}]")
        self.say_bytes()

    def write_part(self, choose):
        """Assign an array of the same layout, whose format may be spelt otherwise."""
        text, part = self.part(choose)
        if not self.can_assign_parts():
            return
        spelt = self.format.text if choose.chance(3) else Speller(choose).text(self.type)
        part.items[...] = self.other(choose, self.type, self.format.itemsize, part.shape, spelt)
        self.say(f"a[{text}] = e")
        self.say_bytes()

    def other(self, choose, type, itemsize, shape, text):
        """Make another array, `e`; its items."""
        layout, data = random_array(choose, type, itemsize, shape)
        layout.format = text
        self.say(f"e = {layout.script(data)}")
        return made_of(layout, data, bytes_of(itemsize)).items

    def write_other_layout(self, choose):
        text, part = self.part(choose)
        other = item_types.altered(choose, self.type)
        if other is None or not self.array.shape:
            return
        self.other(choose, other, self.format.itemsize, part.shape, Speller(choose).text(other))
        self.say(f"a[{text}] = e", Refused(STRUCTURES_DIFFER))
        self.say_bytes()

    # Fields.

    def field(self, choose):
        text, part = self.part(choose)
        strides = tuple(stride for stride, _ in part.axes)
        view = View(f"a[{text}]", part.items, strides, self.type, self.listed(part))
        if not view.named() or choose.chance(8):
            return self.refuse_name(view)
        while view.named():
            view = view.field(choose.pick(view.named()))
            if choose.chance(2):
                break
        self.say(f"{view.expression}.shape", view.items.shape)
        self.say(f"{view.expression}.strides", view.strides)
        self.say(f"{view.expression}.tolist()", view.values)
        self.compare_field(choose, view)
        # NumPy does not describe the padding at the end of a record in a record.
        if end_of(view.type) == view.type.size and self.array.has_items_apart():
            self.say(f"{view.expression}.itemsize", view.type.size)
            self.write_field(choose, view)

    def refuse_name(self, view):
        members = self.type.members if isinstance(self.type, Record) else ()
        error = "TypeError: memoryview: invalid slice key"
        if any(name for name, _, _ in members):
            error = "ValueError: memoryview: no field of name 'other'"
        elif not view.items.ndim:
            error = "TypeError: invalid indexing of 0-dim memory"
        self.say(f"{view.expression}['other']", Refused(error))

    def compare_field(self, choose, view):
        """Compare a field with an array of its type."""
        values = flat(view.values, view.items.ndim)
        if len(values) * view.type.size <= DATA_SIZE:
            source = packed_values(choose, view.type, values, view.items.shape)
            self.say(f"e = memoryview({source})")
            equal = are_equal(values, values) and not has_more_digits(view.type, view.items)
            self.compare_with_e(view.expression, equal or is_padding(view.type))

    def write_field(self, choose, view):
        """Assign a value to a field of a single item, or an array of its type to one of more."""
        if not view.items.ndim:
            value = item_values.random_value(choose, view.type)
            field = bytearray(view.items.tobytes())
            item_values.store(view.type, value, field)
            view.items[...] = numpy.void(bytes(field))
            self.say(f"{view.expression} = {literal(value)}")
        elif view.items.nbytes <= LARGEST_EXTENT:
            text = Speller(choose).text(view.type)
            view.items[...] = self.other(choose, view.type, view.type.size, view.items.shape, text)
            self.say(f"{view.expression}{choose.pick(('', '[...]'))} = e")
        self.say_bytes()

    def run(self, choose):
        operation = choose.pick(self.OPERATIONS)
        operation(self, choose)

    OPERATIONS = (
        read_item, read_part, read_rows, read_too_small, read_no_character, search, search, compare,
        compare, write_item, write_item, write_wrong_value, write_wrong_value, write_own_part,
        write_part, write_part, write_other_layout, field, field,
    )

    def result(self):
        pairs = self.pairs + [(f"{name} = None", None) for name in "ea"]
        return ([statement for statement, _ in pairs],
                [str(value) if isinstance(value, Refused) else shown(value) for _, value in pairs],
                (STRICT,))


def long_doubles(type, items):
    """The long doubles of each item, which views compare with all digits, while lists have those of
    a double."""
    places = [(place + part, leaf.big) for place, leaf in leaves(type) if leaf.code in ("g", "Zg")
              for part in range(0, leaf.size, LONG_DOUBLE_SIZE)]
    return mapped(lambda item: [
        numpy.frombuffer(item, ">g" if big else "<g", 1, place)[0] for place, big in places
    ], items.tolist(), items.ndim)


def has_more_digits(type, items):
    """Whether a long double is no double."""
    return any(float(number) != number for numbers in flat(long_doubles(type, items), items.ndim)
               for number in numbers)


def named_in_errors(text):
    """The format as judges show it in errors: CPython omits the order of those that it reads."""
    text = text.replace("\n", "\\n")
    return text[1:] if re.fullmatch(f"@[{NATIVE}]", text) else text


def packed_values(choose, type, values, shape):
    """The expression for a packed array of values, with random padding."""
    itemsize = max(1, type.size)
    items = []
    for value in values:
        memory = bytearray(item_values.random_bytes(choose, itemsize))
        item_values.store(type, value, memory)
        items.append(bytes(memory))
    return layouts.packed(Speller(choose).text(type), itemsize, shape).script(b"".join(items))


def spread(number, size=256):
    """Uniform choices: most bytes that Hypothesis draws are close to 0 or 255."""
    return Choices(random.Random(number).randbytes(size) if number else b"")


@st.composite
def cases(draw):
    numbers = st.integers(0, 2**64 - 1)
    source = draw(st.sampled_from(SOURCES))
    count = draw(st.integers(1, MOST_MEMBERS))
    seeds = draw(st.lists(numbers, min_size=count, max_size=count))
    script = Script(spread(draw(numbers), 4096), source.random_format(seeds, spread))
    for number in draw(st.lists(numbers, min_size=OPERATIONS_IN_SCRIPT,
                                max_size=OPERATIONS_IN_SCRIPT)):
        if number:
            script.run(spread(number, 2048))
    return script.result()
