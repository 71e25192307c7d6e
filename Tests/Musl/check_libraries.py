"""Check that libraries are made for musl, and that the flat one works with it.

usage: check_libraries.py LIBDIR INCLUDE SCRATCH LIBRARY...

LIBRARY is the name of a file in LIBDIR.
"""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests/C/tools"))

from tally import Tally


def printed(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def check_library(library, tally):
    section = printed("readelf", "--dynamic", "--wide", library)
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", section)
    libc = [name for name in needed if name.startswith("libc.")]
    is_musl = len(libc) == 1 and libc[0].startswith("libc.musl-")
    tally.check(f"{library.name} needs musl", "" if is_musl else f"it needs {libc}")
    others = [name for name in needed if not name.startswith(("libc.", "libPyMemoryViewRuntime."))]
    tally.check(f"{library.name} needs nothing else", others)
    # musl's dlopen refuses some of these libraries, and gives the others no memory.
    static = "STATIC_TLS" in section
    tally.check(f"{library.name} has no static thread-local storage", "it has" if static else "")
    versions = re.findall(r"GLIBC_\S+", printed("readelf", "--version-info", "--wide", library))
    tally.check(f"{library.name} names no version of glibc", versions)


def check_flat_program(libraries, include, scratch, tally):
    program = scratch / "flat"
    subprocess.run([
        "musl-gcc", f"-I{include}", ROOT / "Tests/Install/flat.c", "-o", program,
        f"-L{libraries}", f"-Wl,-rpath,{libraries}", "-lpymv",
    ], check=True)
    shown = textwrap.indent(printed(program), "    ")
    is_shown = bool(shown) and shown in (ROOT / "README.md").read_text()
    tally.check("a program of the flat API prints what the README shows", "" if is_shown else shown)


def main(libraries, include, scratch, *names):
    tally = Tally()
    for name in names:
        check_library(Path(libraries) / name, tally)
    check_flat_program(libraries, include, Path(scratch), tally)
    tally.finish()


main(*sys.argv[1:])
