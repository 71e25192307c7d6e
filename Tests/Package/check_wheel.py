"""Check a wheel as a file, for any processor: its platform tag and what it contains.

usage: check_wheel.py WHEEL SCRATCH
"""

import re
import struct
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import Failure, make_venv, run

MODULES = HERE.parent.parent / "Sources/PythonPackage/pymemoryview"
LIBRARIES = ["libPyMemoryView", "libPyMemoryViewRuntime", "libPyMemoryViewT"]
# e_machine in the header of an ELF file, by the last part of the tag.
MACHINES = {"x86_64": 62, "aarch64": 183}
TAG = r"manylinux_(\d+)_(\d+)_(\w+)"


def tag_in(pattern, text):
    """Version of glibc and processor of a tag in a text."""
    major, minor, processor = re.search(pattern, text).groups()
    return (int(major), int(minor)), processor


def check_tag(tally, wheel, scratch):
    """auditwheel confirms that the libraries run with the C library that the wheel's tag names."""
    program = make_venv(find_pythons()[-1], scratch / "audit", ["auditwheel"])
    said = run(program, "-m", "auditwheel", "show", wheel)
    promised, processor = tag_in(rf"-{TAG}\.whl$", wheel.name)
    suffices, audited = tag_in(rf'platform\s+tag:\s+"{TAG}"', said)
    holds = suffices <= promised and audited == processor
    tally.check(f"the libraries suit the tag of {wheel.name}", "" if holds else said)


def check_contents(tally, wheel):
    """The wheel contains the package's files, and libraries for the processor of its tag."""
    _, processor = tag_in(rf"-{TAG}\.whl$", wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    inside = {name.split("/")[1] for name in files if name.startswith("pymemoryview/")}
    libraries = {name for name in inside if ".so" in name}
    modules = {path.name for path in MODULES.iterdir() if path.is_file()}
    strange = modules ^ (inside - libraries)
    tally.check("the wheel contains the package's modules", " ".join(sorted(strange)))
    names = sorted(name.split(".")[0] for name in libraries)
    tally.check("the wheel contains the libraries once", "" if names == LIBRARIES else str(names))
    for name in sorted(libraries):
        (machine,) = struct.unpack_from("<H", files[f"pymemoryview/{name}"], 18)
        problem = "" if machine == MACHINES[processor] else f"for machine {machine}"
        tally.check(f"{name} is for {processor}", problem)


def check_wheel(tally, wheel, scratch):
    check_contents(tally, wheel)
    try:
        check_tag(tally, wheel, scratch)
    except Failure as failure:
        tally.check("auditwheel", str(failure))


def main(wheel, scratch):
    tally = Tally()
    check_wheel(tally, Path(wheel), Path(scratch).resolve())
    tally.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
