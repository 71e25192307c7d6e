"""Install the wheel with pip into a clean environment of every CPython found and test the package.

usage: run.py WHEEL SCRATCH
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import Failure, check, make_venv, pip_install, run


def check_tag(tally, wheel, scratch):
    """auditwheel finds that the libraries take as old a C library as the name says."""
    program = make_venv(find_pythons()[-1], scratch / "audit", ["auditwheel"])
    said = run(program, "-m", "auditwheel", "show", wheel)
    tag = re.search(r"-(manylinux\w+)\.whl$", wheel.name)[1]
    tally.check(f"the libraries suit the tag {tag}", "" if f'"{tag}"' in said else said)


def check_python(tally, python, wheel, scratch):
    venv = make_venv(python, scratch / python.name)
    pip_install(venv, "--force-reinstall", "--no-index", wheel)
    check(tally, f"from the wheel, {python.name}", venv, HERE / "test_package.py")
    run(venv, "-m", "pip", "-q", "--disable-pip-version-check", "uninstall", "-y", "pymemoryview")
    left = [str(path) for path in scratch.glob(f"{python.name}/lib*/**/pymemoryview*")]
    tally.check(f"uninstalling leaves nothing, {python.name}", " ".join(left))


def main(wheel, scratch):
    wheel, scratch = Path(wheel), Path(scratch).resolve()
    tally = Tally()
    try:
        check_tag(tally, wheel, scratch)
    except Failure as failure:
        tally.check("auditwheel", str(failure))
    for python in find_pythons():
        try:
            check_python(tally, python, wheel, scratch)
        except Failure as failure:
            tally.check(f"installing with {python.name}", str(failure))
    tally.finish()


main(*sys.argv[1:])
