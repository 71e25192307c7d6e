"""Reports on views: fields, items, expressions, derived views, requests, copies.

The texts are those of ffi-shim. Expressions have the results of this version of Python.
"""

import os
import sys
import time

from . import items, views

_MOST_ROWS, _MOST_COLUMNS = 8, 12
_MOST_WIDTH = _MOST_HEIGHT = 96
_SHADES = " .:-=+*#%@"
_MOST_INDICES, _MOST_BYTES = 8, 1 << 14
_MOST_EXPRESSIONS, _LONGEST_EXPRESSION, _NARROWEST = 24, 96, 16


class Terminal:
    """How wide the report may be, and whether it has colours. colour: "auto", "always" or "never"."""

    def __init__(self, colour="auto"):
        self.columns = self._columns()
        self.colour = colour == "always" or colour == "auto" and self._wants_colour()

    @staticmethod
    def _columns():
        try:
            columns = int(os.environ.get("COLUMNS", ""))
        except ValueError:
            columns = 0
        if columns <= 0:
            try:
                columns = os.get_terminal_size(sys.stdout.fileno()).columns
            except (OSError, ValueError):
                columns = 0
        return min(max(columns, 20), 160) if columns > 0 else 80

    @staticmethod
    def _wants_colour():
        if os.environ.get("NO_COLOR"):
            return False
        return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"

    def heading(self, text):
        return "\n\033[1m%s\033[0m" % text if self.colour else "\n" + text


def as_tuple(values):
    return "none" if values is None else "(%s)" % (", ".join(map(str, values)) + ("," if len(values) == 1 else ""))


def failure(error):
    return "%s: %s" % (type(error).__name__, error)


def _yes(condition):
    return "yes" if condition else "no"


def facts(view):
    """Pairs of names and values that describe a view."""
    size = "%d byte%s; PyBuffer_SizeFromFormat " % (view.itemsize, "" if view.itemsize == 1 else "s")
    try:
        computed = views.size_of_format(view.format)
        size += "agrees" if computed == view.itemsize else "says %d" % computed
    except Exception as error:  # struct.error
        size += "raises " + failure(error)
    is_c, is_f = view.c_contiguous, view.f_contiguous
    if view.nbytes == 0 and not view.suboffsets:
        is_c = is_f = True  # as PyBuffer_IsContiguous
    return [
        ("format", "%s  (%s)" % (view.format, items.describe(items.kind_of(view.format)))),
        ("itemsize", size), ("ndim", str(view.ndim)), ("shape", as_tuple(view.shape)),
        ("strides", as_tuple(view.strides)), ("suboffsets", as_tuple(view.suboffsets or None)),
        ("nbytes", str(view.nbytes)), ("readonly", _yes(view.readonly)),
        ("contiguous", "C %s, Fortran %s" % (_yes(is_c), _yes(is_f))),
    ]


# --- items ---


class Grid:
    """The first items of a view as rows and columns."""

    def __init__(self, view, line):
        shape = view.shape
        self.axis = max(view.ndim - 2, 0)
        while self.axis > 0 and shape[self.axis] == 1:
            self.axis -= 1
        self.view = view
        self.rows = shape[self.axis] if view.ndim >= 1 else 1
        self.columns = shape[-1] if view.ndim >= 2 else 1
        self.shown = min(self.rows, _MOST_ROWS)
        self.label_width = len(str(self.shown - 1)) + 2
        kind = items.kind_of(view.format)
        self.cells = [[items.show(kind, views.item_bytes(view, self._indices(row, column)))
                       for column in range(min(self.columns, _MOST_COLUMNS))] for row in range(self.shown)]
        self._fit(line)

    def _indices(self, row, column):
        indices = [0] * self.view.ndim
        if self.view.ndim >= 1:
            indices[self.axis] = row
        if self.view.ndim >= 2:
            indices[-1] = column
        return indices

    def _fit(self, line):
        """Drop the columns that do not fit a line."""
        self.widths = []
        used = 2 + self.label_width + 3
        for column in range(min(self.columns, _MOST_COLUMNS)):
            width = max([len(str(column)) + 2] + [len(row[column]) for row in self.cells])
            used += 2 + width
            if used > line and column > 0:
                break
            self.widths.append(width)

    def _title(self):
        parts = ["0"] * self.view.ndim
        if parts:
            parts[-1] = "0:%d" % len(self.widths)
            parts[self.axis] = "0:%d" % self.shown
        return "  [%s] of shape %s" % (", ".join(parts), as_tuple(self.view.shape))

    def lines(self):
        yield self._title()
        margin = 2 + self.label_width
        if self.view.ndim >= 2:
            yield " " * margin + "".join(("[%d]" % column).rjust(2 + width)
                                         for column, width in enumerate(self.widths))
        more = "  ..." if len(self.widths) < self.columns else ""
        for row, cells in enumerate(self.cells):
            yield ("[%d]" % row).rjust(margin) + "".join(
                cell.rjust(2 + width) for cell, width in zip(cells, self.widths)) + more
        if self.shown < self.rows:
            yield "...".rjust(margin)


