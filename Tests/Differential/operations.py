"""Random operations on views, as statements of scripts."""

import re
import struct

from layouts import KINDS, NATIVE, random_shape, size_of

VIEWS = "acde"
STEPS = ("", "", "", ":", ":1", ":2", ":-1", ":-2", ":3", ":-3", ":0")
ODD_KEYS = ("None", "1.0", "'x'", "...", str(2**63), str(-2**63), f"{2**63}:")
EDGES = [edge for bits in (8, 16, 32, 64) for edge in (2**bits - 1, 2**bits // 2, -2**bits // 2)]
EDGES += [2**bits for bits in (8, 16, 32)] + [-2**bits // 2 - 1 for bits in (8, 16, 32, 64)]
FLOATS = (0.0, -0.5, 1.5, 1e300, 65504.0, 65520.0, 3.4028235e38, 1e-320, 256.0)
OTHER_VALUES = ("True", "False", "None", "'x'", "b'x'", "b''", "b'xy'", r"b'\x00'", "[]", "b", "a")
REQUESTS = (0, 1, 4, 8, 0x18, 0x38, 0x58, 0x98, 0x118, 0x1C, 0x11C)
ODD_FORMATS = ["", "@", "s", "BB", "x", "F", "Zf", "\xe9", "@@B"]


def view(choose):
    return choose.pick(VIEWS)


def index(choose):
    return choose.pick((0, 1, 2, 3, -1, -2, 4, 5, 6, 7, -3, -4, -5, -6))


def bound(choose):
    return "" if choose.chance(3) else str(index(choose))


def slice_key(choose):
    return f"{bound(choose)}:{bound(choose)}{choose.pick(STEPS)}"


def index_tuple(choose):
    parts = [str(index(choose)) for _ in range(choose.number(0, 4))]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def slice_tuple(choose):
    parts = [choose.pick((slice_key, index))(choose) for _ in range(choose.number(2, 3))]
    return ", ".join(map(str, parts))


def key(choose):
    kind = choose.pick((index, slice_key, slice_key, index_tuple, index_tuple, slice_tuple, None))
    return kind(choose) if kind else choose.pick(ODD_KEYS)


def value(choose):
    kind = choose.number(0, 3)
    if kind == 0:
        return str(choose.number(-2, 256))
    return str(choose.pick((EDGES, FLOATS, OTHER_VALUES)[kind - 1]))


def request_flags(choose):
    return choose.pick(REQUESTS) | choose.pick((0, 0, 1, 4, 5, 8))


def cast(choose):
    formats = choose.pick((["B"], NATIVE, NATIVE, *KINDS, ODD_FORMATS))
    format = choose.pick(formats)
    script = f"{view(choose)} = {view(choose)}.cast({ascii(format)}"
    if choose.chance(2):
        try:
            itemsize = size_of(format) or 1
        except (struct.error, UnicodeError):
            itemsize = 1
        shape = random_shape(choose, itemsize)
        script += f", shape={list(shape)}" if choose.chance(2) else f", {shape}"
    return script + ")"


def source(choose):
    """A value to assign to a slice."""
    kind = choose.number(0, 3)
    if kind < 2:
        return f"{view(choose)}[{slice_key(choose)}]"
    return choose.pick((*VIEWS, "b", "b'xyz'", "b'1234'", "b''"))


# The weight of each operation, and its text: V a view, S a slice, K a key, X a value, N an index, R
# the flags of a request, Y a value to assign to a slice, W the same view everywhere. bytes() is
# given memoryview(V): V may have become an int, and bytes(5) is five bytes in Python but an error
# of the C function.
TEMPLATES = """
4 V.tolist()
3 V.tobytes()
1 V.tobytes('F')
1 V.tobytes('A')
1 V.tobytes(order='C')
1 V.tobytes(None)
1 V.tobytes('X')
1 V.tobytes(1)
1 V.hex()
1 V.hex(':')
2 V.hex(':', N)
1 V.hex(b'.', bytes_per_sep=N)
1 V.hex('', N)
1 V.hex('ab')
1 V.hex('\\xe9', N)
2 list(V)
1 tuple(V)
1 len(V)
1 bool(V)
1 bytes(memoryview(V))
1 bytearray(memoryview(V))
2 hash(V) == hash(V.tobytes())
1 V.shape
1 V.strides
1 V.suboffsets
1 V.nbytes
1 V.itemsize
1 V.format
1 V.ndim
1 V.readonly
1 V.c_contiguous
1 V.f_contiguous
1 V.contiguous
2 i = iter(V)
2 list(i)
1 X in i
1 V is V.__enter__()
1 V.__exit__(None, None)
2 V.release()
1 V = None
1 h = None
1 del V[0]
1 del V[S]
1 resize(b, 0)
5 V[K]
4 V[K] = X
5 V[S] = Y
4 W[S] = W[S]
3 V = V[S]
2 V = V[K]
1 V = memoryview(V)
1 V = V.toreadonly()
6 V == V
3 V == V[S]
1 V != V
1 V < V
1 V >= X
2 V == V.tobytes()
1 b == V
2 X in V
1 X == V
2 V.count(X)
1 V.index(X)
1 V.index(X, N)
1 V.index(X, N, N)
2 h = Holder(V, R)
4 request(V, R)
1 contiguous(V, 256, 'C').tobytes()
1 contiguous(V, 256, 'F').tobytes('F')
1 contiguous(V, 256, 'A').tobytes('A')
1 contiguous(V, 512, 'C').tolist()
1 contiguous(V, 512, 'F').tolist()
"""
PARTS = {
    "V": view, "S": slice_key, "K": key, "X": value, "N": index, "R": request_flags, "Y": source,
}


def read_templates():
    """Every template as a list of texts and of functions that choose texts."""
    for line in TEMPLATES.strip().splitlines():
        times, _, text = line.partition(" ")
        words = re.split(r"(?<![\w'])([A-Z])(?![\w'])", text)
        yield from [[PARTS.get(word, word) for word in words]] * int(times)


OPERATIONS = [*read_templates(), *[cast] * 9]


def operation(choose):
    """A random statement."""
    parts = choose.pick(OPERATIONS)
    if callable(parts):
        return parts(choose)
    same = view(choose) if "W" in parts else ""
    texts = (part if isinstance(part, str) else str(part(choose)) for part in parts)
    return "".join(same if text == "W" else text for text in texts)
