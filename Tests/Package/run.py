"""Install the wheel with pip into a clean environment of every CPython found and test the package.

usage: run.py WHEEL SCRATCH
"""

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from check_wheel import check_wheel
from pythons import find_pythons
from tally import Tally
from trial import Failure, check, make_venv, pip_install, run


# The expected error in a program that embeds Python where extension modules cannot see libpython.
REFUSED = """
try:
    import pymemoryview
except ImportError as error:
    assert "libpython" in str(error) and "load it with RTLD_GLOBAL" in str(error), error
else:
    raise AssertionError("imported")
assert memoryview(b"abc").tolist() == [97, 98, 99]
"""
SERVED = """
import pymemoryview
pymemoryview.install()
assert memoryview(b"abca").count(97) == 2
"""
SERVED_FOR_A_WHILE = """
import pymemoryview
had_count = hasattr(memoryview, "count")
with pymemoryview.install():
    assert memoryview(b"abca").count(97) == 2 and memoryview.__len__(memoryview(b"abc")) == 3
assert hasattr(memoryview, "count") == had_count
assert memoryview.__len__(memoryview(b"abc")) == 3
"""
SHARED = """
import json, os, sys, sysconfig
folder, name = map(sysconfig.get_config_var, ("LIBDIR", "INSTSONAME"))
print(json.dumps([os.path.join(folder, name), sys.base_prefix, sysconfig.get_path("purelib")]))
"""


def build_embedding(scratch):
    """Build the program that loads libpython."""
    scratch.mkdir(parents=True, exist_ok=True)
    program = scratch / "embedding"
    compiler = os.environ.get("CC", "cc")
    run(compiler, "-std=gnu11", "-Wall", "-Wextra", "-Werror", HERE / "embedding.c", "-ldl", "-o",
        program)
    return program


def check_embedding(tally, python, venv, program):
    """The package in a program that has loaded libpython with RTLD_LOCAL, and with RTLD_GLOBAL."""
    libpython, home, packages = json.loads(run(venv, "-c", SHARED))
    cases = ("local", REFUSED), ("global", SERVED, SERVED_FOR_A_WHILE, SERVED, SERVED_FOR_A_WHILE)
    for visibility, *code in cases:
        title = f"libpython loaded with RTLD_{visibility.upper()}, {python.name}"
        try:
            run(program, libpython, visibility, *code, PYTHONHOME=home, PYTHONPATH=packages)
            tally.check(title)
        except Failure as failure:
            tally.check(title, str(failure))


def check_python(tally, python, wheel, scratch, embedding):
    venv = make_venv(python, scratch / python.name)
    pip_install(venv, "--force-reinstall", "--no-index", wheel)
    check(tally, f"from the wheel, {python.name}", venv, HERE / "test_package.py")
    check_embedding(tally, python, venv, embedding)
    run(venv, "-m", "pip", "-q", "--disable-pip-version-check", "uninstall", "-y", "pymemoryview")
    left = [str(path) for path in scratch.glob(f"{python.name}/lib*/**/pymemoryview*")]
    tally.check(f"uninstalling leaves nothing, {python.name}", " ".join(left))


def main(wheel, scratch):
    wheel, scratch = Path(wheel), Path(scratch).resolve()
    tally = Tally()
    check_wheel(tally, wheel, scratch)
    embedding = build_embedding(scratch)
    for python in find_pythons():
        try:
            check_python(tally, python, wheel, scratch, embedding)
        except Failure as failure:
            tally.check(f"installing with {python.name}", str(failure))
    tally.finish()


main(*sys.argv[1:])
