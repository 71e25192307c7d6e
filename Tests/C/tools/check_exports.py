"""Check the libraries as files: exports, needed libraries, names, size.

usage: check_exports.py LIBDIR INCLUDE SCRATCH
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from declarations import FLAT, RUNTIME, VIEW, names_by_library
from exports import exports, listed_exports
from programs import SOURCES
from tally import Tally

SIZE_LIMIT, FLAT_SIZE_LIMIT = 512 * 1024, 440 * 1024
ROOT = SOURCES.parent.parent
MAPS = {
    VIEW: "Sources/PyMemoryView/exports.map",
    RUNTIME: "Sources/ObjectRuntime/exports.map",
    FLAT: "Sources/PyMemoryView/pymv-exports.map",
}
# The last two are part of libc, and empty libraries since glibc 2.34.
LIBC = {"libc.so.6", "libpthread.so.0", "libdl.so.2"}
NEEDED = {VIEW: LIBC | {RUNTIME}, RUNTIME: LIBC, FLAT: LIBC}
OLDEST_GLIBC = 28
# Weak names in the compiler's start and end files of every shared library.
COMPILERS_WEAK_NAMES = {
    "_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable", "__gmon_start__",
}
SECOND_NAMES = "Sources/PyMemoryView/second-names.ld"
VERSION = "PYMV_0"


def printed(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def listed(names, limit=12):
    """A sorted list of names as text, shortened."""
    names = sorted("@".join(name) if isinstance(name, tuple) else name for name in names)
    rest = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + rest


def difference(what, wanted, found):
    """The missing and the unexpected names, as text."""
    parts = []
    if wanted - found:
        parts.append(f"missing {what}: {listed(wanted - found)}")
    if found - wanted:
        parts.append(f"unexpected {what}: {listed(found - wanted)}")
    return "; ".join(parts)


def names_in_map(path):
    """Names that a version script makes global."""
    text = re.sub(r"/\*.*?\*/|#[^\n]*", "", path.read_text(), flags=re.S)
    exported = re.search(r"global:(.*?)local:", text, re.S)
    return set(re.findall(r"[\w*?]+", exported[1])) if exported else set()


def symbols(library, *options):
    """Pairs of type letter and name of a library's dynamic symbols."""
    lines = printed("nm", "-D", *options, str(library)).splitlines()
    return [(line.split()[-2], line.split()[-1]) for line in lines if line.strip()]


def dynamic_entries(library):
    """Values of the dynamic section by tag, such as NEEDED."""
    entries = {}
    section = printed("readelf", "-dW", library)
    for tag, value in re.findall(r"\((\w+)\)[^\[\n]*\[([^\]]*)\]", section):
        entries.setdefault(tag, set()).add(value)
    return entries


def has_version(name):
    """Whether a name is this project's; CPython's have no version."""
    return name.startswith(("PyMV_", "PyInit_"))


def in_script(library, names):
    """Those of a library's names that its version script lists. Where others have a version, names
    without one are exported because they match none of its patterns."""
    return names if library == RUNTIME else {name for name in names if has_version(name)}


def check_names(libraries, declared, tally):
    exported = {}
    for name, script in MAPS.items():
        versions = exports(libraries / name)
        exported[name] = set(versions)
        tally.check(
            f"{name}: headers and version script name the same",
            difference(
                "in the version script",
                in_script(name, declared[name]), names_in_map(ROOT / script),
            ),
        )
        tally.check(
            f"{name}: headers and dynamic symbols name the same",
            difference("among the exports", declared[name], exported[name]),
        )
        wrong = {n for n, version in versions.items() if version != VERSION * has_version(n)}
        tally.check(f"{name}: this project's names have a version, others none", listed(wrong))
        tally.check(
            f"{name}: exports are those of the ABI's list, with their versions",
            difference("exports", set(listed_exports(name).items()), set(versions.items())),
        )
    both = exported[VIEW] & exported[RUNTIME]
    tally.check("no name is exported by both libraries", listed(both))
    print(f"       {VIEW} exports {len(exported[VIEW])}, {RUNTIME} {len(exported[RUNTIME])} names")


def second_names():
    """Pairs of a second name and the first one."""
    text = (ROOT / SECOND_NAMES).read_text()
    return re.findall(r"^(\w+) = (\w+);$", text, re.M)


def check_second_names(libraries, declared, tally):
    """Every function with a name of CPython's has a second one, at the same address."""
    lines = printed("nm", "-D", "--defined-only", libraries / VIEW).splitlines()
    addresses = {name.split("@")[0]: at for at, _, name in (line.split() for line in lines)}
    pairs = second_names()
    for second, first in pairs:
        same = addresses.get(second) == addresses.get(first) is not None
        tally.check(f"{second} is {first}", "" if same else "another address")
    # These two differ in a process with Python, where the standard name only borrows.
    named = {first for _, first in pairs} | {"PyMemoryView_FromBuffer"}
    functions = {name for name in declared[VIEW] if not name.startswith(("PyMV_", "PyInit_"))}
    without = functions - named - {"PyMemoryView_Type"}
    tally.check("every function has a second name", listed(without))


