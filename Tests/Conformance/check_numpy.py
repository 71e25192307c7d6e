"""Random arrays, and NumPy's own tests of the buffer protocol, with memoryview taken over.

usage: check_numpy.py LIBDIR SCRATCH [PYTHON]
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from tally import Tally

PACKAGES = ["numpy", "pytest", "hypothesis"]
MODULE = "import numpy; print(numpy.__name__ + ('._core' if hasattr(numpy, '_core') else '.core'))"
SELECTED = "Buffer or PEP3118 or memoryview or FromBuffer or Frombuffer or ArrayInterface or ctypes"


def environment(python, scratch):
    """A virtual environment with NumPy, made once. Returns its interpreter."""
    folder = scratch / "numpy"
    done = folder / "done"
    program = folder / "bin" / "python"
    if not done.exists():
        subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
        pip = [program, "-m", "pip", "-q", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, *PACKAGES], check=True)
        done.touch()
    return program


def own_tests(program, mode, libraries, scratch):
    """Outcomes of NumPy's tests by name, and what was printed."""
    results = scratch / f"numpy-{mode}.xml"
    core = subprocess.run([program, "-c", MODULE], stdout=subprocess.PIPE, text=True).stdout.strip()
    variables = dict(os.environ, PYTHONPATH=str(HERE), PYMV_MODE=mode, PYMV_LIBDIR=str(libraries))
    ended = subprocess.run(
        [program, "-m", "pytest", "-q", "-p", "pytest_take_over", "-p", "no:cacheprovider",
         f"--junitxml={results}", "-k", SELECTED, "--pyargs", f"{core}.tests.test_multiarray"],
        env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=scratch,
    )
    if not results.exists():
        return {}, ended.stdout
    cases = ElementTree.parse(results).getroot().iter("testcase")
    outcomes = {
        f"{case.get('classname')}.{case.get('name')}": case[0].tag if len(case) else "passed"
        for case in cases
    }
    results.unlink()
    return outcomes, ended.stdout


def main(libraries, scratch, python="/usr/bin/python3"):
    libraries, scratch, tally = Path(libraries).resolve(), Path(scratch).resolve(), Tally()
    scratch.mkdir(parents=True, exist_ok=True)
    program = environment(python, scratch)
    stock, _ = own_tests(program, "stock", libraries, scratch)
    tally.check("NumPy has tests of buffers", "" if len(stock) > 50 else f"{len(stock)}")
    for mode in "strict", "default":
        ended = subprocess.run(
            [program, HERE / "arrays.py", mode, libraries], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )
        print(ended.stdout.strip())
        tally.check(f"random arrays, {mode}", f"status {ended.returncode}" if ended.returncode else "")
        ours, output = own_tests(program, mode, libraries, scratch)
        worse = {t: ours.get(t) for t in stock if stock[t] == "passed" and ours.get(t) != "passed"}
        for test, outcome in worse.items():
            tally.check(f"NumPy, {mode}: {test}", str(outcome))
        if worse:
            print(output[-4000:])
        passed = sum(outcome == "passed" for outcome in ours.values())
        tally.add(passed, 0)
        print(f"NumPy's own, {mode}: {passed} of {len(ours)} passed, stock "
              f"{sum(outcome == 'passed' for outcome in stock.values())}", flush=True)
    tally.finish()


main(*sys.argv[1:])
