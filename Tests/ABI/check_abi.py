"""Compare the ABI with the committed description of it: a change needs a new version.

usage: check_abi.py INCLUDE LIBDIR SCRATCH          compare, and check that changes are noticed
       check_abi.py INCLUDE LIBDIR SCRATCH --set    describe the ABI anew, if a change is allowed

A soname stands for one ABI. Within it names may be added, and fields may be appended to structs that
begin with their size; such a change needs a new PYMV_VERSION. Every other change needs new sonames.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C/tools"))

from declarations import FLAT, RUNTIME, VIEW, names_by_library
from description import declarations, describe
from exports import exports, exports_list, listed_exports
from tally import Tally

COMMITTED = HERE / "declarations.txt"
ABI_CHANGE, ERROR = 4, 3
# Structs that begin with their size, by which a caller says which fields it knows.
GROWING = ("PyMV_Info", "PyMV_Field", "PyMV_ScalarType")
# Changes that must be noticed: what, library, pattern of a declaration, its replacement, whether
# another version of the same soname may have it.
CHANGES = [
    ("a function is removed", FLAT, r"\bint PyMV_Fill\([^;]*;", "", False),
    ("an argument changes", FLAT, r"(\bint PyMV_GetInt64\([^;]*)int64_t", r"\1int32_t", False),
    ("a result changes", FLAT, r"\bint (PyMV_CheckABI\()", r"char \1", False),
    ("a field moves", FLAT, r"(struct PyMV_Info \{ size_t struct_size;)", r"\1 int new;", False),
    ("a struct of fixed size grows", VIEW, r"\} Py_buffer;", "int new; } Py_buffer;", False),
    ("a type changes", RUNTIME, r"extern PyTypeObject (PyBytes_Type)", r"extern int \1", False),
    ("a field is appended", FLAT, r"\} PyMV_Info;", "void *new; } PyMV_Info;", True),
    ("a function is added", FLAT, r"\Z", "int PyMV_New(void);\n", True),
]


class Description:
    """The declarations of a version, and the names that each library exports."""

    def __init__(self, version, text, names):
        self.version, self.text, self.names = version, text, names

    @classmethod
    def of_headers(cls, include):
        config = (include / "pymemoryview/config.h").read_text()
        version = re.search(r'define PYMV_VERSION "(.*)"', config)[1]
        return cls(version, declarations(include), names_by_library(include))

    @classmethod
    def committed(cls):
        version, text = COMMITTED.read_text().split("\n", 1)
        names = {path.stem: set(listed_exports(path.stem)) for path in HERE.glob("*.exports")}
        return cls(re.search(r"[\d.]*\d", version)[0], text, names)

    def write(self, libraries):
        for path in HERE.glob("*.exports"):
            path.unlink()
        COMMITTED.write_text(f"/* The ABI of version {self.version}. */\n{self.text}")
        for soname in self.names:
            (HERE / f"{soname}.exports").write_text(exports_list(libraries / soname))


def differs(old, new, *options):
    """abidiff's report if it finds a change, else ""."""
    command = ["abidiff", *options, old, new]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode & ERROR:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stdout}")
    return done.stdout if done.returncode & ABI_CHANGE else ""


def with_old_fields(text, old):
    """Declarations without the fields that were appended to the structs of GROWING."""
    for name in GROWING:
        struct = re.compile(rf"typedef struct {name} \{{(.*?)\}} {name};")
        before, after = struct.search(old), struct.search(text)
        if before and after and after[1].startswith(before[1]):
            text = text.replace(after[0], before[0])
    return text


def reports(soname, old, new, scratch):
    """What a library's change breaks, and all of the change, as abidiff reports them."""
    def described(text, names, folder):
        return describe(text, names[soname], soname, scratch / folder)

    before = described(old.text, old.names, "old")
    kept = described(with_old_fields(new.text, old.text), new.names, "kept")
    return (
        differs(before, kept, "--no-added-syms"),
        differs(before, described(new.text, new.names, "new")),
    )


def problem(broken, changed, has_new_version):
    """Why a change is not allowed; "" if it is."""
    if broken:
        return f"a change that needs other sonames\n{broken}"
    if changed and not has_new_version:
        return f"a change that needs another PYMV_VERSION, then make set-abi\n{changed}"
    return ""


def check_libraries(committed, current, scratch, tally):
    has_new_version = committed.version != current.version
    for soname in current.names:
        name = f"{soname} {current.version}: the ABI of {committed.version}"
        if soname in committed.names:
            found = problem(*reports(soname, committed, current, scratch), has_new_version)
            tally.check(name, found)
        else:
            tally.check(name, "" if has_new_version else "a new soname needs a new PYMV_VERSION")


def changed_names(names, text):
    return {name for name in names | {"PyMV_New"} if re.search(rf"\b{name}\b", text)}


def check_changes(committed, scratch, tally):
    """Each of CHANGES is noticed."""
    for what, soname, pattern, replacement, is_allowed in CHANGES:
        text, count = re.subn(pattern, replacement, committed.text, count=1)
        names = {soname: changed_names(committed.names[soname], text)}
        found = reports(soname, committed, Description("", text, names), scratch)
        refusal = problem(*found, has_new_version=False)
        tally.check(f"{what}: noticed", "" if count and refusal else "it is not")
        wrong = bool(problem(*found, has_new_version=True)) == is_allowed
        verdict = "allowed" if is_allowed else "refused"
        tally.check(f"{what}: {verdict} in another version", "it is not" if wrong else "")


def main(include, libraries, scratch, *options):
    include, libraries, scratch = (Path(path).resolve() for path in (include, libraries, scratch))
    current = Description.of_headers(include)
    if options == ("--set",) and not COMMITTED.exists():
        return current.write(libraries)
    tally, committed = Tally(), Description.committed()
    check_libraries(committed, current, scratch, tally)
    if options == ("--set",) and not tally.failed:
        return current.write(libraries)
    check_changes(committed, scratch, tally)
    tally.finish()


main(*sys.argv[1:])
