"""Test Arrow's C data interface inside CPython: by itself with every CPython found, with pyarrow and
nanoarrow with one.

usage: run.py PACKAGE PYTHON

PACKAGE: folder with the package; PYTHON: interpreter that has the two libraries.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import check, interpreter


def main(package, program):
    tally = Tally()
    pythons = find_pythons(threaded=True)
    if not pythons:
        tally.check("find a CPython", "none found: install python3-dev")
    for python in pythons:
        check(
            tally, f"in {python.name}", interpreter(python), HERE / "test_memoryview.py",
            PYTHONPATH=package,
        )
    check(tally, "", program, HERE / "test_libraries.py", PYTHONPATH=package)
    tally.finish()


main(*sys.argv[1:])
