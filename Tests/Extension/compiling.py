"""Compiling an extension module as the guide does."""

import os
import re
import shutil

from trial import run

WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]


def compile_extension(python, source, out, *flags):
    """Compile a source file and link it to the library that pkg-config locates."""
    package = "pymemoryview-freethreaded" if python.threaded else "pymemoryview"
    folder = run("pkg-config", "--variable=libdir", package).strip()
    libraries = run("pkg-config", "--libs", package).split()
    return compile_unlinked(python, source, out, *flags, *libraries, f"-Wl,-rpath,{folder}")


def compile_unlinked(python, source, out, *flags):
    """Compile a source file into the new folder `out`, without naming the library."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    run(
        os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O2", *WARNINGS,
        *python.includes().split(), source,
        *run("pkg-config", "--cflags", "pymemoryview").split(), *flags,
        "-o", out / f"{source.stem}.so",
    )
    return out


def check_imports(tally, extension):
    """The interpreter resolves no standard name of this library."""
    undefined = run("nm", "-D", "--undefined-only", extension)
    names = re.findall(
        r"\b(?:PyMemoryView_(?!Type)|PyBuffer_|PyObject_(?:Get|Check)Buffer)\w*", undefined
    )
    tally.check("standard names are mapped to the library's", " ".join(names))
