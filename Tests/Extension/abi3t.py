"""Build extensions for the stable ABIs with the headers of one CPython that has abi3t, and run them
there.

usage: abi3t.py PREFIX SCRATCH

PREFIX is where the library is installed; the interpreter is that of PYMV_PYTHON_CONFIG.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from compiling import check_imports, compile_extension, compile_unlinked
from pythons import find_pythons
from tally import Tally
from trial import Failure, check, interpreter

STABLE, TEST_STABLE = HERE / "stable" / "stable.c", HERE / "test_stable.py"
LINKED, TEST_LINKED = HERE / "linked" / "linked.c", HERE / "test_linked.py"
ABI3T = "-DPy_TARGET_ABI3T=0x030F0000"


def check_linked(tally, python, scratch):
    """Extensions that name the library they need."""
    for abi, option, source, test in (
        ("abi3t", ABI3T, STABLE, TEST_STABLE),
        ("abi3", "-DPy_LIMITED_API=0x03090000", STABLE, TEST_STABLE),
        ("abi3", "-DPy_LIMITED_API=0x030B0000", LINKED, TEST_LINKED),
    ):
        built = compile_extension(python, source, scratch / source.stem / abi, option)
        check_imports(tally, built / f"{source.stem}.so")
        check(tally, f"for {abi}, {python.name}", interpreter(python), test, PYTHONPATH=built)


def check_loaded_first(tally, python, library, scratch):
    """An extension that names no library, and uses the one that its process loaded before."""
    built = compile_unlinked(python, STABLE, scratch / "unlinked", ABI3T)
    check(
        tally, f"for abi3t, loaded first, {python.name}", interpreter(python), TEST_STABLE,
        PYTHONPATH=built, PYMV_GLOBAL=library,
    )


def main(prefix, scratch):
    os.environ["PKG_CONFIG_PATH"] = f"{prefix}/lib/pkgconfig"
    scratch = Path(scratch).resolve()
    tally = Tally(verbose=False)
    python = find_pythons()[0]
    try:
        check_linked(tally, python, scratch)
        check_loaded_first(tally, python, Path(prefix) / "lib" / "libPyMemoryView.so.0", scratch)
    except Failure as failure:
        tally.check(f"build with {python.name}", str(failure))
    tally.finish()


main(*sys.argv[1:])
