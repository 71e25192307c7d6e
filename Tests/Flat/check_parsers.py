"""Parse pymv.h, as it is installed, with the foreign function interfaces of other languages.

usage: check_parsers.py [--all] LIBRARY HEADER SCRATCH

Each must find every function. Those that can also call functions have a program in this folder,
which views an array, derives a view and takes an error. Parsers that are not installed are listed
as skipped; with --all they are failures.
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
    """Input files of the parsers."""

    def __init__(self, library, header, scratch):
        self.library = Path(library).resolve()
        self.header = Path(header).resolve()
        self.scratch = Path(scratch).resolve()
        text = self.header.read_text()
        self.functions = [name for name, _ in declared_functions(text)]
        self.scratch.mkdir(parents=True, exist_ok=True)
        # As the header instructs users of parsers without a preprocessor.
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
    """Constructs that a parser of a small subset of C may not support."""
    lines = inputs.header.read_text().splitlines()
    directives = {line for line in lines if line.startswith("#")} - ALLOWED_DIRECTIVES
    code = re.sub(r"/\*.*?\*/", "", inputs.definitions.read_text(), flags=re.S)
    outside_of_parentheses = re.sub(r"\([^()]*\)", "", code)
    found = re.findall(r"\.\.\.|\b(?:static|inline|extern|__\w+|_[A-Z]\w+)\b", code)
    found += re.findall(r"\w+,", outside_of_parentheses)
    return " ".join([*directives, *found])


def problem_of(*command):
    """The output of a command that fails; empty if it succeeds."""
    ended = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    return f"exit status {ended.returncode}: {ended.stdout}" if ended.returncode != 0 else ""


def missing(inputs, text, pattern):
    """The functions that a parser did not find. The pattern matches those in its output."""
    found = set(re.findall(pattern, text))
    return ", ".join(name for name in inputs.functions if name not in found)


def run_caller(inputs, *command):
    """Run a program that looks up all functions and calls some."""
    return problem_of(*command, inputs.definitions, inputs.library, inputs.names)


def luajit(inputs):
    return run_caller(inputs, "luajit", HERE / "caller.lua")


def php(inputs):
    return run_caller(inputs, "php", "-d", "ffi.enable=1", HERE / "caller.php")


def cffi(inputs):
    return run_caller(inputs, sys.executable, "-B", HERE / "caller.py")


def swig(inputs):
    out = inputs.scratch / "pymv_wrap.c"
    # 451: a struct has a member of type char pointer.
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
    """Whether bindgen is installed, and the library that it loads."""
    return shutil.which("bindgen") and list(Path("/usr/lib").glob("llvm-*/lib/libclang.so*"))


# By name: the function, whether the parser is installed, and its package.
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
