"""Build the example extension and run its tests, and those of the flat API, with every CPython found.

usage: run.py PREFIX SCRATCH

PREFIX is where the library is installed, with its pkg-config file. Each interpreter gets the
extension built in three ways: with cc, with setuptools, and with the limited API by the first
interpreter that has Py_buffer in it, for itself and all later ones. The example of the guide for
the stable ABI is built once, by the oldest interpreter.
"""

import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from compiling import check_imports, compile_extension
from pythons import find_pythons
from tally import Tally
from trial import Failure, check, interpreter, make_venv, pip_install, run

BUFFER_SINCE = (3, 11)
GUIDE = HERE.parents[1] / "Sources" / "Guide" / "inside-cpython.md"
LINKED, STABLE = HERE / "linked" / "linked.c", HERE / "stable" / "stable.c"
SETUPTOOLS = "setuptools>=70.1"
PACKAGES = [SETUPTOOLS, "numpy"]
OTHERS = ["pybind11", "Cython"]
TEST, TEST_OTHERS = HERE / "test_linked.py", HERE / "test_others.py"
TEST_FLAT, TEST_STABLE = HERE / "test_flat.py", HERE / "test_stable.py"


def install(venv, source, scratch):
    """Build and install a project with setuptools, out of a copy of its folder."""
    copy = scratch / f"source-{source.name}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    pip_install(venv, "--force-reinstall", "--no-build-isolation", "--no-deps", copy)


def check_stable(tally, pythons, scratch):
    """One file, built by the oldest interpreter, in all of them."""
    built = compile_extension(pythons[0], STABLE, scratch, "-DPy_LIMITED_API=0x03090000")
    check_imports(tally, built / "stable.so")
    for python in pythons:
        name = f"for abi3, {python.name}"
        check(tally, name, interpreter(python), TEST_STABLE, PYTHONPATH=built)
    shown = STABLE.read_text() in GUIDE.read_text()
    tally.check("the guide shows stable.c", "" if shown else "it shows another program")


def check_python(tally, python, prefix, scratch, limited):
    plain = compile_extension(python, LINKED, scratch / "cc")
    check_imports(tally, plain / "linked.so")
    check(tally, f"with cc, {python.name}", interpreter(python), TEST, PYTHONPATH=plain)
    if limited and not python.threaded:
        name = f"with the limited API, {python.name}"
        check(tally, name, interpreter(python), TEST, PYTHONPATH=limited)
    library = Path(prefix) / "lib" / f"libPyMemoryView{'T' if python.threaded else ''}.so.0"
    check(
        tally, f"with ctypes, {python.name}", interpreter(python), TEST_FLAT, PYMV_LIBRARY=library
    )
    # NumPy has no wheels for every free-threaded version.
    packages = [SETUPTOOLS] if python.threaded else PACKAGES
    venv = make_venv(python, scratch / "venv", packages)
    install(venv, HERE / "linked", scratch)
    check(tally, f"with {' and '.join(packages)}, {python.name}", venv, TEST)


def check_others(tally, python, scratch):
    """pybind11 and Cython, with one interpreter."""
    venv = make_venv(python, scratch / "venv-others", PACKAGES + OTHERS)
    install(venv, HERE / "linked", scratch)
    install(venv, HERE / "others", scratch)
    check(tally, f"with pybind11 and Cython, {python.name}", venv, TEST_OTHERS)


def check_built_once(tally, pythons, scratch):
    """What one interpreter builds: the oldest for the others, and the newest for itself."""
    try:
        check_stable(tally, pythons, scratch / "stable")
        check_others(tally, pythons[-1], scratch / pythons[-1].name)
    except Failure as failure:
        tally.check("build for the stable ABI, or with pybind11 and Cython", str(failure))


def main(prefix, scratch):
    os.environ["PKG_CONFIG_PATH"] = f"{prefix}/lib/pkgconfig"
    scratch = Path(scratch).resolve()
    tally = Tally(verbose=False)
    pythons = find_pythons()
    limited = None
    for python in find_pythons(threaded=True):
        try:
            if not limited and not python.threaded and python.version >= BUFFER_SINCE:
                limited = compile_extension(
                    python, LINKED, scratch / "limited", "-DPy_LIMITED_API=0x030B0000"
                )
            check_python(tally, python, prefix, scratch / python.name, limited)
        except Failure as failure:
            tally.check(f"build with {python.name}", str(failure))
    if pythons:
        check_built_once(tally, pythons, scratch)
    tally.finish()


main(*sys.argv[1:])
