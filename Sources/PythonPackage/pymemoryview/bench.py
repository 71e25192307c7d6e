"""Compare the speed of the installed memoryview with the interpreter's own.

Both run alternately in this process, so that other load on the machine affects both. Each time is
the best of several measurements; each measurement repeats the call for a few milliseconds. The
spread tells how far the ratio may be from the one printed: where that is the noise of the
measurement, "=" follows.
"""

import json
import platform
import statistics
import sys
import timeit

import pymemoryview

ROUNDS = 15
MILLISECONDS = 3

SETUP = """
import array
mebibyte = bytes(range(256)) * 4096
other = bytearray(mebibyte)
left, right = memoryview(mebibyte), memoryview(other)
integers = memoryview(array.array("i", range(262144)))
floats = memoryview(array.array("d", range(131072)))
more_floats = memoryview(array.array("d", range(131072)))
singles = memoryview(array.array("f", range(262144)))
more_singles = memoryview(array.array("f", range(262144)))
doubles = memoryview(array.array("d", range(1000)))
numbers = memoryview(array.array("i", range(131072)))
table = left.cast("B", (1024, 1024))
cells = left.cast("d", (256, 512))
kibibyte = memoryview(bytearray(1024))
source = memoryview(bytes(1024))
zeros = memoryview(bytes(1048576))
rare = memoryview(bytes(1048575) + b"\\1")
pair = memoryview(bytes(range(24))).cast("B", (4, 6))
every_second = [memoryview(bytes(2 * count))[::2] for count in (64, 512, 4096)]
of_64, of_512, of_4096 = every_second
small = memoryview(bytearray(16))
eight, other_eight = memoryview(bytes(8)), memoryview(bytes(8))
hash(eight)
sixteen = memoryview(array.array("i", range(16)))
"""

# Title, statement. An empty pair is a blank line in the table.
STATEMENTS = [
    ("== of 1 MiB of bytes", "left == right"),
    ("== of 1 MiB of ints", "integers == integers[:]"),
    ("== of 1 MiB of doubles", "floats == more_floats"),
    ("== of 1 MiB of floats", "singles == more_singles"),
    ("== of 128 Ki ints and doubles", "numbers == floats"),
    ("", ""),
    ("[::2].tobytes(), 512 KiB", "left[::2].tobytes()"),
    ("[::-1].tobytes(), 1 MiB", "left[::-1].tobytes()"),
    ("tobytes('F') of 1024 x 1024 bytes", "table.tobytes('F')"),
    ("tobytes('F') of 256 x 512 doubles", "cells.tobytes('F')"),
    ("right[::2] = left[::2]", "right[::2] = left[::2]"),
    ("hash of 512 Ki strided bytes", "hash(left[::2])"),
    ("strided tobytes(), 64 B", "of_64.tobytes()"),
    ("strided tobytes(), 512 B", "of_512.tobytes()"),
    ("strided tobytes(), 4 KiB", "of_4096.tobytes()"),
    ("", ""),
    ("tolist of 1 MiB of bytes", "left.tolist()"),
    ("tolist of 128 Ki doubles", "floats.tolist()"),
    ("list(...) of 128 Ki doubles", "list(floats)"),
    ("for item in 128 Ki doubles", "for item in floats: pass"),
    ("for item in 1 MiB of bytes", "for item in left: pass"),
    ("hex of 1 MiB", "left.hex()"),
    ("in, not found, 1 MiB of bytes", "1 in zeros"),
    ("in, not found, 512 Ki strided", "1 in zeros[::2]"),
    ("in, not found, 128 Ki doubles", "0.5 in floats"),
    ("count, 1 MiB", "left.count(7)"),
    ("index, 1 MiB", "rare.index(1)"),
    ("", ""),
    ("memoryview(bytes)", "memoryview(mebibyte)"),
    ("memoryview(bytearray)", "memoryview(other)"),
    ("with memoryview(x): pass", "with memoryview(other): pass"),
    ("memoryview(x).release()", "memoryview(other).release()"),
    ("view[10:500]", "kibibyte[10:500]"),
    ("view[10:500:2]", "kibibyte[10:500:2]"),
    ("view[i]", "kibibyte[500]"),
    ("view[i] = value", "kibibyte[500] = 7"),
    ("view[i], doubles", "doubles[500]"),
    ("view[i] = value, doubles", "doubles[500] = 1.5"),
    ("view[i, j]", "pair[2, 3]"),
    ("view[a:b] = view", "kibibyte[:] = source"),
    ("cast('i')", "kibibyte.cast('i')"),
    ("toreadonly()", "kibibyte.toreadonly()"),
    ("tobytes(), 1 KiB", "kibibyte.tobytes()"),
    ("bytes(view), 1 KiB", "bytes(kibibyte)"),
    ("tobytes(), 16 B", "small.tobytes()"),
    ("bytes(view), 16 B", "bytes(small)"),
    ("tolist() of 16 ints", "sixteen.tolist()"),
    ("== of 8 B", "eight == other_eight"),
    ("== of 8 B and bytes", "eight == b'12345678'"),
    ("hash(view), of 8 B", "hash(memoryview(b'12345678'))"),
    ("hash(view), a second time", "hash(eight)"),
    ("len(view)", "len(kibibyte)"),
    ("view.nbytes", "kibibyte.nbytes"),
    ("view.shape", "pair.shape"),
]


