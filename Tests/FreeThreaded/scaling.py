"""Whether two threads on two processors read one memoryview twice as often as one thread: this
library's and the interpreter's own, side by side. Measured, never a failure.

usage: scaling.py LIBDIR SCRATCH --python COMMAND

`from C` measures the operation alone; `own views`, what the processors can reach. In Python code,
up to 3.13, each access to a variable counts a reference to the view, which both threads write to,
unless the object is immortal. Run it on a quiet machine: threads that take turns do not contend.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

from interpreters import parse_arguments

INCLUDE = """
import os, sysconfig
print("-I" + sysconfig.get_path("include"))
print("-I" + os.path.dirname(sysconfig.get_config_h_filename()))
"""


def build_loops(interpreter, scratch):
    """Build the module `loops` in a folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    flags = subprocess.run(
        [interpreter.command, "-c", INCLUDE], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O2", "-fPIC", "-shared", *flags, HERE / "loops.c", "-o",
         scratch / "loops.so"],
        check=True,
    )


def measure(interpreter, mode, library, scratch):
    ended = interpreter.run(
        mode, library, HERE / "sharing.py", mode, library.parent, scratch, timeout=600
    )
    if ended.returncode != 0:
        sys.exit(ended.stdout)
    return json.loads(ended.stdout.splitlines()[-1])


def row(name, *cells):
    return f"{name:<42}" + "".join(f"{cell:>9}" for cell in cells)


def cells(one, two):
    if not one or not two:
        return "", "raises", ""
    return f"{one / 1e6:.2f}", f"{two / 1e6:.2f}", f"{two / one:.2f} x"


def main():
    library, interpreters = parse_arguments()
    scratch = Path(sys.argv[2]).resolve()
    if not interpreters or not interpreters[0].is_free_threaded:
        sys.exit("not a free-threaded CPython with its test package")
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("two processors are necessary")
    build_loops(interpreters[0], scratch)
    load = os.getloadavg()[0]
    ours, stock = (
        measure(interpreters[0], mode, library, scratch) for mode in ("default", "stock")
    )
    print(f"{interpreters[0].name}; load before: {load:.1f}")
    print("million operations per second of processor time")
    print(row("", "ours: 1", "2", "", "stock: 1", "2", ""))
    for name in ours:
        print(row(name, *cells(*ours[name]), *cells(*stock[name])))


main()
