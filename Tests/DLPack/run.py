"""Run the tests of DLPack in every CPython found, with NumPy and, if asked for, with PyTorch.

usage: run.py PACKAGE SCRATCH [TORCH]

PACKAGE: the folder that contains pymemoryview. TORCH: an interpreter that has PyTorch.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import Failure, interpreter, make_venv, run


def check(tally, name, program, test, package):
    """Run a file of unittest cases and count them; name those that are skipped, with the reason."""
    library = package / "pymemoryview" / "libPyMemoryView.so.0"
    title = f"{test}, {name}"
    try:
        printed = run(
            program, "-B", HERE / test, "-v", PYTHONPATH=package, PYMV_LIBRARY=library,
        )
    except Failure as failure:
        tally.check(title, str(failure))
        return
    passed = len(re.findall(r" ok$", printed, re.M))
    skipped = re.findall(r"^(\w+) .* skipped ['\"](.*)['\"]$", printed, re.M)
    tally.add(passed, 0)
    print(f"ok     {title}: {passed} tests, {len(skipped)} skipped", flush=True)
    for case, reason in skipped:
        print(f"       {case} is skipped: {reason}")


def check_numpy(tally, python, package, scratch):
    try:
        venv = make_venv(python, scratch / python.name, ["numpy"])
        version = run(venv, "-c", "import numpy; print(numpy.__version__)").strip()
    except Failure as failure:
        tally.check(f"install NumPy for {python.name}", str(failure))
        return
    check(tally, f"{python.name} with NumPy {version}", venv, "test_numpy.py", package)


def main(package, scratch, torch=None):
    package, scratch, tally = Path(package).resolve(), Path(scratch).resolve(), Tally()
    pythons = find_pythons()
    for python in pythons:
        check(tally, python.name, interpreter(python), "test_dlpack.py", package)
    # The oldest and the newest have the oldest and the newest NumPy.
    for python in pythons[:1] + pythons[1:][-1:]:
        check_numpy(tally, python, package, scratch)
    if torch:
        check(tally, "PyTorch", torch, "test_torch.py", package)
    tally.finish()


main(*sys.argv[1:])
