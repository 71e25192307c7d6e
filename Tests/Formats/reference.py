"""A second reading of the format grammar, to check the vectors with: simple, slow, and written from the
specification alone.

read(text) returns a Format, or raises FormatError with the byte offset at which the text is wrong:

* something is missing, such as a type after a count or the end of a "(", "T{", "X{", "[" or name: where it is
  missing, most often the end of the text
* a byte that does not belong there, a type that is refused, one level of nesting too many: that byte
* a name that is not UTF-8: its first ":"; an unknown scalar: its "["
* one axis too many, also around a structure; a number that does not fit the address space: that number
* an item or its repetitions that are too large: the first byte of the item
"""

import re
from dataclasses import dataclass, field, replace
from math import prod

LARGEST = 2**63 - 1
DEEPEST = 32
MOST_AXES = 32
MOST_REPETITIONS = 2**20

ORDERS = b"@=<>!^"
SPACES = b" \t\n\v\f\r"
DIGITS = b"0123456789"

# Canonical code, size and alignment by letter. The size of l and L depends on the order.
TYPES = {
    b"?": ("?", 1, 1), b"c": ("c", 1, 1), b"b": ("b", 1, 1), b"B": ("B", 1, 1),
    b"h": ("h", 2, 2), b"H": ("H", 2, 2), b"i": ("i", 4, 4), b"I": ("I", 4, 4),
    b"q": ("q", 8, 8), b"Q": ("Q", 8, 8), b"n": ("q", 8, 8), b"N": ("Q", 8, 8),
    b"e": ("e", 2, 2), b"f": ("f", 4, 4), b"d": ("d", 8, 8), b"g": ("g", 16, 16),
    b"F": ("Zf", 8, 4), b"D": ("Zd", 16, 8),
    b"Zf": ("Zf", 8, 4), b"Zd": ("Zd", 16, 8), b"Zg": ("Zg", 32, 16),
    b"P": ("P", 8, 8), b"z": ("P", 8, 8), b"Z": ("P", 8, 8),
    b"s": ("s", 1, 1), b"p": ("p", 1, 1), b"x": ("x", 1, 1),
    b"u": ("w", 4, 4), b"w": ("w", 4, 4),
}
LONGS = {b"l": {True: ("q", 8, 8), False: ("i", 4, 4)}, b"L": {True: ("Q", 8, 8), False: ("I", 4, 4)}}
REFUSED = {b"O": "objects", b"t": "bit fields"}
SCALARS = {"bfloat16": 2, "float8_e4m3fn": 1, "float8_e5m2": 1}
PREFIX = "ml_dtypes$"

# Types whose count is the length of one string.
STRINGS = ("s", "p", "x", "w")


class FormatError(Exception):
    def __init__(self, reason, position):
        super().__init__(f"{reason} at {position}")
        self.reason = reason
        self.position = position


@dataclass
class Field:
    """What PyMV_FormatField says about one field."""

    type: str
    byteorder: str
    itemsize: int
    shape: tuple = ()
    count: int = 1
    name: bytes = None
    offset: int = 0
    depth: int = 0

    @property
    def size(self):
        return self.itemsize * self.count * prod(self.shape)


@dataclass
class Type:
    """A type as it stands in a format: canonical code, layout of one value, members of a structure."""

    code: str
    size: int
    alignment: int
    members: list = field(default_factory=list)
    empty_values: int = 0


@dataclass
class Format:
    """The fields, depth first, and the layout of all of them."""

    fields: list
    size: int
    alignment: int


