"""Run the races of races.py in a free-threaded interpreter, each for some seconds.

usage: run_races.py LIBDIR SECONDS --python COMMAND [--mode MODE] [--stock] [RACE...]

--stock: run each race with the interpreter's own memoryview too, for at most STOCK_SECONDS, and
print what is wrong there; this never fails.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from interpreters import find_interpreters
from races import RACES
from tally import Tally

STOCK_SECONDS = 10
# For the last round, which ends late on a loaded machine.
GRACE = 120


def run(interpreter, mode, library, name, seconds):
    """The results of a race, and what is wrong in one text."""
    try:
        ended = interpreter.run(
            mode, library, HERE / "races.py", mode, library.parent, name, seconds,
            timeout=seconds + GRACE,
        )
    except subprocess.TimeoutExpired:
        return {}, "did not end"
    if ended.returncode != 0:
        return {}, f"ended with status {ended.returncode}\n{ended.stdout[-4000:]}"
    results = json.loads(ended.stdout.splitlines()[-1])
    return results, "; ".join(f"{text} ({count} times)" for text, count in results["wrong"].items())


def describe(results, problem):
    wrong = sum(results["wrong"].values()) if results else problem.splitlines()[0]
    if not results:
        return wrong
    return "{uses} uses, {refused} refused, {rounds} rounds: {0} wrong".format(wrong, **results)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("libraries", type=Path)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--python", required=True)
    parser.add_argument("--mode", default="default")
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("races", nargs="*", metavar="RACE", default=list(RACES))
    options = parser.parse_intermixed_args()
    library = options.libraries.resolve() / "libPyMemoryView.so"
    tally = Tally(verbose=False)
    interpreters = find_interpreters(options.python, None)
    if not interpreters or not interpreters[0].is_free_threaded:
        tally.check(f"{options.python} is a free-threaded CPython with its test package", "no")
        tally.finish()
    for name in options.races:
        results, problem = run(interpreters[0], options.mode, library, name, options.seconds)
        print(f"{name}: {describe(results, problem)}", flush=True)
        tally.check(name, problem)
        if options.stock:
            seconds = min(options.seconds, STOCK_SECONDS)
            stock = run(interpreters[0], "stock", library, name, seconds)
            print(f"       stock: {describe(*stock)}", flush=True)
    tally.finish()


main()
