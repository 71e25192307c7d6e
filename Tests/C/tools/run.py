"""Run test programs against the libraries in a folder.

usage: run.py LIBDIR BINDIR FOLDER... [-- WRAPPER...]

FOLDERs of Tests/C name the programs, which are in BINDIR; a WRAPPER such as valgrind runs them.
"""

import sys
from pathlib import Path

from programs import programs, run
from tally import Tally


def main(arguments):
    wrapper = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, wrapper = arguments[:at], arguments[at + 1 :]
    libraries, binaries, *folders = arguments
    tally = Tally()
    for folder in folders:
        for name in programs(folder):
            program = Path(binaries) / Path(name).name
            run(program, tally, wrapper, PYMV_LIBDIR=libraries, PYMV_OBSERVATIONS=None)
    tally.finish()


main(sys.argv[1:])
