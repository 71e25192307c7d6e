"""Print observations of memoryview, one a line: behaviour, error messages, attributes of the type.

usage: observe.py MODE LIBDIR
"""

import array
import copy
import ctypes
import itertools
import pickle
import re
import sys
import weakref

from take_over import take_over

take_over(sys.argv[1], sys.argv[2])


def show(claim, action):
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(re.sub(r"0x[0-9a-f]{6,}", "0x…", f"{claim} -> {text}").replace("\n", "\\n"))


def view(count=12):
    return memoryview(bytearray(range(count)))


def released():
    gone = view()
    gone.release()
    return gone


class Index:
    def __init__(self, answer):
        self.answer = answer

    def __index__(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def show_type():
    kind = memoryview
    for name in sorted(vars(kind)):
        entry = vars(kind)[name]
        show(f"memoryview.{name}", lambda: (
            type(entry).__name__, entry.__doc__, getattr(entry, "__text_signature__", None)
        ))
    # The flag of a valid version tag changes all the time.
    show("flags", lambda: hex(kind.__flags__ & ~0x80000))
    show("sizes", lambda: (kind.__basicsize__, kind.__itemsize__, sys.getsizeof(view())))
    show("type of an iterator", lambda: type(iter(view())).__name__)
    show("entries of an iterator", lambda: sorted(vars(type(iter(view())))))
    show("length hint", lambda: iter(view()).__length_hint__())
    show("subscript", lambda: kind[int])
    show("derive", lambda: type("Derived", (kind,), {}))
    show("iterator calls", lambda: type(iter(view()))())


SPECIMENS = {
    "bytes": lambda: memoryview(b"abcdef"),
    "bytearray": view,
    "strided": lambda: view()[1::3],
    "backward": lambda: view()[::-2],
    "empty": lambda: view()[5:2],
    "matrix": lambda: view().cast("B", [3, 4]),
    "cube": lambda: view().cast("h", (1, 2, 3)),
    "scalar": lambda: view(1).cast("B", ()),
    "shorts": lambda: memoryview(array.array("h", [-1, 2, 3])),
    "doubles": lambda: memoryview(array.array("d", [0.5, -0.0, float("inf")])),
    "characters": lambda: memoryview(b"xyz").cast("c"),
    "truths": lambda: memoryview(b"\0\1\2").cast("?"),
    "structure": lambda: memoryview((ctypes.c_short * 3)(1, 2, 3)),
    "released": released,
}

ACTIONS = {
    "attributes": lambda m: [
        getattr(m, name) for name in (
            "nbytes readonly itemsize format ndim shape strides suboffsets c_contiguous "
            "f_contiguous contiguous"
        ).split()
    ],
    "obj": lambda m: type(m.obj),
    "len": len,
    "list": list,
    "tolist": lambda m: m.tolist(),
    "tobytes": lambda m: (m.tobytes(), m.tobytes("F"), m.tobytes(order="A")),
    "hex": lambda m: (m.hex(), m.hex(":"), m.hex(b"-", -2), m.hex(sep=" ", bytes_per_sep=3)),
    "repr": repr,
    "hash": lambda m: hash(m) == hash(m.tobytes()),
    "==": lambda m: (m == m, m != m, m == m.tobytes(), m == 1, m == released(), m == view()),
    "<": lambda m: m < m,
    "in": lambda m: 1 in m,
    "reversed": lambda m: list(reversed(m)),
    "toreadonly": lambda m: m.toreadonly().readonly,
    "enter": lambda m: m.__enter__() is m,
    "bytes": bytes,
    "nested": lambda m: memoryview(m).nbytes,
    "release twice": lambda m: (m.release(), m.release(), m.__exit__(None, None, None)),
    "count": lambda m: m.count(1),
    "index": lambda m: m.index(1),
    "iterate twice": lambda m: [*itertools.islice(iter(m), 2), *iter(m)],
    "delete": lambda m: m.__delitem__(0),
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "weak": lambda m: weakref.ref(m)() is m,
    "new attribute": lambda m: setattr(m, "extra", 1),
    "set shape": lambda m: setattr(m, "shape", ()),
    "__buffer__": lambda m: m.__buffer__(0).nbytes,
    "__buffer__ of a large int": lambda m: m.__buffer__(1 << 40),
    "_from_flags": lambda m: memoryview._from_flags(m, 0x11C).nbytes,
    "_from_flags READ": lambda m: memoryview._from_flags(m.obj, 0x100).nbytes,
    "exit by name": lambda m: m.__exit__(x=1),
}

KEYS = [
    0, -1, 5, 12, -13, 1 << 70, Index(1), Index("x"), Index(KeyError("k")), None, 1.0, "a", ..., (),
    (0,), (0, 1), (0, -9), (0, 1, 2), (0, 0, 0, 0), slice(None), slice(1, None, 2), slice(5, 1),
    slice(None, None, 0), slice("x"), slice(Index(2)), slice(-(1 << 70), 1 << 70), slice(-3, -1),
    slice(1 << 70, None, -1), slice(None, -(1 << 70), -(1 << 70)), slice(1, None, 1 << 70),
    slice(-(1 << 63), (1 << 63) - 1, -(1 << 63)), slice(True, 5), slice(4, 1, -1), slice(1, 1.5),
    (slice(1), slice(1)), (slice(1), 0), (..., 0),
]
VALUES = [
    1, -1, 300, True, 1.5, "x", b"x", b"xy", None, Index(7), Index(KeyError("k")), 1 << 70,
    float("nan"), 1e300, 1j, [], b"abc", bytearray(2), memoryview(b"abcd")[::2],
]
FORMATS = [
    *"?cbBhHiIlLqQnNefdPFDGxspOuw", "@B", "@h", "<B", "=B", "!h", "BB", "2B", "", "@", "Zf", "Zd",
    "Zg", "Z", "T{B:a:}", "é", "B\0", 1, None, b"B",
]
SHAPES = [[12], (3, 4), [2, 2, 3], [], (), [5], [0], [-1], [1.0], [True, 12], "x", None, [1 << 70],
          [1] * 64 + [12], [1 << 40, 1 << 40], {3: 4}]
CALLS = {
    "memoryview": lambda m: memoryview,
    "__new__": lambda m: memoryview.__new__,
    "cast": lambda m: m.cast,
    "tobytes": lambda m: m.tobytes,
    "hex": lambda m: m.hex,
    "release": lambda m: m.release,
    "tolist": lambda m: m.tolist,
    "toreadonly": lambda m: m.toreadonly,
    "_from_flags": lambda m: m._from_flags,
    "count": lambda m: m.count,
    "index": lambda m: m.index,
}
ARGUMENTS = [
    ((), {}), ((1,), {}), ((1, 2), {}), ((1, 2, 3), {}), (("B",), {}), ((b"C",), {}), (("C\0",), {}),
    ((":", 1.5), {}), ((":", 1 << 40), {}), ((":", 1 << 70), {}), ((":", Index(2)), {}),
    (("::",), {}), (("",), {}), (("é",), {}), ((None,), {}), ((), {"order": "X"}),
    ((), {"object": b"ab"}), ((), {"objekt": b"ab"}), (("B",), {"shap": 1}),
    (("B",), {"format": "B"}), ((), {"format": "B", "shape": [12]}), ((memoryview, b"x"), {}),
    ((), {"sep": ":", "bytes_per_sep": -3}), ((), {"shape": [12]}), ((b"ab",), {"flags": 0}),
    ((b"ab", 0x200), {}), ((b"ab", 1), {}), (("B", None), {}), ((5, 6), {}), ((5, "x"), {}),
]


def show_items():
    for name, make in SPECIMENS.items():
        for claim, action in ACTIONS.items():
            show(f"{name}: {claim}", lambda: action(make()))
        for key in KEYS:
            show(f"{name}: [{describe(key)}]", lambda: plain(make()[key]))
            for value in VALUES[:1] if key not in (0, ()) else VALUES:
                show(f"{name}: [{describe(key)}] = {describe(value)}", lambda: set_item(make(), key, value))
        for other, make_other in SPECIMENS.items():
            show(f"{name} == {other}", lambda: make() == make_other())


def show_formats():
    for form in FORMATS:
        show(f"cast {form!r}", lambda: (lambda m: (m.format, m.itemsize, m.shape))(view(48).cast(form)))
        show(f"cast {form!r} and read", lambda: memoryview(bytes(48)).cast(form).tolist())
        for value in VALUES:
            show(f"{form!r}: [0] = {describe(value)}", lambda: set_item(view(48).cast(form), 0, value))
    for shape in SHAPES:
        show(f"cast to {shape!r:.40}", lambda: view().cast("B", shape).shape)
        show(f"matrix cast to {shape!r:.40}", lambda: view().cast("B", [3, 4]).cast("B", shape).shape)


def show_calls():
    for name, find in CALLS.items():
        for args, kwargs in ARGUMENTS:
            call = f"{', '.join(map(describe, args))}; {kwargs}"
            show(f"{name}({call})", lambda: plain(find(view())(*args, **kwargs)))


def describe(value):
    if isinstance(value, tuple):
        return "(" + ", ".join(map(describe, value)) + ")"
    return f"Index {value.answer!r}" if isinstance(value, Index) else f"{value!r}"


def plain(value):
    return (value.format, value.tolist()) if isinstance(value, memoryview) else value


def set_item(m, key, value):
    m[key] = value
    return m.tobytes()


show_type()
show_items()
show_formats()
show_calls()