def read(text):
    """Read a format, given as bytes."""
    return Reader(text).read()


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.order = b"@"

    # --- bytes ---

    @property
    def next(self):
        return self.text[self.at : self.at + 1]

    def fail(self, reason, position=None):
        raise FormatError(reason, self.at if position is None else position)

    def skip_spaces(self):
        while self.next and self.next in SPACES:
            self.at += 1

    def take(self, wanted):
        """Take this byte string, if it comes next."""
        if not self.text.startswith(wanted, self.at):
            return False
        self.at += len(wanted)
        return True

    def take_number(self):
        """The digits that come next; None if there are none."""
        start = self.at
        while self.next and self.next in DIGITS:
            self.at += 1
        if start == self.at:
            return None
        number = int(self.text[start : self.at])
        if number > LARGEST:
            self.fail("size", start)
        return number

    def take_orders(self):
        while self.next and self.next in ORDERS:
            self.order = self.next
            self.at += 1
            self.skip_spaces()

    @property
    def is_native(self):
        return self.order in b"@^"

    # --- items ---

    def read(self):
        items = self.read_items(depth=0, axes=0)
        if self.next:
            self.fail("unexpected")
        if len(items) == 1 and items[0].is_padding:
            fields = [Field("x", "|", items[0].field.size)]
        else:
            fields = [f for item in items for f in item.fields]
        return Format(fields, *laid_out(items))

    def read_items(self, depth, axes):
        """The items up to the end or a "}", each at its offset. `axes` are around all of them."""
        items, end = [], 0
        while True:
            self.skip_spaces()
            if not self.next or self.next == b"}":
                return items
            if self.next in ORDERS:
                self.take_orders()
                continue
            item = self.read_item(depth, axes, end)
            items.append(item)
            end = item.end

    def read_item(self, depth, axes, end):
        start = self.at
        shape, places = self.read_shapes()
        self.take_orders()
        places.append(self.at)
        count = self.take_count()
        order = self.order
        own_axes = len(shape) + (bool(shape) and count is not None)
        kind = self.read_type(depth, axes + own_axes)
        self.skip_spaces()
        item = Item(kind, order, depth, self.read_name())
        item.count_values(shape, count)
        if axes + len(item.field.shape) > MOST_AXES:
            self.fail("axes", places[MOST_AXES - axes])
        item.place(end, lambda reason: self.fail(reason, start))
        return item

    def take_count(self):
        count = self.take_number()
        self.skip_spaces()
        if count is not None and (self.next == b"&" or self.text.startswith(b"X{", self.at)):
            self.fail("count")
        return count

    def read_shapes(self):
        """All extents, and where each stands."""
        shape, places = [], []
        while self.next == b"(":
            self.at += 1
            while True:
                self.skip_spaces()
                places.append(self.at)
                number = self.take_number()
                self.skip_spaces()
                if not self.next:
                    self.fail("unterminated")
                if number is None or self.next not in b",)":
                    self.fail("shape")
                shape.append(number)
                self.at += 1
                if self.text[self.at - 1 : self.at] == b")":
                    break
            self.skip_spaces()
        return shape, places

    def read_name(self):
        if self.next != b":":
            return None
        opening = self.at
        end = self.text.find(b":", opening + 1)
        if end < 0:
            self.fail("unterminated", len(self.text))
        name = self.text[opening + 1 : end]
        try:
            name.decode()
        except UnicodeDecodeError:
            self.fail("utf8", opening)
        self.at = end + 1
        return name

    # --- types ---

    def read_type(self, depth, axes):
        start = self.at
        if not self.next or self.next == b"}":
            self.fail("no type")
        if self.text.startswith(b"T{", start):
            return self.read_structure(depth, axes)
        if self.take(b"X{"):
            return self.read_function()
        if self.next == b"&":
            return self.read_pointer(depth)
        if self.next == b"[":
            return self.read_scalar()
        if self.next in REFUSED:
            self.fail(REFUSED[self.next])
        for code in self.text[start : start + 2], self.next:
            found = LONGS[code][self.is_native] if code in LONGS else TYPES.get(code)
            if found:
                self.at += len(code)
                return Type(*found)
        self.fail("unexpected")

    def read_structure(self, depth, axes):
        if depth == DEEPEST:
            self.fail("nesting")
        self.at += 2
        items = self.read_items(depth + 1, axes)
        if not self.take(b"}"):
            self.fail("unterminated")
        size, alignment = laid_out(items)
        if self.order == b"@":
            size += -size % alignment
        fields = [f for item in items for f in item.fields]
        return Type("T", size, alignment, fields, sum(item.empty_values for item in items))

    def read_function(self):
        level = 1
        while level:
            if not self.next:
                self.fail("unterminated")
            level += {b"{": 1, b"}": -1}.get(self.next, 0)
            self.at += 1
        return Type("P", 8, 8)

    def read_pointer(self, depth):
        """What a pointer refers to is read for its syntax, and because it may change the order."""
        if depth == DEEPEST:
            self.fail("nesting")
        self.at += 1
        self.skip_spaces()
        self.read_shapes()
        self.take_orders()
        self.take_count()
        self.read_type(depth + 1, axes=0)
        return Type("P", 8, 8)

    def read_scalar(self):
        opening = self.at
        end = self.text.find(b"]", opening)
        if end < 0:
            self.fail("unterminated", len(self.text))
        self.at = end + 1
        for name in self.text[opening + 1 : end].decode("latin-1").split(";"):
            name = name[len(PREFIX) :] if name.startswith(PREFIX) else name
            if name in SCALARS:
                return Type(f"[{name}]", SCALARS[name], SCALARS[name])
        self.fail("scalar", opening)


