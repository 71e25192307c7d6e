"""Whether a library that cannot serve an interpreter, because the other one is free-threaded, leaves
everything to the interpreter when it is preloaded, and is refused when it is imported.

usage: check_aside.py LIBDIR SCRATCH PROGRAM...

Compares what the buffer functions do with and without preloading. In a program that is linked to a
shared libpython, the library's names come first.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from interpreters import host_program
from tally import Tally

ORDINARY, FREE_THREADED = "libPyMemoryView.so.0", "libPyMemoryViewT.so.0"
REFUSALS = {
    ORDINARY: "import: ImportError: this library of pymemoryview needs CPython 3.9 or later with the GIL",
    FREE_THREADED: "import: ImportError: this library of pymemoryview needs CPython 3.13 or later without",
}
QUESTION = 'import sys; print("t" in sys.abiflags, "libpython" in open("/proc/self/maps").read())'


def run(program, preloaded, *arguments):
    """What a program prints."""
    environment = {**os.environ, "LD_PRELOAD": ":".join(map(str, preloaded))}
    ended = subprocess.run(
        [program, "-B", *map(str, arguments)], env=environment, text=True, errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )
    return f"{ended.stdout}status {ended.returncode}"


def first_difference(stock, ours):
    return next(
        (f"{ours_line!r} instead of {stock_line!r}"
         for stock_line, ours_line in zip(stock.splitlines(), ours.splitlines())
         if stock_line != ours_line),
        "" if stock == ours else f"ends early: {ours[-300:]}",
    )


def check(program, libraries, tally):
    is_free_threaded, is_shared, *_ = run(program, [], "-c", QUESTION).split()
    wrong = libraries / (ORDINARY if is_free_threaded == "True" else FREE_THREADED)
    stock = run(program, [], HERE / "observe_names.py", wrong)
    ours = run(program, [wrong], HERE / "observe_names.py", wrong)
    name = f"{program} with {wrong.name}"
    lines = stock.splitlines()
    tally.check(f"{name}: importing is refused",
                "" if lines[-2].startswith(REFUSALS[wrong.name]) else stock[-300:])
    tally.check(f"{name}: names of a shared libpython: {is_shared}; nothing differs",
                first_difference(stock, ours))
    # One of them serves this interpreter.
    for pair in [(ORDINARY, FREE_THREADED), (FREE_THREADED, ORDINARY)]:
        both = run(program, [libraries / name for name in pair], "-c", "print(memoryview(b'a')[0])")
        tally.check(f"{program} with {' and '.join(pair)}", "" if both == "97\nstatus 0" else both)


def main(libraries, scratch, *programs):
    tally = Tally()
    ordinary = host_program("/usr/bin/python3", Path(scratch).resolve())
    if ordinary is None:
        tally.check("a program linked to the shared libpython of /usr/bin/python3", "not built")
    for program in [*programs, "/usr/bin/python3", *[ordinary] * (ordinary is not None)]:
        check(program, Path(libraries).resolve(), tally)
    tally.finish()


main(*sys.argv[1:])
