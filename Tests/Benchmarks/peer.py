"""Flags and programs of the CPython that is compared with: the newest that can be embedded.

usage: peer.py cflags|ldflags|python [PYTHON]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "C" / "tools"))

from pythons import Python, find_pythons


def chosen(command):
    if command:
        return Python(Path(command).with_name("python3-config"))
    found = find_pythons()
    if not found:
        sys.exit("no CPython that programs can embed was found")
    return found[-1]


def main(question, command=None):
    python = chosen(command)
    if question == "cflags":
        print("-DPYMV_AGAINST_CPYTHON", python.includes())
    elif question == "ldflags":
        print(python.ldflags())
    else:
        print(python.config.with_name("python3"))


main(*sys.argv[1:])