class Item:
    """One item of a format with its name, repetitions and place."""

    def __init__(self, kind, order, depth, name):
        has_order = kind.size > 1 and kind.code != "T"
        byteorder = ">" if order in b">!" else "<"
        self.kind = kind
        self.alignment = kind.alignment if order == b"@" else 1
        self.field = Field(kind.code, byteorder if has_order else "|", kind.size, name=name, depth=depth)

    def count_values(self, shape, count):
        """A count is the length of a string, an axis, or a number of values."""
        place = self.field
        if count is not None and place.type in STRINGS:
            place.itemsize *= count
        elif count is not None and (shape or place.name is not None):
            shape = shape + [count]
        elif count is not None:
            place.count = count
        place.shape = tuple(shape)

    def place(self, end, fail):
        self.field.offset = end + -end % self.alignment
        self.end = self.field.offset + self.field.size
        if self.end > LARGEST or self.field.itemsize > LARGEST:
            fail("size")
        repetitions = self.field.count * prod(self.field.shape)
        self.empty_values = repetitions * (self.kind.empty_values + (self.field.itemsize == 0))
        if self.empty_values > MOST_REPETITIONS:
            fail("repetitions")

    @property
    def is_padding(self):
        return self.field.type == "x" and self.field.name is None

    @property
    def fields(self):
        """The field and its members, or nothing for padding."""
        if self.is_padding:
            return []
        members = [replace(f, offset=f.offset + self.field.offset) for f in self.kind.members]
        return [self.field] + members


def laid_out(items):
    """Size and alignment of items that follow each other."""
    size = items[-1].end if items else 0
    return size, max([1] + [item.alignment for item in items])


# --- notation of the vectors ---

def notation(fields):
    """All fields in one column: DEPTH ORDER TYPE SHAPE COUNT @OFFSET +ITEMSIZE NAME.

    A dot for each level of depth; "(2,3)" if there is a shape, "*3" if the count is not 1, ":name:" if
    there is a name, with each byte that is not a printable ASCII character as \\xNN.
    """
    return " ".join(map(field_notation, fields)) or "-"


def field_notation(f):
    shape = f"({','.join(map(str, f.shape))})" if f.shape else ""
    count = f"*{f.count}" if f.count != 1 else ""
    name = f":{escaped(f.name)}:" if f.name is not None else ""
    return f"{'.' * f.depth}{f.byteorder}{f.type}{shape}{count}@{f.offset}+{f.itemsize}{name}"


def escaped(text):
    return "".join(chr(b) if 0x21 <= b < 0x7F and b != 0x5C else f"\\x{b:02x}" for b in text)


def unescaped(text):
    """The bytes of a text of the file."""
    return re.sub(rb"\\x(..)", lambda match: bytes.fromhex(match[1].decode()), text.encode())
