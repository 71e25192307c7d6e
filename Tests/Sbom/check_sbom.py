"""Check bills of materials: valid SPDX, complete, up to date, reproducible.

    check_sbom.py VERSION BUILD PREFIX WRITER

BUILD: the folder with the build, PREFIX: where it was installed, WRITER: the command that writes
a bill, to be followed by its path and the libraries.
"""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

NAME = "pymemoryview.spdx.json"


def invalid(path):
    """What the SPDX project's own validator says."""
    return "; ".join(str(m.validation_message) for m in validate_full_spdx_document(parse_file(str(path))))


def stale(bill, version, libraries):
    """Differences between a bill and the libraries that it describes."""
    problems = []
    own = next(package for package in bill["packages"] if package["name"] == "PyMemoryView")
    if own["versionInfo"] != version:
        problems.append(f"version {own['versionInfo']}, not {version}")
    noted = {
        file["fileName"].removeprefix("./"): file["checksums"][1]["checksumValue"]
        for file in bill["files"]
    }
    actual = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in libraries}
    for name in sorted(noted.keys() | actual.keys()):
        if noted.get(name) != actual.get(name):
            problems.append(f"{name}: not the file that is there")
    return "; ".join(problems) if actual else "no libraries"


def missing(bill, libraries):
    """Shared libraries that are needed but not in the bill."""
    needed = set()
    for path in libraries:
        printed = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True)
        needed |= set(re.findall(r"\(NEEDED\).*\[(.+)\]", printed.stdout))
    known = {package["name"] for package in bill["packages"]}
    known |= {file["fileName"].removeprefix("./") for file in bill["files"]}
    return " ".join(sorted(needed - known))


def lacking_parts(bill):
    """Parts of every build that the bill must name, with their relationship to it."""
    wanted = {("Swift-standard-library", "STATIC_LINK"), ("Swift-toolchain", "BUILD_TOOL_OF"),
              ("libc.so.6", "RUNTIME_DEPENDENCY_OF")}
    found = set()
    for relation in bill["relationships"]:
        for end in ("spdxElementId", "relatedSpdxElement"):
            name = relation[end].removeprefix("SPDXRef-Package-")
            found.add((name, relation["relationshipType"]))
    return str(sorted(wanted - found)) if wanted - found else ""


def check_place(tally, place, path, version, folder):
    libraries = [p for p in sorted(folder.glob("*.so*")) if not p.is_symlink()]
    bill = json.loads(path.read_text())
    tally.check(f"{place}: the bill is valid SPDX", invalid(path))
    tally.check(f"{place}: it has this version and these files", stale(bill, version, libraries))
    tally.check(f"{place}: it names what the libraries need", missing(bill, libraries))
    tally.check(f"{place}: it names compiler, runtime and C library", lacking_parts(bill))


def write(writer, path, libraries, epoch):
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    subprocess.run([*shlex.split(writer), path, *libraries], check=True, env=environment)
    return path.read_text()


def check_reproducible(tally, writer, version, built, scratch):
    """Other folders and times give the same bytes, a changed library or version does not pass."""
    libraries = [p for p in sorted(built.glob("*.so*")) if not p.is_symlink()]
    elsewhere = [Path(shutil.copy(path, scratch)) for path in libraries]
    path = scratch / "again.json"
    texts = [write(writer, path, these, "1700000000") for these in (libraries, elsewhere[::-1])]
    same = texts[0] == texts[1] and '"2023-11-14T22:13:20Z"' in texts[0]
    tally.check("the same libraries elsewhere give the same bytes", "" if same else "they differ")
    bill = json.loads(texts[0])
    with elsewhere[0].open("ab") as file:
        file.write(b"\0")
    noticed = stale(bill, version, elsewhere) and stale(bill, version + "1", libraries)
    tally.check("a changed library and a changed version are noticed", "" if noticed else "not noticed")


def main(version, build, prefix, writer):
    tally = Tally()
    build, prefix = Path(build), Path(prefix)
    check_place(tally, "build", build / NAME, version, build / "lib")
    [installed] = prefix.rglob(NAME)
    check_place(tally, "installation", installed, version, prefix / "lib")
    [wheel] = (build / "wheel").glob("*.whl")
    unpacked = prefix / "wheel"
    zipfile.ZipFile(wheel).extractall(unpacked)
    [packed] = unpacked.glob(f"*.dist-info/sboms/{NAME}")
    check_place(tally, "wheel", packed, version, unpacked / "pymemoryview")
    scratch = prefix / "scratch"
    scratch.mkdir()
    check_reproducible(tally, writer, version, build / "lib", scratch)
    tally.finish()


main(*sys.argv[1:])
