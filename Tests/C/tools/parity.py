"""Run the parity programs against the libraries and every CPython found, and compare.

usage: parity.py LIBDIR BUILD
"""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare import compare
from programs import SOURCES, build, programs, run
from pythons import find_pythons
from tally import Tally

SHOWN_PROBLEMS = 60


def observe(binaries, names, tally, **environment):
    """Run the programs of a folder; returns the folder of their observations."""
    folder = binaries / "observations"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in names:
        stem = Path(name).name
        file = folder / f"{stem}.txt"
        run(binaries / stem, tally, quiet=True, PYMV_OBSERVATIONS=file, **environment)
    return folder


def compare_with(python, names, ours, out, tally):
    """Build and run against one CPython and compare with our observations."""
    binaries = out / f"cpython-{python.name}"
    problem = build(
        binaries, names, API_CFLAGS=f"-DPYMV_AGAINST_CPYTHON {python.includes()}",
        API_LDFLAGS=python.ldflags(),
    )
    if problem:
        tally.check(f"build against CPython {python.name}", problem)
        return
    theirs = observe(binaries, names, tally, PYMV_LIBDIR=None)
    count, allowed, problems = compare(python.version, ours, theirs, SOURCES / "differences.txt")
    if not count:
        problems.append("no observations")
    for problem in problems[:SHOWN_PROBLEMS]:
        tally.check(f"CPython {python.name}", problem)
    tally.add(count - allowed, max(0, len(problems) - SHOWN_PROBLEMS))
    print(f"{python.name}: {count} observations, {allowed} listed differences, "
          f"{len(problems)} problems", flush=True)


def main(libraries, out):
    names = programs("parity")
    tally = Tally()
    out = Path(out) / "tests"
    ours = observe(out / "ours", names, tally, PYMV_LIBDIR=libraries)
    pythons = find_pythons()
    if not pythons:
        tally.check("find a CPython", "none found: install python3-dev")
    for python in pythons:
        compare_with(python, names, ours, out, tally)
    tally.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
