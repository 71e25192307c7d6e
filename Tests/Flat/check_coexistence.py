"""Use libpymv.so in one process with each libpython found, in every way and order of loading; and
the flat API of libPyMemoryView.so on the objects of each CPython found.

usage: check_coexistence.py LIBDIR INCLUDE SCRATCH
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from pythons import find_pythons, printed
from tally import Tally

CC = os.environ.get("CC", "cc")
CFLAGS = "-std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror".split()
NAME = re.compile(r"libpython(3\.\d+)[mt]?\.so\.1\.0")
# Scopes of libpymv.so and of libpython, and which of them is loaded first.
LOADED = [
    (pymv, python, first)
    for pymv in ("global", "local")
    for python in ("global", "local")
    for first in ("pymv", "python")
]
LINKED = [
    ("linked", "linked", "pymv"), ("linked", "linked", "python"),
    ("linked", "global", "pymv"), ("linked", "local", "pymv"),
    ("global", "linked", "python"), ("local", "linked", "python"),
]


def find_libpythons():
    """Shared libpythons of the system and of pyenv, oldest first; free-threaded ones too."""
    pyenv = shutil.which("pyenv")
    root = printed([pyenv, "root"]) if pyenv else os.environ.get("PYENV_ROOT", "")
    paths = list(Path("/usr/lib").glob("*/libpython3.*.so.1.0"))
    if root:
        paths += Path(root).glob("versions/3.*/lib/libpython3.*.so.1.0")
    found = [path for path in paths if NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: (int(NAME.fullmatch(path.name)[1][2:]), path))


def build(program, include, libraries=()):
    """Compile the program, linked to all libraries in this order, even if it needs none."""
    folders = [flag for path in libraries for flag in (f"-Wl,-rpath,{path.parent}", path)]
    subprocess.run(
        [
            CC, *CFLAGS, f"-I{include}", HERE / "coexistence.c", "-Wl,--no-as-needed", *folders,
            "-ldl", "-o", program,
        ],
        check=True,
    )


def problem_of(*command):
    """The failure of a process as a text; empty if it succeeds."""
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
    return f"exit status {ended.returncode}: {ended.stdout}" if ended.returncode != 0 else ""


def check_python(tally, pymv, python, include, scratch):
    for how in LOADED + LINKED:
        scopes = dict(zip(("pymv", "python"), how))
        linked = [name for name in ("pymv", "python") if scopes[name] == "linked"]
        linked.sort(key=lambda name: name != how[2])
        paths = {"pymv": pymv, "python": python}
        program = scratch / "-".join(["coexistence", *linked])
        build(program, include, [paths[name] for name in linked])
        problem = problem_of(program, pymv, python, HERE / "script.py", *how)
        title = "{1} libpython, {0} libpymv.so, {2} first".format(*how)
        tally.check(f"{title}: {python}", problem)


def main(libraries, include, scratch):
    tally = Tally(verbose=False)
    scratch = Path(scratch).resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    pymv = (Path(libraries) / "libpymv.so.0").resolve()
    pythons = find_libpythons()
    if not pythons:
        tally.check("find a libpython", "none found: install libpython3-dev")
    for python in pythons:
        check_python(tally, pymv, python, include, scratch)
        print(f"       with {python}")
    view_library = Path(libraries).resolve() / "libPyMemoryView.so"
    for python in find_pythons():
        command = python.config.with_name("python3"), "-B", HERE / "through_pydll.py", view_library
        tally.check(f"ctypes.PyDLL in {python.name}", problem_of(*command))
    tally.finish()


main(*sys.argv[1:])
