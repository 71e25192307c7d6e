"""Build the example extension and run its tests, and those of the flat API, with every CPython found.

usage: run.py PREFIX SCRATCH

PREFIX is where the library is installed, with its pkg-config file. Each interpreter gets the
extension built in three ways: with cc, with setuptools, and with the limited API by the first
interpreter that has it, for itself and all later ones.
"""

import os
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import Failure, check, interpreter, make_venv, pip_install, run

LIMITED_SINCE = (3, 11)
PACKAGES = ["setuptools>=70.1", "numpy"]
OTHERS = ["pybind11", "Cython"]
WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]
TEST, TEST_OTHERS = HERE / "test_linked.py", HERE / "test_others.py"
TEST_FLAT = HERE / "test_flat.py"


def compile_extension(python, out, *flags):
    """Build linked.c as the guide does."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    libraries = run("pkg-config", "--cflags", "--libs", "pymemoryview").split()
    folder = run("pkg-config", "--variable=libdir", "pymemoryview").strip()
    run(
        os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O2", *WARNINGS, *flags,
        *python.includes().split(), HERE / "linked" / "linked.c", *libraries,
        f"-Wl,-rpath,{folder}",
        "-o", out / "linked.so",
    )


def install(venv, source, scratch):
    """Build and install a project with setuptools, out of a copy of its folder."""
    copy = scratch / f"source-{source.name}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    pip_install(venv, "--force-reinstall", "--no-build-isolation", "--no-deps", copy)


def check_imports(tally, extension):
    """The interpreter resolves no standard name of this library."""
    undefined = run("nm", "-D", "--undefined-only", extension)
    names = re.findall(
        r"\b(?:PyMemoryView_(?!Type)|PyBuffer_|PyObject_(?:Get|Check)Buffer)\w*", undefined
    )
    tally.check("standard names are mapped to the library's", " ".join(names))


def check_python(tally, python, prefix, scratch, limited):
    plain = scratch / "cc"
    compile_extension(python, plain)
    check_imports(tally, plain / "linked.so")
    check(tally, f"with cc, {python.name}", interpreter(python), TEST, PYTHONPATH=plain)
    if limited:
        name = f"with the limited API, {python.name}"
        check(tally, name, interpreter(python), TEST, PYTHONPATH=limited)
    library = Path(prefix) / "lib" / "libPyMemoryView.so.0"
    check(
        tally, f"with ctypes, {python.name}", interpreter(python), TEST_FLAT, PYMV_LIBRARY=library
    )
    venv = make_venv(python, scratch / "venv", PACKAGES)
    install(venv, HERE / "linked", scratch)
    check(tally, f"with setuptools and numpy, {python.name}", venv, TEST)


def check_others(tally, python, scratch):
    """pybind11 and Cython, with one interpreter."""
    venv = make_venv(python, scratch / "venv-others", PACKAGES + OTHERS)
    install(venv, HERE / "linked", scratch)
    install(venv, HERE / "others", scratch)
    check(tally, f"with pybind11 and Cython, {python.name}", venv, TEST_OTHERS)


def main(prefix, scratch):
    os.environ["PKG_CONFIG_PATH"] = f"{prefix}/lib/pkgconfig"
    scratch = Path(scratch).resolve()
    tally = Tally(verbose=False)
    pythons = find_pythons()
    limited = None
    for python in pythons:
        try:
            if not limited and python.version >= LIMITED_SINCE:
                limited = scratch / "limited"
                compile_extension(python, limited, "-DPy_LIMITED_API=0x030B0000")
            check_python(tally, python, prefix, scratch / python.name, limited)
        except Failure as failure:
            tally.check(f"build with {python.name}", str(failure))
    try:
        check_others(tally, pythons[-1], scratch / pythons[-1].name)
    except Failure as failure:
        tally.check("build with pybind11 and Cython", str(failure))
    tally.finish()


main(*sys.argv[1:])
