"""Uses of memoryviews whose results are known, in any interpreter. Each function uses other state of
the library.
"""

import array
import gc
import sys
import weakref

# In 3.12, interpreters with their own GIL cannot import it, and a second main one crashes.
if sys.version_info[:2] != (3, 12):
    import ctypes


class Exporter(bytearray):
    """An exporter that weak references and cycles may refer to."""


def raises(error, text, call, *arguments):
    try:
        call(*arguments)
    except error as raised:
        assert text in str(raised), raised
    else:
        raise AssertionError("%s was not raised" % error.__name__)


def slices(_):
    memory = bytearray(range(200))
    view = memoryview(memory)
    assert view[3:9:2].tolist() == [3, 5, 7] and view[::-1][0] == 199 and view[-1] == 199
    view[:3] = b"abc"
    assert view[:3].hex() == "616263" and memory[:3] == b"abc" and view[:3] == b"abc"
    assert memoryview(view)[1:].tobytes() == bytes(memory[1:])
    with view[2:] as part:
        raises(BufferError, "", memory.append, 0)
    raises(ValueError, "released", part.tolist)
    view.release()
    memory.append(0)


def items(_):
    for code in "bBhHiIlLqQfd":
        view = memoryview(array.array(code, range(100)))
        assert view.tolist() == list(range(100)) and view[99] == 99
        view[5] = 7
        assert [item for item in view][5] == 7 and view == view[:]
        assert bytes(view[:2].cast("B")) == array.array(code, [0, 1]).tobytes()
    assert list(memoryview(bytes(range(256)))) == list(range(256))


def casts(_):
    view = memoryview(bytes(range(24)))
    table = view.cast("B", (4, 6))
    assert table[1, 2] == 8 and table.tolist()[3] == list(range(18, 24))
    assert table.shape == (4, 6) and table.strides == (6, 1) and table.tobytes("F")[1] == 6
    assert view.cast("H").cast("B") == view and view.cast("c")[1] == b"\1"


def additions(number):
    """What other versions of CPython lack."""
    table = memoryview(bytearray(range(24))).cast("B", (4, 6))
    assert table[1:3, ::2].tolist() == [[6, 8, 10], [12, 14, 16]] and table[1][0] == 6
    table[0] = table[3]
    assert table[0].tobytes() == bytes(range(18, 24))
    view = memoryview(b"abcabc")
    assert view.count(98) == 2 and view.index(99, 3) == 5 and memoryview[int]
    assert memoryview(b"\x80?").cast("[bfloat16]").tolist() == [1.0]
    assert memoryview(b"\0<").cast("e").tolist() == [1.0]
    if "ctypes" in globals():
        records(number % 500)


def records(number):
    """A record with a format that few others have, so that it is parsed."""
    name = "x%d" % number
    kind = type("Record", (ctypes.Structure,), {
        "_fields_": [(name, ctypes.c_short * 2), ("rest", ctypes.c_double)]
    })
    view = memoryview((kind * 2)())
    assert name in view.format and view.tolist()[1][1] == 0.0
    view[1] = ([1, 2], 3.0)
    assert list(view[1][0]) == [1, 2] and view[1][1] == 3.0 and view[name][1].tolist() == [1, 2]


def many_views(number):
    """Views that are made again as soon as others are gone."""
    block = bytes((number + n) % 256 for n in range(64))
    for _ in range(50):
        views = [memoryview(block)[n:] for n in range(12)]
        assert [view[0] for view in views] == list(block[:12])
        del views


def hashes(_):
    assert hash(memoryview(b"abcdef")[::2]) == hash(b"ace")
    raises(ValueError, "cannot hash writable memoryview object", hash, memoryview(bytearray(1)))
    view = memoryview(b"abc")
    assert {view: 1}[b"abc"] == 1


def errors(_):
    view = memoryview(bytearray(4))
    raises(TypeError, "must be", view.cast, 1)
    raises(ValueError, "invalid value for format 'B'", view.__setitem__, 0, 256)
    raises(IndexError, "index out of bounds", view.__getitem__, 4)
    raises(TypeError, "bytes-like object is required, not 'int'", memoryview, 1)
    view.release()
    raises(ValueError, "released", view.tobytes)


def iterators(_):
    iterator = iter(memoryview(b"abc"))
    assert next(iterator) == 97 and list(iterator) == [98, 99] and list(iterator) == []
    assert type(iterator).__next__(iter(memoryview(b"a"))) == 97
    raises(StopIteration, "", next, iterator)


def long_copies(number):
    """Copies during which other threads may run, the last one with memory that is kept for it."""
    memory = bytes((number + n) % 256 for n in range(512)) * (1 << 12)
    assert memoryview(memory)[::2].tobytes() == memory[:512:2] * (1 << 12)
    rows = bytes((number * n) % 251 for n in range(1 << 11))
    table = memoryview(b"".join(rows[n:n + 1] * (1 << 11) for n in range(1 << 11)))
    assert table.cast("B", (1 << 11, 1 << 11)).tobytes("F") == rows * (1 << 11)


def cycles(_):
    exporter = Exporter(b"abc")
    exporter.view = memoryview(exporter)
    exporter.iterator = iter(exporter.view)
    gone = []
    reference = weakref.ref(exporter.view, gone.append)
    del exporter
    gc.collect()
    assert gone == [reference]


USES = slices, items, casts, many_views, hashes, errors, iterators, cycles


def use_all(number, has_additions):
    """Use memoryviews in each way; `number` makes formats and contents differ."""
    for use in USES + (additions,) * has_additions:
        use(number)
    if number % 8 < 2:
        long_copies(number)
