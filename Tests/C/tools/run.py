"""Run test programs against the libraries in a folder.

usage: run.py LIBDIR BINDIR PROGRAM... [-- WRAPPER...]

PROGRAM is the name of one in Tests/C, such as "parity/errors", or a folder there for all of its
programs. They are in BINDIR; a WRAPPER such as valgrind runs them.
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
    libraries, binaries, *chosen = arguments
    tally = Tally()
    for name in chosen:
        for name in [name] if "/" in name else programs(name):
            program = Path(binaries) / Path(name).name
            run(program, tally, wrapper, PYMV_LIBDIR=libraries, PYMV_OBSERVATIONS=None)
    tally.finish()


main(sys.argv[1:])
