"""Two interpreters with their own GILs that use memoryviews at the same time, while the main one
does so too, or sends memoryviews to a third.

usage: hammer.py LIBDIR MODE SECONDS use|send
"""

import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

from others import Other
from take_over import take_over
from uses import use_all

WORK = """
import sys, time
sys.dont_write_bytecode = True
sys.path.insert(0, {folder!r})
from uses import use_all
number = {number}
while time.monotonic() < {end}:
    use_all(number, {has_additions})
    number += 2
"""


class Worker(threading.Thread):
    """Uses memoryviews in an interpreter with its own GIL, until a point in time."""

    def __init__(self, number, end, has_additions):
        super().__init__()
        self.code = WORK.format(
            folder=str(HERE), number=number, end=end, has_additions=has_additions
        )
        self.problem = None
        self.other = Other()

    def run(self):
        try:
            self.other.run(self.code)
        except RuntimeError as problem:
            self.problem = problem
        self.other.end()


class Sender:
    """Sends memoryviews to another interpreter, as arguments of a function."""

    def __init__(self):
        self.other = Other()
        # It knows how to receive them then.
        self.other.run("import _interpreters")

    def __call__(self, count):
        memory = bytearray(range(100))
        self.other.run(
            "assert view[1:][4] == 5 and view.nbytes == 50\nview[5] = 6\ndel view",
            view=memoryview(memory)[:50],
        )
        assert memory[5] == 6
        memory.append(0)


def main(folder, mode, seconds, task):
    take_over(mode, folder)
    has_additions = mode == "default"
    send = Sender() if task == "send" else None
    end = time.monotonic() + float(seconds)
    workers = [Worker(number, end, has_additions) for number in range(2)]
    for worker in workers:
        worker.start()
    count = 0
    while time.monotonic() < end:
        send(count) if send else use_all(count, has_additions)
        count += 1
    for worker in workers:
        worker.join()
    problems = [str(worker.problem) for worker in workers if worker.problem is not None]
    print("\n".join(problems + [f"{count} times"]))
    sys.exit(1 if problems else 0)


main(*sys.argv[1:])