# --- pictures ---


class Picture:
    """The pixels of a picture, scaled to the terminal: two, one above the other, in a character."""

    def __init__(self, view, array, terminal):
        self.view, self.array, self.terminal = view, array, terminal
        self.kind = items.kind_of(view.format)
        rows, columns = view.shape[:2]
        factor = min(1, min(terminal.columns - 2, _MOST_WIDTH) / columns, _MOST_HEIGHT / rows)
        self.width, self.height = max(1, int(columns * factor)), max(1, int(rows * factor))
        self.height += self.height % 2

    def _sample(self, indices):
        value = items.sample(self.kind, views.item_bytes(self.view, indices))
        light = min(value, self.array.maxval) * 255 // self.array.maxval
        return 255 - light if self.array.picture == "bitmap" else light

    def _pixel(self, x, y):
        place = [int(self.view.shape[0] * y / self.height), int(self.view.shape[1] * x / self.width)]
        if self.array.picture == "rgb":
            return [self._sample(place + [channel]) for channel in range(3)]
        return [self._sample(place + [0] * (self.view.ndim - 2))] * 3

    def _cell(self, upper, lower):
        if self.terminal.colour:
            return "\033[38;2;%d;%d;%dm\033[48;2;%d;%d;%dm\u2580" % (*upper, *lower)
        red, green, blue = (a + b for a, b in zip(upper, lower))
        return _SHADES[(red * 299 + green * 587 + blue * 114) // 2000 * (len(_SHADES) - 1) // 255]

    def lines(self):
        for y in range(0, self.height, 2):
            yield "  " + "".join(self._cell(self._pixel(x, y), self._pixel(x, y + 1))
                                 for x in range(self.width)) + ("\033[0m" if self.terminal.colour else "")


# --- expressions ---

_NONE, _ONE, _SEVERAL = 1, 2, 4
_ANY = _NONE | _ONE | _SEVERAL
# Numbers of axes that an expression applies to, and the expression; $… depends on the buffer.
_EXPRESSIONS = [
    (_ANY, "m.format"), (_ANY, "len(m)"), (_NONE, "m[()]"), (_NONE, "m.tolist()"), (_NONE, "m[0]"),
    (_ONE | _SEVERAL, "m[$first]"), (_ONE | _SEVERAL, "m[$last]"), (_SEVERAL, "m[0].shape"),
    (_SEVERAL, "m[:$few].shape"), (_ONE | _SEVERAL, "m[:$few].tolist()"),
    (_ONE, "m[::-1][:$few].tolist()"), (_SEVERAL, "m[::-1][$first]"),
    (_ONE | _SEVERAL, "m[::-2].strides"), (_SEVERAL, "m[0:1, 0:1].tolist()"),
    (_ANY, "m.cast('B')[:16].hex(' ', 4)"), (_NONE | _SEVERAL, "m.cast('B').shape"),
    (_ONE, "m.cast('B', shape=($rows, $size)).shape"), (_SEVERAL, "m[:$few].tobytes(order='F')"),
    (_ONE | _SEVERAL, "m[:$few] == m[:$few]"), (_NONE, "m == $all"), (_ONE | _SEVERAL, "m[0] in m[:$few]"),
    (_ONE, "m[:$few].count(m[0])"), (_ONE, "list(m[:$few])"), (_NONE, "list(m)"),
    (_ONE | _SEVERAL, "hash(m[:$few])"), (_NONE, "hash(m)"), (_ANY, "m.toreadonly().readonly"),
    (_NONE, "m[()] = 0"), (_ONE | _SEVERAL, "m[$first] = 0"),
]


def _placeholders(view):
    rows = view.shape[0] if view.ndim else 1
    row = view.nbytes // rows if rows else 0
    few = 2 if view.ndim > 1 else 4
    if row > 0:
        few = min(few, _MOST_BYTES // row)
    indices = view.ndim if view.ndim <= _MOST_INDICES else 0
    numbers = {"$few": few, "$rows": rows, "$size": view.itemsize}
    return {"$first": ", ".join(["0"] * indices), "$last": ", ".join(["-1"] * indices),
            "$all": "m" if view.nbytes <= _MOST_BYTES else "",
            **{name: str(number) if number > 0 else "" for name, number in numbers.items()}}


def _expressions(view):
    """The expressions that apply to a view."""
    axes = (_NONE, _ONE, _SEVERAL)[min(view.ndim, 2)]
    placeholders, chosen = _placeholders(view), []
    for where, text in _EXPRESSIONS:
        used = [name for name in placeholders if name in text]
        if not where & axes or any(placeholders[name] == "" for name in used):
            continue
        for name in used:
            text = text.replace(name, placeholders[name])
        if len(text) < _LONGEST_EXPRESSION:
            chosen.append(text)
    return chosen[:_MOST_EXPRESSIONS]


def _outcome(text, view, room):
    try:
        if text.endswith(" = 0"):
            exec(text, {"m": view})
            return "None"
        result = repr(eval(text, {"m": view}))
    except Exception as error:
        return failure(error)
    return result if len(result) <= room else result[:room - 3] + "..."


def expressions(view, columns):
    chosen = _expressions(view)
    width = max(map(len, chosen))
    room = max(columns - 2 - width - 2, _NARROWEST)
    for text in chosen:
        yield "  %s%s" % (text.ljust(width + 2), _outcome(text, view, room))


# --- derived views, requests, copies ---


def _describe(make):
    try:
        view = make()
        text = "shape %s" % as_tuple(view.shape)
        if view.nbytes > 0:
            text += "  first " + items.show(items.kind_of(view.format), views.item_bytes(view, [0] * view.ndim))
    except Exception as error:
        return failure(error)
    order = "  C" if view.c_contiguous else "  F" if view.f_contiguous else ""
    return text + order + ("" if view.readonly else "  writable")


def derived(view):
    made = []
    if view.ndim > 0:
        made += [("Index(0, 0)", lambda: views.index(view, 0, 0)),
                 ("Index(-1, -1)", lambda: views.index(view, -1, -1)),
                 ("Slice(0, ::-2)", lambda: views.cut(view, 0, views.OMITTED, views.OMITTED, -2)),
                 ("Slice(-1, 1:)", lambda: views.cut(view, -1, 1, views.OMITTED, 1))]
    made.append(("Transpose", lambda: views.transpose(view)))
    if view.ndim > 1:
        made.append(("Slice(Transpose, 0, 0, 3, 2)", lambda: views.cut(views.transpose(view), 0, 0, 3, 2)))
    count = view.nbytes // view.itemsize if view.itemsize else 0
    made += [("Reshape(all, C)", lambda: views.reshape(view, (count,), "C")),
             ("AsBytes", lambda: views.as_bytes(view)), ("Copy(F)", lambda: views.copy(view, "F"))]
    return ["  %-28s  %s" % (name, _describe(make)) for name, make in made]


def answer(view, flags):
    """Whether a request succeeds, and what it fills, or the error."""
    try:
        fields = views.request(view, flags)
    except Exception as error:
        return False, failure(error)
    text = "ndim %d" % fields["ndim"]
    if fields["format"] is not None:
        text += "  format " + fields["format"]
    for name in ("shape", "strides", "suboffsets"):
        if fields[name] is not None:
            text += "  %s %s" % (name, as_tuple(fields[name]))
    return True, text


def _contiguous(view, order):
    seconds, start = float("inf"), time.perf_counter()
    for _ in range(5):
        begin = time.perf_counter()
        try:
            result = views.contiguous(view, order)
        except Exception as error:
            return failure(error)
        end = time.perf_counter()
        seconds = min(seconds, end - begin)
        if end - start >= 0.2:
            break
    if result.obj is view.obj:
        return "view of the original, nothing copied"
    brief = seconds < 1e-3
    return "copy of %d bytes into %s in %.2f %s, %.2f GB/s" % (
        result.nbytes, type(result.obj).__name__, seconds * (1e6 if brief else 1e3), "us" if brief else "ms",
        result.nbytes / seconds * 1e-9)


def lines(view, array, terminal):
    """The whole report."""
    if array.picture is not None:
        yield terminal.heading("picture")
        yield from Picture(view, array, terminal).lines() if view.nbytes > 0 else ()
    yield terminal.heading("buffer")
    yield from ("  %-14s%s" % fact for fact in facts(view))
    yield terminal.heading("items")
    yield from Grid(view, terminal.columns).lines() if view.nbytes > 0 else ["  no items"]
    yield terminal.heading("object")
    yield from expressions(view, terminal.columns)
    yield terminal.heading("views")
    yield from derived(view)
    yield terminal.heading("requests")
    for name, flags in views.REQUESTS:
        is_granted, text = answer(view, flags)
        yield "  %-16s%s%s" % (name, "ok  " if is_granted else "", text)
    yield terminal.heading("PyMemoryView_GetContiguous")
    yield from ("  order %s  %s" % (order, _contiguous(view, order)) for order in "CFA")
