"""Flags and programs of the CPythons that are compared with, of those that can be embedded:
`cpython`, 3.13 or else the newest, and `newest`, if it is another one.

usage: peer.py programs [PYTHON]
       peer.py cflags|ldflags|python cpython|newest [PYTHON]

PYTHON is the first one to compare with.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "C" / "tools"))

from pythons import Python, find_pythons

REFERENCE = (3, 13)


def chosen(command):
    """The interpreters, by the names of their programs."""
    found = find_pythons()
    if not found:
        sys.exit("no CPython that programs can embed was found")
    usual = [python for python in found if python.version[:2] == REFERENCE]
    first = Python(Path(command).with_name("python3-config")) if command else [*found, *usual][-1]
    named = {"cpython": first}
    if found[-1].version > first.version:
        named["newest"] = found[-1]
    return named


def main(question, *arguments):
    if question == "programs":
        return print(*chosen(*arguments or [None]))
    name, command = [*arguments, None][:2]
    python = chosen(command)[name]
    if question == "cflags":
        print("-DPYMV_AGAINST_CPYTHON", python.includes())
    elif question == "ldflags":
        print(python.ldflags())
    else:
        print(python.config.with_name("python3"))


main(*sys.argv[1:])