def check_dynamic_section(libraries, tally):
    for name, needed in NEEDED.items():
        entries = dynamic_entries(libraries / name)
        tally.check(
            f"{name} needs {listed(needed)}",
            difference("needed libraries", needed, entries.get("NEEDED", set())),
        )
        soname = entries.get("SONAME", set())
        tally.check(f"{name} has its own name", difference("soname", {name}, soname))
        # A library that needs another of this project looks for it in its own folder.
        runpath, wanted = entries.get("RUNPATH", set()), {"$ORIGIN"} if name == VIEW else set()
        tally.check(f"{name} looks in {listed(wanted)}", difference("run path", wanted, runpath))
        tally.check(f"{name} has no RPATH", listed(entries.get("RPATH", set())))


def check_glibc(libraries, tally):
    """The libraries can be loaded with the oldest glibc that the wheel's tag names."""
    for name in NEEDED:
        undefined = printed("nm", "-D", "--undefined-only", libraries / name)
        versions = re.findall(r"(\w+@GLIBC_2\.(\d+))", undefined)
        newer = {symbol for symbol, minor in versions if int(minor) > OLDEST_GLIBC}
        tally.check(f"{name} needs no glibc after 2.{OLDEST_GLIBC}", listed(newer))


def check_imports(libraries, tally):
    lines = (SOURCES / "allowed-imports.txt").read_text().splitlines()
    allowed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    undefined = symbols(libraries / VIEW, "--undefined-only")
    imports = {name for kind, name in undefined if "@GLIBC" not in name and kind not in "wv"}
    tally.check(f"{VIEW} imports only API of every CPython", listed(imports - allowed))
    runtime = set(exports(libraries / RUNTIME))
    tally.check(f"{RUNTIME} has all that {VIEW} imports", listed(imports - runtime))
    undefined = symbols(libraries / RUNTIME, "--undefined-only")
    imports = {name for kind, name in undefined if "@GLIBC" not in name and kind not in "wv"}
    tally.check(f"{RUNTIME} imports nothing but libc", listed(imports))


def check_one_namespace(libraries, tally):
    """The flat library neither defines nor imports a name of CPython, not even a weak one."""
    strange = {name for _, name in symbols(libraries / FLAT) if re.match("_?Py(?!MV_)", name)}
    tally.check(f"{FLAT} names nothing of CPython's", listed(strange))
    undefined = {name for kind, name in symbols(libraries / FLAT, "--undefined-only")}
    strange = {name for name in undefined if "@GLIBC" not in name} - COMPILERS_WEAK_NAMES
    tally.check(f"{FLAT} imports nothing but libc", listed(strange))


def check_binding(libraries, tally):
    """Calls of a library's own functions stay inside it, even if another one exports the same
    names."""
    for name in NEEDED:
        table = printed("readelf", "--dyn-syms", "-W", libraries / name)
        own = set(re.findall(r" FUNC .* \d+ ([\w.]+)(?:@@\w+)?$", table, re.M))
        relocations = printed("readelf", "-rW", libraries / name)
        bound = set(re.findall(r"_(?:JUMP_SL|GLOB_DA)\w*\s+\w+\s+([\w.]+)", relocations))
        tally.check(f"{name} binds its own functions itself", listed(own & bound))


def check_size(libraries, scratch, tally):
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    sizes = {}
    for name in NEEDED:
        subprocess.run(["strip", "-o", scratch / name, libraries / name], check=True)
        sizes[name] = (scratch / name).stat().st_size
    for names, limit in [((VIEW, RUNTIME), SIZE_LIMIT), ((FLAT,), FLAT_SIZE_LIMIT)]:
        total = sum(sizes[name] for name in names)
        shown = ", ".join(f"{name} {sizes[name] / 1024:.1f} KiB" for name in names)
        problem = f"{total} bytes, limit {limit}" if total > limit else ""
        tally.check(f"stripped at most {limit} bytes ({shown})", problem)


def main(libraries, include, scratch):
    libraries, tally = Path(libraries), Tally()
    declared = names_by_library(Path(include))
    check_names(libraries, declared, tally)
    check_second_names(libraries, declared, tally)
    check_dynamic_section(libraries, tally)
    check_glibc(libraries, tally)
    check_imports(libraries, tally)
    check_one_namespace(libraries, tally)
    check_binding(libraries, tally)
    check_size(libraries, Path(scratch), tally)
    tally.finish()


main(*sys.argv[1:])