class Contender:
    """A statement, timed under the interpreter's memoryview or the library's."""

    def __init__(self, statement, names, prepare):
        self.timer = timeit.Timer(statement, globals=dict(names))
        self.prepare = prepare
        self.calls = 0
        self.times = []

    def run(self):
        """Measure once more, unless this memoryview does not support the statement."""
        self.prepare()
        try:
            if not self.calls:
                self.calls = self.calls_for(MILLISECONDS / 1e3)
            self.times.append(self.timer.timeit(self.calls) / self.calls)
        except (AttributeError, NotImplementedError):
            pass

    def calls_for(self, seconds):
        """The number of calls that take this long."""
        calls = 1
        while True:
            taken = self.timer.timeit(calls)
            if taken * 2 > seconds or calls > 1e7:
                return max(1, int(calls * seconds / taken))
            calls *= 4


def measure(statement, names, strict=False):
    """All times of each round with the interpreter's memoryview, and with the library's; empty if
    it does not support the statement."""
    contenders = [
        Contender(statement, names, pymemoryview.uninstall),
        Contender(statement, names, lambda: pymemoryview.install(strict)),
    ]
    for _ in range(ROUNDS):
        for contender in contenders:
            contender.run()
    return [contender.times for contender in contenders]


def best(times):
    """The shortest time; None if there is none."""
    return min(times) if times else None


def ratio_and_spread(stock, installed):
    """How much faster the library is, and how far from that the middle half of the rounds is, as a
    part of it."""
    ratio = min(stock) / min(installed)
    rounds = [one / other for one, other in zip(stock, installed)]
    low, _, high = statistics.quantiles(rounds, n=4)
    return ratio, max(ratio - low, high - ratio, 0) / ratio


def readable(seconds):
    """A time as text with a suitable unit."""
    if seconds is None:
        return "-"
    for unit, factor in (("ns", 1e9), ("us", 1e6), ("ms", 1e3)):
        if seconds * factor < 1000:
            return "%.3g %s" % (seconds * factor, unit)
    return "%.3g s" % seconds


def comparison(stock, installed):
    """How much faster the library is, as text."""
    if not installed:
        return "-"
    if not stock:
        return "new"
    ratio, spread = ratio_and_spread(stock, installed)
    text = "%.2f x +- %2.0f %%" % (ratio, 100 * spread)
    return text + (" =" if abs(ratio - 1) <= spread * ratio else "  ")


def print_table(strict=False):
    """Measure every statement, print each result immediately, and return all of them."""
    names, rows = {}, []
    exec(SETUP, names)
    width = max(len(title) for title, _ in STATEMENTS)
    print(
        "CPython %s, pymemoryview %s%s, %s"
        % (
            platform.python_version(), pymemoryview.version, ", strict" if strict else "",
            platform.machine(),
        )
    )
    print("\n%-*s %10s %10s %20s" % (width, "", "stock", "installed", "ratio +- spread  "))
    for title, statement in STATEMENTS:
        if not statement:
            print()
            continue
        stock, installed = measure(statement, names, strict)
        rows.append({"title": title, "stock": best(stock), "installed": best(installed)})
        print(
            "%-*s %10s %10s %20s"
            % (
                width, title, readable(best(stock)), readable(best(installed)),
                comparison(stock, installed),
            ),
            flush=True,
        )
    return rows


def main(arguments, strict=False):
    if arguments and (len(arguments) != 2 or arguments[0] != "--json"):
        print("pymemoryview: --bench takes only --json FILE", file=sys.stderr)
        return 2
    before, was_strict = pymemoryview.installed, pymemoryview.strict
    try:
        rows = print_table(strict)
        if arguments:
            with open(arguments[1], "w") as file:
                json.dump(rows, file, indent=1)
    finally:
        pymemoryview.uninstall()
        if before:
            pymemoryview.install(was_strict)
    return 0
