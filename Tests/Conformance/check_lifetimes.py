"""Run installing.py, newest_rules.py, exporters.py, half_made.py, sounder.py, iteration.py,
other_threads.py and lifetimes.py in every interpreter.

usage: check_lifetimes.py LIBDIR SCRATCH [--python COMMAND]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "C" / "tools"))

from interpreters import parse_arguments
from tally import Tally


def check(interpreter, mode, library, tally, *command):
    ended = interpreter.run(mode, library, *command, library.parent, timeout=600)
    name = f"{interpreter.name} {command[0]} {mode}"
    lines = ended.stdout.strip().splitlines() or [""]
    tally.check(name, ended.stdout[-4000:] if ended.returncode != 0 else None)
    if ended.returncode == 0:
        print("       " + lines[-1] if "rounds" in lines[-1] else "       " + lines[-3], flush=True)


def main():
    library, interpreters = parse_arguments()
    tally = Tally()
    for interpreter in interpreters:
        if "default" in interpreter.modes:
            check(interpreter, "default", library, tally, "installing.py")
            check(interpreter, "default", library, tally, "newest_rules.py")
            check(interpreter, "default", library, tally, "exporters.py", "default")
        for mode in "default", "strict", "preloaded":
            if mode in interpreter.modes:
                check(interpreter, mode, library, tally, "half_made.py", mode)
                check(interpreter, mode, library, tally, "sounder.py", mode)
                check(interpreter, mode, library, tally, "iteration.py", mode)
        for mode in "default", "preloaded":
            if mode in interpreter.modes:
                check(interpreter, mode, library, tally, "lifetimes.py", mode)
        for mode in "default", "strict":
            if mode in interpreter.modes:
                check(interpreter, mode, library, tally, "other_threads.py", mode)
    tally.finish()


main()
