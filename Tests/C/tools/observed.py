"""Compare the observations of the programs in Tests/C/observed with those of CPython 3.13.

usage: observed.py LIBDIR BUILD [--cpython]

Tests/C/observed has cpython-3.13.txt, the observations of CPython; differences.txt, the allowed
differences (compare.py documents the format; the program is called cpython-3.13); and
uncovered.txt, the labels that the programs do not observe. With --cpython the programs also run on
each CPython 3.13 found, which must give every line of cpython-3.13.txt and no other.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare import compare, read_observations
from parity import observe
from programs import SOURCES, build, programs
from pythons import find_pythons
from tally import Tally

FOLDER = SOURCES / "observed"
REFERENCE = FOLDER / "cpython-3.13.txt"
VERSION = (3, 13)


def joined(folder):
    """One file of all the observations in a folder, with the name of the reference."""
    file = folder / "joined" / REFERENCE.name
    file.parent.mkdir(exist_ok=True)
    texts = [part.read_text(errors="replace") for part in sorted(folder.glob("*.txt"))]
    file.write_text("".join(texts))
    return file


def report(name, problems, count, tally):
    for problem in problems:
        tally.check(name, problem)
    tally.add(count, 0)
    print(f"{name}: {count} observations, {len(problems)} problems", flush=True)


def check_ours(binaries, names, libraries, tally):
    ours = joined(observe(binaries, names, tally, PYMV_LIBDIR=libraries))
    count, allowed, problems = compare(VERSION, ours, REFERENCE, FOLDER / "differences.txt")
    report("observed with our libraries", problems, count - allowed, tally)
    for label in uncovered():
        covered = f"{REFERENCE.stem}: {label}" in read_observations(ours)
        tally.check(f"not observed: {label}", "observed: stale entry" if covered else "")


def uncovered():
    """The labels of uncovered.txt."""
    for line in (FOLDER / "uncovered.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            label, bar, reason = line.partition(" | ")
            if not reason:
                raise SystemExit(f"no reason in uncovered.txt: {line}")
            yield label


def check_cpython(python, out, names, tally):
    binaries = out / f"cpython-{python.name}"
    problem = build(
        binaries, names, API_CFLAGS=f"-DPYMV_AGAINST_CPYTHON {python.includes()}",
        API_LDFLAGS=python.ldflags(),
    )
    tally.check(f"build against CPython {python.name}", problem)
    if not problem:
        theirs = joined(observe(binaries, names, tally, PYMV_LIBDIR=None))
        count, _, problems = compare(VERSION, theirs, REFERENCE, Path("/dev/null"))
        report(f"observed with CPython {python.name}", problems, count, tally)


def main(libraries, out, *options):
    names = programs("observed")
    tally = Tally(verbose=False)
    out = Path(out) / "tests"
    if "--cpython" in options:
        for python in find_pythons():
            if python.version[:2] == VERSION:
                check_cpython(python, out, names, tally)
    check_ours(out / "ours", names, libraries, tally)
    tally.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
