"""Mixed operations inside CPython for a time, by threads that start and end, with the package
installed. Memory must stay flat, and reference counts must be unchanged at the end.

usage: soak.py SECONDS
"""

import array
import ctypes
import gc
import mmap
import random
import sys
import threading
import time

import pymemoryview

THREADS = 3
ROUNDS = 2000
STEPS = 6
# Bytes; the interpreter's allocator reserves memory in steps of 1 MiB.
GROWTH_ALLOWED = 2 << 20
FORMATS = "B", "b", "c", "H", "@i", "q", "d", "e", "?", "zz"
METHODS = "tobytes", "tolist", "hex", "toreadonly", "__enter__", "release", "__repr__", "absent"
ATTRIBUTES = "obj", "nbytes", "itemsize", "format", "ndim", "shape", "strides", "readonly"

SHARED = bytearray(range(64))
MAPPED = mmap.mmap(-1, 4096)
NUMBERS = array.array("d", range(20))
PLACES = [None] * 32
counts = {"done": 0, "refused": 0}


def exporter(chance):
    """An object to view."""
    kind = chance.randrange(7)
    if kind == 0:
        return bytes(chance.randrange(100))
    if kind == 1:
        return bytearray(chance.randrange(100))
    if kind == 2:
        return array.array(chance.choice("bBhHiIlLqQfd"), [1] * chance.randrange(20))
    if kind == 3:
        return ((ctypes.c_int * 3) * 4)()
    return chance.choice((SHARED, MAPPED, NUMBERS, SHARED[kind:]))


def key(chance):
    """A key, valid or invalid for a view."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.randint(-20, 20)
    if kind == 1:
        return chance.randint(-1, 4), chance.randint(-1, 4)
    return slice(*(chance.choice((None, chance.randint(-20, 20))) for _ in range(3)))


def cast(view, chance):
    other = view.cast(chance.choice(FORMATS))
    getattr(other, chance.choice(METHODS))()
    return other.cast("B", (2, chance.randrange(9)))


def assign(view, chance):
    view[key(chance)] = chance.choice((chance.randint(-100, 300), 2.5, b"?", bytes(4), None))


def exchange(view, chance):
    """Leave the view for another thread, and use what was left there."""
    place = chance.randrange(len(PLACES))
    left, PLACES[place] = PLACES[place], view
    if left is not None:
        getattr(left, chance.choice(METHODS))()


def nest(view, chance):
    with memoryview(view) as inner:
        inner.release() if chance.randrange(2) else view.release()


OPERATIONS = (
    lambda view, chance: getattr(view, chance.choice(METHODS))(),
    lambda view, chance: getattr(view, chance.choice(ATTRIBUTES)),
    cast,
    assign,
    exchange,
    nest,
    lambda view, chance: view[key(chance)],
    lambda view, chance: view[key(chance)].tolist(),
    lambda view, chance: view == exporter(chance),
    lambda view, chance: list(view),
    lambda view, chance: hash(view),
    lambda view, chance: chance.randrange(9) in view,
    lambda view, chance: bytes(view),
    lambda view, chance: SHARED.append(1),
)


def one_round(chance):
    """Do random things with a view. Returns how many of them succeeded."""
    view = memoryview(exporter(chance))
    done = 0
    for _ in range(STEPS):
        try:
            chance.choice(OPERATIONS)(view, chance)
            done += 1
        except (TypeError, ValueError, IndexError, BufferError, AttributeError,
                NotImplementedError):
            pass
    return done


def work(seed, done):
    chance = random.Random(seed)
    done.append(sum(one_round(chance) for _ in range(ROUNDS)))


def run_generation(seed):
    """Run some threads to their end."""
    done = []
    threads = [threading.Thread(target=work, args=(seed + i, done)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == THREADS, "a thread failed"
    counts["done"] += sum(done)
    counts["refused"] += THREADS * ROUNDS * STEPS - sum(done)


def measure():
    """Bytes resident, reference counts, and number of objects, after all views are deallocated."""
    PLACES[:] = [None] * len(PLACES)
    del SHARED[64:]
    gc.collect()
    with open("/proc/self/statm") as file:
        resident = int(file.read().split()[1]) * mmap.PAGESIZE
    kinds = memoryview, bytes, bytearray, array.array, IndexError, BufferError, SHARED, MAPPED, NUMBERS
    return resident, [sys.getrefcount(kind) for kind in kinds], len(gc.get_objects())


def main(seconds):
    pymemoryview.install()
    pymemoryview.set_threads(2)
    begin = printed = time.monotonic()
    seed, first, most = 0, None, 0
    while time.monotonic() - begin < seconds:
        run_generation(seed)
        seed += THREADS
        elapsed = time.monotonic() - begin
        if first is None and elapsed > seconds / 5:
            first = measure()
        if first is None or time.monotonic() - printed < seconds / 20:
            continue
        printed = time.monotonic()
        last = measure()
        most = max(most, last[0] - first[0])
        print(f"{elapsed:7.0f} s {sum(counts.values()):12} operations in Python {seed:6} threads   "
              f"resident {last[0] >> 10:6} KiB", flush=True)
    report(first, measure(), most)


def report(first, last, most):
    print(f"in Python: {counts['done']} operations succeeded, {counts['refused']} were refused; "
          f"memory grew by {most} bytes; "
          f"reference counts {first[1]} -> {last[1]}, objects {first[2]} -> {last[2]}")
    SHARED.append(1)
    NUMBERS.append(1)
    MAPPED.close()
    assert most <= GROWTH_ALLOWED, "memory grows"
    assert max(abs(a - b) for a, b in zip(first[1], last[1])) <= 2, "reference counts change"
    assert last[2] - first[2] <= 20, "objects are left"


main(float(sys.argv[1]))
