"""One race of threads for memoryviews in a free-threaded interpreter. run_races.py starts it.

usage: races.py MODE LIBDIR RACE SECONDS

A race is repeated in rounds with new objects. Prints a JSON object: rounds, uses (operations that
succeeded), refused (operations that raised because the view was released) and wrong (text: count).
"""

import collections
import itertools
import json
import pickle
import random
import struct
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Conformance"))

from take_over import take_over

OLD, NEW = b"\xa5", b"\x5a"
REFUSALS = {
    "operation forbidden on released memoryview object",
    "operation forbidden on released PickleBuffer object",
}
# More wrong results say no more, and the texts may be long.
ENOUGH = 1000
# Seconds to wait for other threads to leave a view alone, which they do many times a second.
PATIENCE = 60


class Wrong(Exception):
    pass


def require(condition, text):
    if not condition:
        raise Wrong(text)


def require_exported(memory):
    """Memory must not be resizable while a view of it exists."""
    try:
        memory.append(0)
    except BufferError:
        return
    raise Wrong("the exporter was released before its last view")


def release(view):
    """Release a view as soon as no operation of another thread uses it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return view.release()
        except BufferError:
            time.sleep(0)
    raise Wrong("still exported")


class Count:
    """What one thread did."""

    def __init__(self):
        self.uses = 0
        self.refused = 0

    def attempt(self, operation, *arguments):
        """The result of an operation; None if the view was released."""
        try:
            result = operation(*arguments)
        except ValueError as error:
            if str(error) not in REFUSALS:
                raise
            self.refused += 1
            return None
        self.uses += 1
        return result


class Race:
    """Objects of a round are made by start(), used by `threads` calls of work(), and checked by
    end().

    Only one thread requests buffers of a bytearray, whose own count of exports is not atomic in
    3.13."""

    threads = 6
    # Whether some operations must come too late, or the race was none.
    is_against_release = True

    def start(self):
        raise NotImplementedError

    def work(self, number, count):
        raise NotImplementedError

    def end(self):
        raise NotImplementedError


class Releases(Race):
    """Several threads release views of one buffer and make new ones, while others read them
    (python/cpython#127716)."""

    STEPS = 12000

    def start(self):
        self.memory = bytearray(range(64))
        self.whole = memoryview(self.memory)
        self.views = [self.whole[first:] for first in range(2)]

    def work(self, number, count):
        for step in range(self.STEPS):
            first = step % len(self.views)
            view = self.views[first]
            if number % 2:
                item = count.attempt(view.__getitem__, 0)
                require(item in (None, first), f"item {first} is {item}")
                continue
            view.release()
            self.views[first] = self.whole[first:]
            count.uses += 1

    def end(self):
        require_exported(self.memory)
        for view in self.views:
            view.release()
        self.whole.release()
        self.memory.append(0)


class Requests(Race):
    """Threads request and release buffers of one view (python/cpython#127085)."""

    STEPS = 4000
    is_against_release = False

    def start(self):
        self.memory = bytearray(range(64))
        self.view = memoryview(self.memory)
        # Not in the threads: up to 3.13 a bytearray counts its own exports without a lock.
        self.expected = struct.unpack_from("<I", self.memory, 4)

    def work(self, number, count):
        kept = pickle.PickleBuffer(self.view)
        expected = self.expected
        for step in range(self.STEPS):
            require(struct.unpack_from("<I", self.view, 4) == expected, "unpack_from")
            require(bytes(self.view)[63] == 63, "bytes()")
            with memoryview(self.view) as other:
                require(other[1] == 1, "view of a view")
            count.uses += 3
            if step % 64 == number:
                self.try_release()
        kept.release()

    def try_release(self):
        try:
            self.view.release()
        except BufferError:
            return
        raise Wrong("released in spite of exports")

    def end(self):
        require_exported(self.memory)
        self.view.release()
        self.memory.append(0)


class Slices(Race):
    """Threads slice, read and hash one view (python/cpython#155606)."""

    threads = 8
    STEPS = 3000
    is_against_release = False
    data = random.Random(1).randbytes(1 << 16)

    def start(self):
        self.memory = bytearray(self.data)
        self.view = memoryview(self.memory)
        self.fixed = memoryview(self.data)

    def work(self, number, count):
        require(hash(self.fixed) == hash(self.data), "hash")
        for step in range(self.STEPS):
            first = step * 21 + number
            part = self.view[first:first + 64]
            require(bytes(part) == self.data[first:first + 64], "slice")
            require(part == self.fixed[first:first + 64], "comparison")
            require(self.view[first] == self.data[first], "item")
            count.uses += 3

    def end(self):
        require_exported(self.memory)
        self.view.release()
        self.memory.append(0)


class UsesAgainstRelease(Race):
    """Threads use a view until another one has released it and has resized the exporter, which must
    be possible at once."""

    threads = 3
    SIZES = [64, 4096, 1 << 16, 1 << 20, 8 << 20]
    # Whether operations make views of their own, which keep the exporter from being resized.
    makes_views = False

    def start(self):
        self.size = random.choice(self.SIZES)
        self.memory = bytearray(OLD) * self.size
        self.view = self.make_view()
        self.begun = threading.Event()

    def make_view(self):
        return memoryview(self.memory)

    def work(self, number, count):
        if number:
            while not count.refused:
                self.begun.set()
                self.use(number, count)
            return
        self.begun.wait()
        # From no time to that of a whole operation.
        time.sleep(random.random() * self.size / (1 << 30))
        release(self.view)
        self.clear()
        self.memory.extend(NEW * self.size)

    def clear(self):
        while True:
            try:
                return self.memory.clear()
            except BufferError:
                if not self.makes_views:
                    raise
                time.sleep(0)

    def use(self, number, count):
        raise NotImplementedError

    def end(self):
        require(self.memory == NEW * self.size, "written after the release")


class StridedHex(UsesAgainstRelease):
    """hex() of a view with gaps (python/cpython#157113)."""

    def make_view(self):
        with memoryview(self.memory) as whole:
            return whole[::2]

    def use(self, number, count):
        text = count.attempt(self.view.hex)
        require(text in (None, OLD.hex() * (self.size // 2)), "hex() is short or mixed")


class Copies(UsesAgainstRelease):
    """tobytes() of a view, with gaps in some rounds (python/cpython#157114)."""

    def make_view(self):
        self.step = random.choice([1, 2])
        with memoryview(self.memory) as whole:
            return whole[::self.step]

    def use(self, number, count):
        copy = count.attempt(self.view.tobytes)
        require(copy in (None, OLD * (self.size // self.step)), "tobytes() is short or mixed")


class Writes(UsesAgainstRelease):
    """Items and slices are assigned: nothing is written after the release."""

    def start(self):
        super().start()
        self.source = OLD * self.size

    def use(self, number, count):
        count.attempt(self.view.__setitem__, self.size // 2, OLD[0])
        count.attempt(self.view.__setitem__, slice(None), self.source)


class Reads(UsesAgainstRelease):
    """All other operations that read."""

    threads = 5
    SIZES = [64, 4096]
    makes_views = True

    def start(self):
        super().start()
        self.values = list(OLD) * self.size
        self.operations = [
            (lambda: self.view[self.size - 1], OLD[0]),
            (lambda: self.view[1:9].tobytes(), OLD * 8),
            (lambda: self.view[1:9][2:4][0], OLD[0]),
            (lambda: self.view.tolist(), self.values),
            (lambda: list(self.view), self.values),
            (lambda: list(reversed(self.view)), self.values),
            (lambda: OLD[0] in self.view, True),
            (lambda: NEW[0] in self.view, False),
            (lambda: self.view.cast("Q")[1], int.from_bytes(OLD * 8, "little")),
            (lambda: self.view.cast("B", [8, self.size // 8])[7, 1], OLD[0]),
            (lambda: self.view.toreadonly().hex(), OLD.hex() * self.size),
            (lambda: (self.view.nbytes, self.view.shape, self.view.format),
             (self.size, (self.size,), "B")),
            (lambda: len(self.view), self.size),
        ]

    def use(self, number, count):
        operation, expected = random.choice(self.operations)
        result = count.attempt(operation)
        line = operation.__code__.co_firstlineno
        require(result is None or result == expected, f"operation of line {line}")


class Comparisons(UsesAgainstRelease):
    """Views are compared and copied: they equal the old contents, or nothing once they are
    released."""

    SIZES = [64, 4096, 1 << 20]

    def start(self):
        super().start()
        self.old = OLD * self.size
        self.other = memoryview(OLD * self.size)

    def use(self, number, count):
        if self.view != self.old or self.view != self.other:
            # A released view is equal only to itself.
            count.attempt(len, self.view)
            require(count.refused, "comparison")
        copy = count.attempt(bytes, self.view)
        require(copy in (None, self.old), "bytes() is short or mixed")


class Separator(str):
    """A separator that lets other threads run, and tries to release the view, while hex() looks at
    it."""

    view = None

    def __len__(self):
        time.sleep(0)
        if self.view is not None and random.random() < 0.1:
            try:
                self.view.release()
            except BufferError:
                pass
        return 1


class SeparatedHex(UsesAgainstRelease):
    """hex() with a separator whose __len__ runs code (python/cpython#149816)."""

    SIZES = [64, 4096, 1 << 16, 1 << 20]

    def start(self):
        super().start()
        self.separator = Separator("-")
        self.separator.view = self.view
        self.expected = (OLD * self.size).hex("-", 4)

    def use(self, number, count):
        text = count.attempt(self.view.hex, self.separator, 4)
        require(text in (None, self.expected), "hex() is short or mixed")
        # Otherwise there is always one thread whose hex() keeps the view from being released.
        time.sleep(random.random() * 1e-3)


class Iterators(Race):
    """Threads share an iterator: each item goes to exactly one of them. In every third round, one
    thread releases the view, and the rest of the items is refused."""

    LENGTH = 60000
    VALUES = {"B": 256, "H": LENGTH, "I": LENGTH, "q": LENGTH, "d": LENGTH}

    def __init__(self):
        self.releases = itertools.cycle([True, False, False])

    def start(self):
        format = random.choice(list(self.VALUES))
        values = [number % self.VALUES[format] for number in range(self.LENGTH)]
        self.values = collections.Counter(values)
        self.memory = bytearray(struct.pack(f"{self.LENGTH}{format}", *values))
        self.view = memoryview(self.memory).cast(format)
        self.iterator = iter(self.view)
        self.is_released = next(self.releases)
        self.begun = threading.Event()
        self.released = threading.Event()
        self.taken = []

    def work(self, number, count):
        if number == 0 and self.is_released:
            return self.release()
        first = count.attempt(next, self.iterator, None)
        items = [] if first is None else [first]
        self.begun.set()
        count.attempt(lambda: items.extend(self.items()))
        if self.is_released:
            self.require_refusal(count)
        else:
            for _ in range(20):
                require(next(self.iterator, None) is None, "an item after the end")
        count.uses += len(items)
        self.taken.append(items)

    def items(self):
        """The items of this thread, one by one. If the view is released meanwhile, items remain."""
        most = self.LENGTH // (2 * self.threads) if self.is_released else None
        yield from itertools.islice(self.iterator, most)

    def release(self):
        self.begun.wait()
        time.sleep(random.random() * 2e-3)
        try:
            release(self.view)
        finally:
            self.released.set()

    def require_refusal(self, count):
        self.released.wait()
        refused = count.refused
        count.attempt(next, self.iterator, None)
        require(count.refused > refused, "an item after the release")

    def end(self):
        taken = collections.Counter(item for items in self.taken for item in items)
        if self.is_released:
            require(not taken - self.values, "an item twice")
        else:
            require(taken == self.values, "an item lost or twice")
        self.view.release()


class RawBuffers(Race):
    """PickleBuffer.raw() while other threads release its results, and one its buffer, whose own state
    CPython does not protect from several."""

    STEPS = 4000

    def start(self):
        self.memory = bytearray(struct.pack("32H", *range(32)))
        self.contents = bytes(self.memory)
        self.view = memoryview(self.memory).cast("H", [4, 8])
        self.buffer = pickle.PickleBuffer(self.view)
        self.raws = [self.buffer.raw(), self.buffer.raw()]

    def work(self, number, count):
        for step in range(self.STEPS):
            raw = self.raws[step % 2]
            if number % 2:
                copy = count.attempt(raw.tobytes)
                require(copy in (None, self.contents), "contents of raw()")
                continue
            raw.release()
            if number == 0 and step % 16 == 0:
                self.buffer.release()
                self.buffer = pickle.PickleBuffer(self.view)
            raw = count.attempt(self.buffer.raw)
            if raw is None:
                continue
            require(raw.shape == (64,) and raw.format == "B", "layout of raw()")
            self.raws[step % 2] = raw

    def end(self):
        require_exported(self.memory)
        for raw in self.raws:
            raw.release()
        self.buffer.release()
        release(self.view)
        del self.buffer, self.raws
        self.memory.append(0)


RACES = {
    race.__name__: race
    for race in [
        Releases, Requests, Slices, SeparatedHex, StridedHex, Copies, Writes, Reads, Comparisons,
        Iterators, RawBuffers,
    ]
}


class Rounds:
    def __init__(self, race):
        self.race = race
        self.count = Count()
        self.rounds = 0
        self.wrong = collections.Counter()

    def note(self, error):
        self.wrong[f"{type(error).__name__}: {error}"[:200]] += 1

    def run_thread(self, number, count, barrier):
        try:
            barrier.wait()
            self.race.work(number, count)
        except Exception as error:
            # Other threads may wait for a refusal.
            count.refused += 1
            self.note(error)

    def run_round(self):
        self.race.start()
        counts = [Count() for _ in range(self.race.threads)]
        barrier = threading.Barrier(len(counts))
        threads = [
            threading.Thread(target=self.run_thread, args=(number, count, barrier))
            for number, count in enumerate(counts)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        try:
            self.race.end()
        except Exception as error:
            self.note(error)
        self.rounds += 1
        self.count.uses += sum(count.uses for count in counts)
        self.count.refused += sum(count.refused for count in counts)

    def run(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.wrong.total() < ENOUGH:
            self.run_round()


def main(mode, folder, name, seconds):
    take_over(mode, folder)
    race = RACES[name]()
    rounds = Rounds(race)
    rounds.run(float(seconds))
    if not rounds.count.uses:
        rounds.wrong["no use"] += 1
    if race.is_against_release and not rounds.count.refused:
        rounds.wrong["no use came too late"] += 1
    print(json.dumps({
        "rounds": rounds.rounds, "uses": rounds.count.uses, "refused": rounds.count.refused,
        "wrong": rounds.wrong,
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
