"""Compare what observe.py prints with the interpreter's memoryview and with ours in strict mode.

usage: compare_observations.py LIBDIR SCRATCH [--python COMMAND]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "C" / "tools"))

from interpreters import parse_arguments
from tally import Tally

SHOWN = 20


def compare(interpreter, library, mode, tally):
    stock, ours = (
        interpreter.run(m, library, "observe.py", m, library.parent, timeout=300)
        for m in ("stock", mode)
    )
    for name, ended in ("stock", stock), (mode, ours):
        if ended.returncode != 0:
            tally.check(f"{interpreter.name} {name}", f"status {ended.returncode}: {ended.stdout[-2000:]}")
            return
    expected, found = stock.stdout.splitlines(), ours.stdout.splitlines()
    different = [(a, b) for a, b in zip(expected, found) if a != b]
    for theirs, mine in different[:SHOWN]:
        tally.check(f"{interpreter.name} {mode}", f"\n  stock {theirs}\n  ours  {mine}")
    if len(expected) != len(found):
        tally.check(f"{interpreter.name} {mode}", f"{len(found)} lines, stock {len(expected)}")
    tally.add(len(expected) - len(different), max(0, len(different) - SHOWN))
    print(f"{interpreter.name} {mode}: {len(expected)} observations, {len(different)} differ", flush=True)


def main():
    library, interpreters = parse_arguments()
    tally = Tally()
    for interpreter in interpreters:
        for mode in "strict", "preloaded":
            if mode in interpreter.modes:
                compare(interpreter, library, mode, tally)
    tally.finish()


main()
