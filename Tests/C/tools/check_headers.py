"""Check the public headers: they compile alone, agree with CPython's, and are documented.

usage: check_headers.py INCLUDE SCRATCH
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from declarations import declared_functions, headers
from programs import SOURCES
from pythons import find_pythons
from tally import Tally

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
STANDARDS = [("c", "c11"), ("c", "c17"), ("c++", "c++17")]

# How a doc comment ends: the version of PyMemoryView with the function, and of CPython if that is
# later than 3.9.
SINCE = re.compile(r"(\d+\.\d+\.\d+)( \(CPython 3\.\d{2,}\))?")


def compilers():
    """Pairs of a C and a C++ compiler that exist."""
    pairs = [(os.environ.get("CC", "cc"), "c++"), ("gcc", "g++"), ("clang", "clang++")]
    seen = {}
    for c, cxx in pairs:
        if shutil.which(c) and shutil.which(cxx):
            seen.setdefault(Path(shutil.which(c)).resolve(), (c, cxx))
    return list(seen.values())


def compile_problem(compiler, source, *flags):
    """A compiler's messages about a source file; empty if there are none."""
    command = [compiler, "-fsyntax-only", *WARNINGS, *flags, str(source)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ended.stdout if ended.returncode != 0 or ended.stdout else ""


def check_standards(include, tally):
    for c, cxx in compilers():
        for language, standard in STANDARDS:
            compiler = cxx if language == "c++" else c
            for name, *options in (
                ["alone.c"], ["macros.c"], ["flat.c"], ["exchange.c"], ["exchange.c", "-DBEFORE_IT"]
            ):
                problem = compile_problem(
                    compiler, SOURCES / "headers" / name, "-x", language, f"-std={standard}",
                    f"-I{include}", *options,
                )
                name = " ".join([name, *options])
                tally.check(f"{name} as {standard} with {compiler}", problem)


def check_evaluated_once(include, scratch, tally):
    """Macros with an argument that has a side effect, compiled and run."""
    scratch.mkdir(parents=True, exist_ok=True)
    source, program = SOURCES / "headers" / "evaluated_once.c", scratch / "evaluated_once"
    for c, cxx in compilers():
        for language, standard in STANDARDS:
            compiler = cxx if language == "c++" else c
            command = [compiler, *WARNINGS, f"-std={standard}", f"-I{include}", "-x", language]
            made = subprocess.run(
                [*command, str(source), "-o", str(program)],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            problem = made.stdout
            if made.returncode == 0 and subprocess.run([program]).returncode != 0:
                problem = "an argument was evaluated more than once"
            tally.check(f"{source.name} as {standard} with {compiler}", problem)


def check_each_alone(include, scratch, tally):
    """Every header of a family includes what it needs."""
    scratch.mkdir(parents=True, exist_ok=True)
    for header in headers(include):
        if header.name in ("layout.h", "names.h"):
            continue
        source = scratch / f"{header.stem}.c"
        source.write_text(f"#include <{header.relative_to(include)}>\n")
        problem = compile_problem("cc", source, "-std=c11", f"-I{include}")
        tally.check(f"{header.name} by itself", problem)


def free_threaded(python):
    """Options for the free-threaded layout, which the headers have from CPython 3.13 on."""
    return [] if python.threaded else ["-DPy_GIL_DISABLED=1"]


def check_layout(include, tally):
    pythons = find_pythons(threaded=True)
    if not pythons:
        tally.check("find a CPython", "none found: install python3-dev")
    for python in pythons:
        layouts = [] if python.threaded else [[]]
        if python.version >= (3, 13):
            layouts.append(free_threaded(python))
        for options in layouts:
            name = f"layout.h against the headers of CPython {python.name} {' '.join(options)}"
            problem = compile_problem(
                "cc", SOURCES / "headers" / "layout.c", "-std=c11", *python.includes().split(),
                f"-I{include}", *options,
            )
            tally.check(name, problem)


def limited_api(minor):
    return f"-DPy_LIMITED_API=0x03{minor:02X}0000"


def targets(python):
    """Pairs of compiler options, for each ABI that an extension can be compiled for, and whether
    Py_buffer is part of it."""
    minor = python.version[1]
    if not python.threaded:
        yield [], True
        for limit in range(9, minor + 1):
            yield [limited_api(limit)], limit >= 11
    if minor >= 13:
        yield free_threaded(python), True
    if minor >= 15:
        yield [f"-DPy_TARGET_ABI3T=0x03{minor:02X}0000"], True
        yield [*free_threaded(python), limited_api(minor)], True


def check_with_python(include, tally):
    """After Python.h the umbrella header maps the names, in C and C++, for every ABI; the flat
    API's header may also be included before it."""
    for python in find_pythons(threaded=True):
        for options, has_buffer in targets(python):
            uses = [("objects_only.c",), ("flat.c", "-DPYTHON_FIRST"), ("flat.c", "-DPYTHON_LAST")]
            if has_buffer:
                uses.append(("after_python.c",))
            for name, *use in uses:
                check_use(include, tally, python, name, [*use, *options])


def check_use(include, tally, python, name, options):
    for language, standard in (STANDARDS[0], STANDARDS[-1]) if options else STANDARDS:
        problem = compile_problem(
            "c++" if language == "c++" else "cc", SOURCES / "headers" / name, "-x", language,
            f"-std={standard}", *python.includes().split(), f"-I{include}", *options,
        )
        tally.check(
            f"{name} as {standard} with CPython {python.name} {' '.join(options)}", problem
        )


def buffer_names_problem(source, compiler, *flags):
    """Each line of the source with a name that needs Py_buffer is an error, which says what to use
    instead."""
    uses = len(re.findall(r"\(void\)Py", source.read_text()))
    problem = compile_problem(compiler, source, *flags)
    refused = len(re.findall(r"error: .*: use PyMV_GetInfo and PyMV_ItemPointer", problem))
    return "" if refused == uses else f"{refused} of {uses} uses are refused: {problem}"


def check_buffer_names(include, tally):
    """Names that need Py_buffer cannot be used in a limited API without it."""
    source = SOURCES / "headers" / "needs_buffer.c"
    for python in find_pythons():
        for language, compiler in (("c", "cc"), ("c++", "c++")):
            flags = ["-x", language, *python.includes().split(), f"-I{include}"]
            name = f"{source.name} as {language} with CPython {python.name}"
            tally.check(name, compile_problem(compiler, source, *flags))
            problem = buffer_names_problem(source, compiler, *flags, limited_api(9))
            tally.check(f"{name} and {limited_api(9)} is refused", problem)


def check_refusals(include, tally):
    """Unsupported interpreters are rejected at compile time, with a message that says why."""
    refused = [
        ("-DPy_LIMITED_API=0x03080000", "Py_LIMITED_API as 0x03090000"),
        ("-DPy_LIMITED_API", "Py_LIMITED_API as 0x03090000"),
        ("-DPY_VERSION_HEX=0x03080000", "CPython 3.9 and later"),
        ("-DPYPY_VERSION", "PyPy"),
    ]
    problem = compile_problem(
        "cc", SOURCES / "headers" / "exchange.c", "-DDLPACK_VERSION=80", f"-I{include}"
    )
    tally.check("DLPack before 1.0 is refused", "" if "needs DLPack 1.0" in problem else problem)
    for define, message in refused:
        problem = compile_problem(
            "cc", SOURCES / "headers" / "refused.c", "-std=c11", define, f"-I{include}"
        )
        tally.check(f"{define} is refused", "" if message in problem else f"said: {problem}")


def version_numbers(text):
    return tuple(int(number) for number in text.split("."))


def headers_version(include):
    """PYMV_VERSION."""
    config = (include / "pymemoryview" / "config.h").read_text()
    return re.search(r'^#define PYMV_VERSION "([\d.]+)"$', config, re.M)[1]


def documentation_problem(text, start, version):
    """The problem with the documentation comment of the declaration at `start`; empty if there is
    none."""
    before = text[:start].rstrip()
    comment = before[before.rindex("/*") :] if before.endswith("*/") else ""
    if not comment.startswith("/**"):
        return "no doc comment immediately before it"
    summary, since, added = comment.removesuffix("*/").rpartition("@since ")
    if not since:
        return "no @since"
    if not summary.strip("/* \n"):
        return "nothing but @since"
    known = SINCE.fullmatch(added.strip())
    if not known:
        return f"does not end with @since MAJOR.MINOR.PATCH, or that and (CPython 3.N): {added!r}"
    if version_numbers(known[1]) > version_numbers(version):
        return f"@since {known[1]}, but this is {version}"
    return ""


def check_documentation(include, tally):
    version = headers_version(include)
    for header in headers(include):
        text = header.read_text()
        for name, start in declared_functions(text):
            problem = documentation_problem(text, start, version)
            tally.check(f"{header.name}: {name} is documented", problem)


def main(include, scratch):
    include = Path(include).resolve()
    tally = Tally(verbose=False)
    check_standards(include, tally)
    check_evaluated_once(include, Path(scratch), tally)
    check_each_alone(include, Path(scratch), tally)
    check_layout(include, tally)
    check_with_python(include, tally)
    check_buffer_names(include, tally)
    check_refusals(include, tally)
    check_documentation(include, tally)
    tally.finish()


main(*sys.argv[1:])
