"""Single items as texts, for the formats that files have; other items as bytes."""

import math
import re
import struct

_LONGEST_BYTES, _MOST_CHARACTERS, _MOST_TEXT = 16, 20, 48
# Letter: class, size in native mode, size with an explicit byte order (0: not allowed).
_CODES = {
    "?": ("bool", 1, 1), "b": ("signed", 1, 1), "B": ("unsigned", 1, 1), "h": ("signed", 2, 2),
    "H": ("unsigned", 2, 2), "i": ("signed", 4, 4), "I": ("unsigned", 4, 4), "l": ("signed", 8, 4),
    "L": ("unsigned", 8, 4), "q": ("signed", 8, 8), "Q": ("unsigned", 8, 8), "n": ("signed", 8, 0),
    "N": ("unsigned", 8, 0), "P": ("unsigned", 8, 0), "e": ("float", 2, 2), "f": ("float", 4, 4),
    "d": ("float", 8, 8),
}
_NAMES = {"bool": "truth value", "signed": "%d-bit signed integer", "unsigned": "%d-bit unsigned integer",
          "float": "%d-bit float", "complex": "complex number of two %d-bit floats"}
_FLOATS = {2: "e", 4: "f", 8: "d"}


class Kind:
    """What a format says of an item."""

    def __init__(self, kind="opaque", size=0, swapped=False, count=0, total=0):
        self.kind, self.size, self.swapped = kind, size, swapped
        self.count, self.total = count, total

    @property
    def order(self):
        return "big" if self.swapped else "little"


def kind_of(format):
    """The kind of a format's items; opaque if it is not one of a number or a string."""
    ordered, swapped = format[:1] in tuple("<>=!"), format[:1] in (">", "!")
    code = format[1:] if ordered or format[:1] == "@" else format
    if code[:1] == "Z":
        size = {"Zf": 4, "Zd": 8}.get(code)
        return Kind("complex", size, swapped, 1, 2 * size) if size else Kind()
    found = re.fullmatch(r"([0-9]*)(.)", code, re.S)
    if not found:
        return Kind()
    count, letter = int(found.group(1) or 1), found.group(2)
    if not 1 <= count < 2**31:
        return Kind()
    if letter == "w":
        return Kind("unicode", 4, swapped, count, 4 * count)
    if letter == "s" or (letter == "c" and count == 1):
        return Kind("bytes", 1, False, count, count)
    name, native, standard = _CODES.get(letter, ("", 0, 0))
    size = standard if ordered else native
    return Kind(name, size, swapped, 1, size) if size and count == 1 else Kind()


def describe(kind):
    order = "" if kind.size == 1 else ", %s-endian" % kind.order
    if kind.kind == "bytes":
        return "string of %d bytes" % kind.count
    if kind.kind == "unicode":
        return "string of %d characters%s" % (kind.count, order)
    if kind.kind == "opaque":
        return "shown as bytes"
    name = _NAMES[kind.kind]
    return name if kind.kind == "bool" else name % (kind.size * 8) + order


def _float(item, kind):
    return struct.unpack((">" if kind.swapped else "<") + _FLOATS[kind.size], item[:kind.size])[0]


def _number(pattern, value):
    # C prints the sign of a NaN.
    if math.isnan(value) and math.copysign(1, value) < 0:
        return "-nan"
    return pattern % value


def _character(code, is_byte):
    """A character, as an escape if a terminal could interpret it."""
    if is_byte and code > 0x7E:
        return "\\x%02x" % code
    printable = (0x20 <= code != 0x7F and not 0x80 <= code < 0xA0 and code <= 0x10FFFF
                 and not 0xD800 <= code < 0xE000 and not 0x2028 <= code <= 0x202E
                 and not 0x2066 <= code <= 0x2069)
    return chr(code) if printable else "\\u%04x" % code


def _text(kind, item):
    codes = [int.from_bytes(item[at:at + kind.size], kind.order)
             for at in range(0, min(kind.count, _MOST_CHARACTERS) * kind.size, kind.size)]
    while codes and codes[-1] == 0:
        codes.pop()
    text, shown = "'", 0
    for code in codes:
        if len(text.encode()) >= _MOST_TEXT:
            break
        text += _character(code, kind.kind == "bytes")
        shown += 1
    return text + ("..." if shown < len(codes) or kind.count > _MOST_CHARACTERS else "'")


def show(kind, item):
    """The text of an item. item: its bytes."""
    if kind.kind == "bool":
        return str(item[0] != 0)
    if kind.kind in ("signed", "unsigned"):
        return str(int.from_bytes(item[:kind.size], kind.order, signed=kind.kind == "signed"))
    if kind.kind == "float":
        return _number("%.6g", _float(item, kind))
    if kind.kind == "complex":
        return _number("%.5g", _float(item, kind)) + _number("%+.5g", _float(item[kind.size:], kind)) + "j"
    if kind.kind in ("bytes", "unicode"):
        return _text(kind, item)
    shown = item[:_LONGEST_BYTES].hex()
    return shown + ("..." if len(item) > _LONGEST_BYTES else "")


def sample(kind, item):
    """The number of an unsigned item."""
    return int.from_bytes(item[:kind.size], kind.order)
