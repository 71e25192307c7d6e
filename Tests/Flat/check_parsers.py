"""Feed pymv.h, as it is installed, to the parsers of other languages' foreign function interfaces.

usage: check_parsers.py [--all] LIBRARY HEADER SCRATCH

Each must find every function. Those that also call have a program in this folder, which views an
array, derives from it and reads an error. A parser that is not installed is skipped and named; with
--all it is a failure.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from declarations import declared_functions
from tally import Tally

CC = os.environ.get("CC", "cc")


class Inputs:
    """What is given to each parser."""

    def __init__(self, library, header, scratch):
        self.library = Path(library).resolve()
        self.header = Path(header).resolve()
        self.scratch = Path(scratch).resolve()
        text = self.header.read_text()
        self.functions = [name for name, _ in declared_functions(text)]
        self.scratch.mkdir(parents=True, exist_ok=True)
        # What the header tells users of parsers without a preprocessor to do.
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
        self.definitions = self.write("definitions.h", "".join(lines))
        self.names = self.write("names.txt", "\n".join(self.functions) + "\n")

    def write(self, name, text):
        path = self.scratch / name
        path.write_text(text)
        return path


ALLOWED_DIRECTIVES = {
    "#ifndef PYMV_H", "#define PYMV_H", "#include <stddef.h>", "#include <stdint.h>",
    "#ifdef __cplusplus", "#endif", "#endif /* PYMV_H */", "# */",
}


def unplain(inputs):
    """What even a parser of little C could stumble over."""
    lines = inputs.header.read_text().splitlines()
    directives = {line for line in lines if line.startswith("#")} - ALLOWED_DIRECTIVES
    code = re.sub(r"/\*.*?\*/", "", inputs.definitions.read_text(), flags=re.S)
    outside_of_parentheses = re.sub(r"\([^()]*\)", "", code)
    found = re.findall(r"\.\.\.|\b(?:static|inline|extern|__\w+|_[A-Z]\w+)\b", code)
    found += re.findall(r"\w+,", outside_of_parentheses)
    return " ".join([*directives, *found])


def problem_of(*command):
    """The output of a command that fails, or nothing."""
    ended = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    return f"exit status {ended.returncode}: {ended.stdout}" if ended.returncode != 0 else ""


def missing(inputs, text, pattern):
    """Which functions a parser has not found, whose results a pattern finds in a text."""
    found = set(re.findall(pattern, text))
    return ", ".join(name for name in inputs.functions if name not in found)


def run_caller(inputs, *command):
    """A program that finds all functions and calls some."""
    return problem_of(*command, inputs.definitions, inputs.library, inputs.names)


def luajit(inputs):
    return run_caller(inputs, "luajit", HERE / "caller.lua")


def php(inputs):
    return run_caller(inputs, "php", "-d", "ffi.enable=1", HERE / "caller.php")


def cffi(inputs):
    return run_caller(inputs, sys.executable, "-B", HERE / "caller.py")


def swig(inputs):
    out = inputs.scratch / "pymv_wrap.c"
    # 451: a struct with a text in it.
    problem = problem_of(
        "swig", "-python", "-Werror", "-w451", "-module", "pymv", "-outdir",
        inputs.scratch, "-o", out, inputs.header,
    )
    return problem or missing(inputs, out.read_text(), r"\*_wrap_(PyMV_\w+)\(PyObject")


def zig(inputs):
    ended = subprocess.run(
        [sys.executable, "-m", "ziglang", "translate-c", "-lc", str(inputs.header)],
        stdout=subprocess.PIPE, text=True,
    )
    return missing(inputs, ended.stdout, r"pub extern fn (PyMV_\w+)\(")


def bindgen(inputs):
    out = inputs.scratch / "pymv.rs"
    problem = problem_of("bindgen", inputs.header, "--output", out)
    return problem or missing(inputs, out.read_text(), r"pub fn (PyMV_\w+)\(")


def import_c(inputs):
    # Compilers before D 2.101 leave the preprocessor to the caller.
    module = inputs.scratch / "pymv_c.i"
    problem = problem_of(CC, "-E", "-P", "-x", "c", inputs.header, "-o", module)
    uses = "".join(f"static assert(is(typeof(&pymv_c.{name})));\n" for name in inputs.functions)
    program = inputs.write("uses.d", f"import pymv_c;\n{uses}")
    return problem or problem_of("ldc2", "-c", "-o-", program, module)


def tcc(inputs):
    names = ", ".join(inputs.functions)
    source = inputs.write("uses.c", f'#include "{inputs.header}"\nvoid *uses[] = {{{names}}};\n')
    return problem_of("tcc", "-Wall", "-Werror", "-c", source, "-o", inputs.scratch / "uses.o")


def is_importable(name):
    return importlib.util.find_spec(name) is not None


def has_bindgen():
    """Whether bindgen is there, and the library that it opens."""
    return shutil.which("bindgen") and list(Path("/usr/lib").glob("llvm-*/lib/libclang.so*"))


# By name: the function, whether what it needs is there, and where that comes from.
PARSERS = {
    "LuaJIT": (luajit, shutil.which("luajit"), "luajit"),
    "cffi": (cffi, is_importable("cffi"), "cffi (PyPI)"),
    "PHP": (php, shutil.which("php"), "php-cli"),
    "SWIG": (swig, shutil.which("swig"), "swig"),
    "bindgen": (bindgen, has_bindgen(), "bindgen and libclang1"),
    "D ImportC": (import_c, shutil.which("ldc2"), "ldc"),
    "Zig": (zig, is_importable("ziglang"), "ziglang (PyPI)"),
    "TinyCC": (tcc, shutil.which("tcc"), "tcc"),
}


def main(arguments):
    want_all = arguments[:1] == ["--all"]
    inputs, tally = Inputs(*arguments[want_all:]), Tally()
    tally.check(f"{inputs.header.name} is plain", unplain(inputs))
    for name, (parse, installed, package) in PARSERS.items():
        if installed:
            tally.check(f"{name} reads {inputs.header.name}", parse(inputs))
        elif want_all:
            tally.check(f"{name} reads {inputs.header.name}", f"{package} is not installed")
        else:
            print(f"skipped {name}: {package} is not installed")
    tally.finish()


main(sys.argv[1:])
