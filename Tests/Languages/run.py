"""Build and run the examples in other languages, also with faulty libraries.

usage: run.py [--need='NAME ...'] LIBRARIES INCLUDE SCRATCH [NAME...]

Each example must print the same line, and nothing else. With each library of faults.c it must fail.
Languages whose tools are not installed are listed as skipped; those of --need are failures then.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from languages import LANGUAGES
from tally import Tally

FAULTS = [
    "twice", "never", "early", "leak", "slice", "transpose", "copy", "field", "index", "writable",
    "kind", "text", "other thread",
]
SONAME, OTHER_SONAME = b"libpymv.so.0", b"libreal.so.0"
EXPORTS = HERE.parents[1] / "Sources" / "PyMemoryView" / "pymv-exports.map"
SECONDS = 300
EXAMPLES = ["matrix.*", "Matrix.java", "main.*"]
MOST_LINES = 100
VALGRIND = [
    "valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible",
    "--errors-for-leak-kinds=definite,indirect,possible", "--error-exitcode=9",
]


class Place:
    """The folders of a run."""

    def __init__(self, libraries, include, scratch):
        self.libraries = Path(libraries).resolve()
        self.include = Path(include).resolve()
        self.scratch = Path(scratch).resolve()
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.faulty = self.scratch / "faulty"
        # As the header instructs users of parsers without a preprocessor.
        text = (self.include / "pymv.h").read_text()
        self.definitions = self.scratch / "definitions.h"
        self.definitions.write_text(
            "".join(line for line in text.splitlines(True) if not line.startswith("#"))
        )

    def make_faulty(self):
        """The library under another soname, and one in front of it that has its soname."""
        self.faulty.mkdir(exist_ok=True)
        real = self.faulty / OTHER_SONAME.decode()
        library = (self.libraries / SONAME.decode()).read_bytes()
        real.write_bytes(library.replace(SONAME, OTHER_SONAME))
        return run(
            [
                os.environ.get("CC", "cc"), "-shared", "-fPIC", "-std=gnu11", "-O1", "-Wall",
                "-Wextra", "-Werror", f"-I{self.include}", HERE / "faults.c", "-o",
                self.faulty / SONAME.decode(),
                f"-Wl,-soname,{SONAME.decode()},-rpath,{self.faulty}",
                f"-Wl,--version-script,{EXPORTS},--no-as-needed", real, "-ldl",
            ],
            {},
        )[1]


def run(command, environment, folder=None, errors=subprocess.PIPE):
    """The output of a command, and a text if it failed or wrote to standard error."""
    ended = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=errors, text=True,
        errors="replace", env={**os.environ, **environment}, cwd=folder, timeout=SECONDS,
    )
    problem = ""
    if ended.returncode != 0 or ended.stderr:
        problem = f"exit status {ended.returncode}: {ended.stdout}{ended.stderr or ''}"
    return ended.stdout, problem


def environment_of(place, folder):
    """What examples find: the library, pymv.h without a preprocessor, and the folder to link to."""
    return {
        "LD_LIBRARY_PATH": str(folder),
        "PYMV_LIBRARY": str(folder / SONAME.decode()),
        "PYMV_DEFINITIONS": str(place.definitions),
        "PYMV_INCLUDE": str(place.include),
        "PYMV_LIBDIR": str(place.libraries),
        "NO_COLOR": "1",
    }


def build(language, place):
    """Build an example in a folder of its own; the text of the failure, or an empty one."""
    out = place.scratch / language.folder
    out.mkdir(exist_ok=True)
    for command in language.build(HERE / language.folder, out, place):
        # Build systems write what they do to standard error.
        environment = environment_of(place, place.libraries)
        problem = run(command, environment, out, subprocess.STDOUT)[1]
        if problem:
            return problem
    return ""


def outcome(language, place, folder, fault=None, tool=()):
    """The problem with a run of an example; empty if it printed what it should."""
    environment = environment_of(place, folder)
    if fault:
        environment["PYMV_FAULT"] = fault
    out = place.scratch / language.folder
    try:
        command = [*tool, *language.run(HERE / language.folder, out, place)]
        printed, problem = run(command, environment, out)
    except subprocess.TimeoutExpired:
        return "took too long"
    if problem:
        return problem
    return "" if printed == language.prints + "\n" else f"printed {printed!r}"


def check(language, place, tally):
    problem = build(language, place) or outcome(language, place, place.libraries)
    tally.check(f"{language.name}: {language.prints}", problem)
    if not problem and language.frees and shutil.which("valgrind"):
        leaks = outcome(language, place, place.libraries, tool=VALGRIND)
        tally.check(f"{language.name}: frees everything", leaks)
    if problem or not language.faults:
        return
    # Without a fault the library in front must change nothing.
    problem = outcome(language, place, place.faulty)
    unnoticed = [fault for fault in FAULTS if not outcome(language, place, place.faulty, fault)]
    tally.check(
        f"{language.name}: notices {len(FAULTS)} faults of the library",
        problem or ", ".join(unnoticed),
    )


def long_examples():
    """Examples, in any language, that are longer than promised."""
    files = [path for name in EXAMPLES for path in HERE.rglob(name)]
    lengths = {path: len(path.read_text().splitlines()) for path in files}
    found = [f"{path}: {length} lines" for path, length in lengths.items() if length > MOST_LINES]
    return ", ".join(found) if files else "there are none"


def main(arguments):
    needed = []
    if arguments[0].startswith("--need="):
        needed = arguments.pop(0).removeprefix("--need=").split()
    place, tally = Place(*arguments[:3]), Tally()
    tally.check(f"no example has more than {MOST_LINES} lines", long_examples())
    tally.check("the faulty library is built", place.make_faulty())
    unknown = set(arguments[3:]) - {language.name for language in LANGUAGES}
    tally.check("the languages are known", ", ".join(sorted(unknown)))
    for language in LANGUAGES:
        if arguments[3:] and language.name not in arguments[3:]:
            continue
        missing = language.missing()
        if not missing:
            check(language, place, tally)
        elif language.name in needed:
            tally.check(language.name, f"{missing} is not installed")
        else:
            print(f"skipped {language.name}: {missing} is not installed", flush=True)
    tally.finish()


main(sys.argv[1:])
