"""How often one thread, and two on two processors, read one memoryview. scaling.py starts it.

usage: sharing.py MODE LIBDIR FOLDER

FOLDER contains the module `loops`. Prints a JSON object: row -> [one thread, two threads], in
operations per second, 0 where an operation raised.
"""

import ctypes
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Conformance"))

from take_over import take_over

SECONDS = 0.05
REPETITIONS = 7


def own_bytes():
    # Not constant, which could be immortal.
    return bytes(bytearray(range(64)))


class Line:
    """An operation as Python code, whose loop takes references to the view."""

    def __init__(self, text, make_other=lambda: None):
        names = {}
        exec(f"def run(view, other, count):\n    for _ in range(count): {text}", names)
        self.code, self.make_other = names["run"], make_other

    def prepare(self, view):
        other = self.make_other()
        return lambda count: self.code(view, other, count)


class Slot:
    """An operation called from C, which takes none."""

    def __init__(self, function, make_argument=lambda: None, name=None):
        self.function, self.make_argument, self.name = function, make_argument, name

    def prepare(self, view):
        function = getattr(loops, self.function)
        operand = getattr(view, self.name) if self.name else view
        argument = self.make_argument()
        return lambda count: function(operand, argument, count)


# Each thread makes keys and other operands of its own.
OPERATIONS = {
    "view[i]": ("B", Line("view[7]"), Slot("item", lambda: 7)),
    "view[i, j]": ("table", Line("view[1, 2]"), Slot("item", lambda: (int("1"), int("2")))),
    "tobytes()": ("B", Line("view.tobytes()"), Slot("call", name="tobytes")),
    "hash()": ("B", Line("hash(view)"), Slot("hash")),
    "view == bytes": ("B", Line("view == other", own_bytes), Slot("is_equal", own_bytes)),
    "view[i:j]": ("B", Line("view[8:16]"), Slot("item", lambda: slice(int("8"), int("16")))),
}


def make_view(kind):
    view = memoryview(own_bytes())
    return view.cast("B", [8, 8]) if kind == "table" else view


def make_immortal(view):
    """Turn counting of references off: the local count of an object's header has all bits set."""
    ctypes.c_uint32.from_address(id(view) + 12).value = 0xFFFFFFFF
    return view


def calibrate(run):
    """The number of calls that take SECONDS."""
    count = 100
    while True:
        start = time.perf_counter()
        run(count)
        taken = time.perf_counter() - start
        if taken > SECONDS / 4:
            return int(count * SECONDS / taken)
        count *= 4


def rate(prepare, count, processors):
    """Operations per second of as many threads as processors, all together; 0 if one raised, as the
    interpreter's own memoryview does. Seconds are of processor time: waiting for a cache line
    counts, other processes do not."""
    barrier = threading.Barrier(len(processors))
    rates = []

    def work(processor):
        os.sched_setaffinity(0, [processor])
        run = prepare()
        barrier.wait()
        start = time.thread_time()
        try:
            run(count)
        except ValueError:
            return
        rates.append(count / (time.thread_time() - start))

    threads = [threading.Thread(target=work, args=(processor,)) for processor in processors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(rates) if len(rates) == len(processors) else 0


def measure(operation, make_view, processors, is_shared=True):
    """Medians of the rates with one and with all processors. Not shared: each thread has a view of
    its own, which shows what these processors can reach."""
    count = calibrate(operation.prepare(make_view()))
    rates = []
    for _ in range(REPETITIONS):
        # Another one each time, because a raced one may be unusable.
        view = make_view() if is_shared else None
        rates.append([
            rate(lambda: operation.prepare(view or make_view()), count, processors[:number])
            for number in (1, 2)
        ])
    return [statistics.median(column) for column in zip(*rates)]


def main(mode, folder, scratch):
    global loops
    take_over(mode, folder)
    sys.path.insert(0, scratch)
    import loops

    processors = sorted(os.sched_getaffinity(0))[:2]
    kind, _, slot = OPERATIONS["view[i]"]
    rows = {"view[i] from C, own views": measure(slot, lambda: make_view(kind), processors, False)}
    for name, (kind, line, slot) in OPERATIONS.items():
        ways = {
            "from C": (slot, lambda: make_view(kind)),
            "from Python, immortal view": (line, lambda: make_immortal(make_view(kind))),
            "from Python": (line, lambda: make_view(kind)),
        }
        for way, (operation, make) in ways.items():
            rows[f"{name} {way}"] = measure(operation, make, processors)
    print(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
