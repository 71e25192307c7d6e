"""Build the example extension and run its tests, with every CPython found.

usage: run.py PREFIX SCRATCH

PREFIX is where the library is installed, with its pkg-config file. Each interpreter gets the
extension built in three ways: with cc, with setuptools, and with the limited API by the first
interpreter that has it, for itself and all later ones.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from pythons import find_pythons
from tally import Tally

LIMITED_SINCE = (3, 11)
PACKAGES = ["setuptools>=70.1", "numpy"]
OTHERS = ["pybind11", "Cython"]
WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]
# Tests that a whole run may skip: for want of numpy, or of Python 3.12.
SKIPPED = re.compile(r"skipped=(\d+)")


class Failure(Exception):
    """A command that must work and did not."""


def run(*command, **environment):
    """What a command prints; Failure if it fails."""
    ended = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, **{name: str(value) for name, value in environment.items()}},
    )
    if ended.returncode != 0:
        raise Failure(f"{shlex.join(str(part) for part in command)}\n{ended.stdout}")
    return ended.stdout


def compile_extension(python, out, *flags):
    """Build linked.c as the README does."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    libraries = run("pkg-config", "--cflags", "--libs", "pymemoryview").split()
    run(
        os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O2", *WARNINGS, *flags,
        *python.includes().split(), HERE / "linked" / "linked.c", *libraries, "-o", out / "linked.so",
    )


def interpreter(python):
    return python.config.with_name("python3")


def make_venv(python, folder, packages):
    """A virtual environment with packages; made once."""
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        run(interpreter(python), "-m", "venv", folder)
        run(folder / "bin/pip", "-q", "--disable-pip-version-check", "install", *packages)
        done.touch()
    return folder / "bin/python"


def install(venv, source, scratch):
    """Build and install a project with setuptools, out of a copy of its folder."""
    copy = scratch / f"source-{source.name}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    run(
        venv, "-m", "pip", "-q", "--disable-pip-version-check", "install", "--force-reinstall",
        "--no-build-isolation", "--no-deps", copy,
    )


def check(tally, name, program, test, **environment):
    """Run a file of tests and count them."""
    try:
        printed = run(program, "-B", HERE / test, **environment)
    except Failure as failure:
        tally.check(f"{test} {name}", str(failure))
        return
    ran = int(re.search(r"^Ran (\d+) test", printed, re.M)[1])
    skipped = sum(int(count) for count in SKIPPED.findall(printed))
    tally.add(ran - skipped, 0)
    print(f"ok     {test} {name}: {ran - skipped} tests, {skipped} skipped", flush=True)


def check_imports(tally, extension):
    """No standard name of this library is left for the interpreter to serve."""
    undefined = run("nm", "-D", "--undefined-only", extension)
    names = re.findall(r"\b(?:PyMemoryView_(?!Type)|PyBuffer_|PyObject_(?:Get|Check)Buffer)\w*",
                       undefined)
    tally.check("standard names are mapped to the library's", " ".join(names))


def check_python(tally, python, scratch, limited):
    plain = scratch / "cc"
    compile_extension(python, plain)
    check_imports(tally, plain / "linked.so")
    check(tally, f"with cc, {python.name}", interpreter(python), "test_linked.py", PYTHONPATH=plain)
    if limited:
        check(tally, f"with the limited API, {python.name}", interpreter(python),
              "test_linked.py", PYTHONPATH=limited)
    venv = make_venv(python, scratch / "venv", PACKAGES)
    install(venv, HERE / "linked", scratch)
    check(tally, f"with setuptools and numpy, {python.name}", venv, "test_linked.py")


def check_others(tally, python, scratch):
    """pybind11 and Cython, with one interpreter."""
    venv = make_venv(python, scratch / "venv-others", PACKAGES + OTHERS)
    install(venv, HERE / "linked", scratch)
    install(venv, HERE / "others", scratch)
    check(tally, f"with pybind11 and Cython, {python.name}", venv, "test_others.py")


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
            check_python(tally, python, scratch / python.name, limited)
        except Failure as failure:
            tally.check(f"build with {python.name}", str(failure))
    try:
        check_others(tally, pythons[-1], scratch / pythons[-1].name)
    except Failure as failure:
        tally.check("build with pybind11 and Cython", str(failure))
    tally.finish()


main(*sys.argv[1:])
