"""A million rounds of creating, slicing, casting, comparing, iterating and releasing views: memory
and reference counts must stay flat. Before that, a long chain of views is deallocated on a small
stack.

usage: lifetimes.py MODE LIBDIR
"""

import array
import gc
import pickle
import sys
import threading
import time

from take_over import loaded_libraries, take_over

ROUNDS = 1_000_000
WARM_UP = 20_000
CHAIN = 100_000
SMALL_STACK = 256 * 1024
# Pages that allocators keep.
SLACK = 512 * 1024


def one_round(exporter, other, numbers):
    view = memoryview(exporter)
    part = view[2:10]
    words = part.cast("H")
    assert part == other and words != numbers
    for item in words:
        pass
    part[1:3] = b"ab"
    view[0] = 7
    part.toreadonly().release()
    words.release()
    words.release()
    with memoryview(part) as again:
        again.tobytes()
    try:
        view[100]
    except IndexError:
        pass
    try:
        exporter.append(1)
    except BufferError:
        pass
    view.release()


def drop_long_chain():
    """Each view's exporter is the view before it, which nothing else refers to."""
    view = memoryview(b"abc")
    for _ in range(CHAIN):
        view = memoryview(pickle.PickleBuffer(view))


def on_small_stack(function):
    before = threading.stack_size(SMALL_STACK)
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
    threading.stack_size(before)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def measure(objects):
    gc.collect()
    counts = [sys.getrefcount(item) for item in objects]
    total = getattr(sys, "gettotalrefcount", int)()
    return resident(), counts, len(gc.get_objects()), total


def main(mode, folder):
    take_over(mode, folder)
    on_small_stack(drop_long_chain)
    exporter, other = bytearray(range(16)), bytearray(range(2, 10))
    other[1:3] = b"ab"
    exporter[3:5] = b"ab"
    numbers = array.array("H", [1, 2])
    view = memoryview(exporter)
    kinds = [memoryview, type(iter(view)), type(gc.get_referents(view)[0])]
    view.release()
    objects = [exporter, other, numbers, *kinds, IndexError, BufferError]
    for _ in range(WARM_UP):
        one_round(exporter, other, numbers)
    before = measure(objects)
    began = time.perf_counter()
    for _ in range(ROUNDS):
        one_round(exporter, other, numbers)
    seconds = time.perf_counter() - began
    after = measure(objects)
    exporter.append(1)
    growth = after[0] - before[0]
    print(f"loaded {loaded_libraries() or 'nothing'}")
    print(f"{ROUNDS} rounds in {seconds:.1f} s, memory grew by {growth} bytes, "
          f"reference counts {before[1]} -> {after[1]}, objects {before[2]} -> {after[2]}")
    assert growth <= SLACK, "memory grows"
    assert max(abs(a - b) for a, b in zip(before[1], after[1])) <= 2, "reference counts change"
    assert after[2] - before[2] <= 10, "objects are left"
    assert after[3] - before[3] <= 50, "references are left"


main(*sys.argv[1:])
