"""Run faults.py in every interpreter.

usage: check_faults.py LIBDIR SCRATCH [--python COMMAND], with failing_malloc.so in PYMV_ALLOCATOR
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from interpreters import parse_arguments
from tally import Tally


def run(interpreter, mode, library):
    """Run faults.py with the allocator preloaded first."""
    variables = interpreter.environment(mode, library)
    preloaded = [os.environ["PYMV_ALLOCATOR"], variables.get("LD_PRELOAD")]
    variables.update(LD_PRELOAD=":".join(filter(None, preloaded)), PYTHONMALLOC="malloc")
    return subprocess.run(
        [interpreter.command, HERE / "faults.py", mode, library.parent], env=variables,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
        stdin=subprocess.DEVNULL,
    )


def main():
    library, interpreters = parse_arguments()
    tally = Tally()
    for interpreter in interpreters:
        for mode in "default", "preloaded":
            if mode not in interpreter.modes:
                continue
            ended = run(interpreter, mode, library)
            problem = ended.stdout + ended.stderr[-2000:] if ended.returncode != 0 else None
            tally.check(f"{interpreter.name} {mode}", problem)
            print("       " + ended.stdout.strip().split("\n")[-1], flush=True)
    tally.finish()


main()
