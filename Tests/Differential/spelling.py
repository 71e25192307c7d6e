"""Formats of types of items, with explicit orders and padding."""

from item_types import STRINGS, Leaf, Record, Rows, has_order, size_of

# The codes of a canonical code, of native and of standard size.
ALIKE = {"u": "uw", "w": "uw", "P": ("P", "z", "Z"), "Zf": ("Zf", "F"), "Zd": ("Zd", "D")}
NATIVE_CODES = {"q": "qln", "Q": "QLN", **ALIKE}
STANDARD_CODES = {"i": "il", "I": "IL", "q": "qn", "Q": "QN", **ALIKE}
# These take no count.
POINTERS = ("&<i", "&(2)T{b:a:}", "X{d{}}")


def is_number(type):
    """Whether a count of this type repeats it."""
    return isinstance(type, Leaf) and type.code not in STRINGS + "u"


class Speller:
    """Writes the format of a type, in one of many ways, with the order of every value."""

    def __init__(self, choose):
        self.choose = choose

    def text(self, type):
        """Orders other than "@", so that all padding is written."""
        start = self.choose.pick("=<>!^")
        if isinstance(type, Record) and type.bare:
            return start + self.members(type, False)
        return start + self.item(type)

    def space(self):
        return " " if self.choose.chance(12) else ""

    def gap(self, size):
        """Padding, which is no value."""
        if size == 0:
            return ""
        return f"{size}x" if size > 3 or self.choose.chance(2) else "x" * size

    def item(self, type, name=""):
        suffix = f":{name}:" if name else ""
        if isinstance(type, Rows):
            return self.rows(type, suffix)
        if isinstance(type, Record):
            return f"T{{{self.members(type, True)}}}{suffix}"
        return self.leaf(type) + suffix

    def rows(self, type, suffix):
        *outer, last = type.shape
        if is_number(type.part) and (suffix or outer) and self.choose.chance(3):
            # A count with a name or a shape is one more extent.
            return self.shape(outer) + self.leaf(type.part, last) + suffix
        return self.shape(type.shape) + self.space() + self.item(type.part) + suffix

    def shape(self, shape):
        if not shape:
            return ""
        if len(shape) > 1 and self.choose.chance(4):
            return f"({shape[0]})" + self.shape(shape[1:])
        return f"({','.join(map(str, shape))})"

    def members(self, type, has_end):
        text, place, left = "", 0, list(type.members)
        while left:
            name, offset, part = left.pop(0)
            text += self.gap(offset - place) + self.space()
            place = offset + size_of(part)
            count = 1
            while not name and is_number(part) and left and left[0] == ("", place, part) \
                    and self.choose.chance(2):
                place += size_of(part)
                left.pop(0)
                count += 1
            text += self.leaf(part, count) if count > 1 else self.item(part, name)
        return text + (self.gap(type.size - place) if has_end else "") + self.space()

    def leaf(self, leaf, count=""):
        if leaf.code in STRINGS:
            count = leaf.size // 4 if leaf.code == "w" else leaf.size
        if not has_order(leaf.code, leaf.size):
            return f"{self.choose.pick(('', '', '<', '>'))}{count}{leaf.code}"
        order = self.choose.pick(">!" if leaf.big else "<=^")
        codes = (NATIVE_CODES if order == "^" else STANDARD_CODES).get(leaf.code, (leaf.code,))
        if count == "" and leaf.code == "P":
            codes += POINTERS
        return f"{order}{count}{self.choose.pick(codes)}"
