"""Run a program with the library's memoryview installed.

usage: python3 -m pymemoryview [--strict] script.py args...
       python3 -m pymemoryview [--strict] -m module args...
       python3 -m pymemoryview [--strict] -c code args...
       python3 -m pymemoryview [--strict] --bench [--json file]
       python3 -m pymemoryview inspect file [options]
       python3 -m pymemoryview --version | --help

--strict   behave exactly as this version of Python
--bench    compare the speed of the installed memoryview with the interpreter's own; --json writes
           the times, in seconds, to a file
inspect    show a file through a memoryview: .npy, .wav, .pbm, .pgm, .ppm, .pam, or raw bytes;
           inspect --help lists the options
A folder or zip file with a __main__.py is run as a script; "-" reads a script from standard input. A
script named inspect is run as ./inspect.
"""

import os
import pkgutil
import runpy
import sys
import types
from importlib.machinery import SourceFileLoader

import pymemoryview


def main(arguments):
    strict = arguments[:1] == ["--strict"]
    program = arguments[1:] if strict else arguments
    if not program or program[0] in ("-h", "--help"):
        print(__doc__.strip(), file=sys.stdout if program else sys.stderr)
        return 0 if program else 2
    if program[0] == "--version":
        print("pymemoryview", pymemoryview.version)
        return 0
    if program[0] == "--bench":
        from pymemoryview import bench

        return bench.main(program[1:], strict)
    if program[0] == "inspect" and not strict:
        from pymemoryview import inspect_file

        return inspect_file.main(program[1:])
    if program[0] in ("-m", "-c") and len(program) == 1:
        print("pymemoryview: argument expected for the %s option" % program[0], file=sys.stderr)
        return 2
    if program[0].startswith("-") and program[0] not in ("-", "-m", "-c"):
        print("pymemoryview: unknown option", program[0], file=sys.stderr)
        return 2
    pymemoryview.install(strict)
    run(program)
    return 0


def run(program):
    """Run a program as the interpreter would with these arguments."""
    kind, rest = program[0], program[1:]
    if kind == "-m":
        # runpy inserts the module's own path as the first element.
        sys.argv[:] = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv[:] = ["-c"] + rest[1:]
        set_first_path("")
        run_code(rest[0] + "\n", "<string>")
    elif kind == "-":
        sys.argv[:] = program
        set_first_path("")
        run_code(sys.stdin.read(), "<stdin>", __file__="<stdin>")
    elif is_source(kind):
        sys.argv[:] = program
        set_first_path(os.path.dirname(os.path.realpath(kind)))
        path = os.path.abspath(kind)
        loader = SourceFileLoader("__main__", path)
        run_code(
            loader.get_data(path), path, __file__=path, __loader__=loader, __cached__=None
        )
    else:
        # runpy itself sets sys.path[0] and argv[0] to the folder or zip file: make it absolute.
        sys.argv[:] = program
        set_first_path(None)
        runpy.run_path(os.path.abspath(kind), run_name="__main__")


def is_source(path):
    """Whether a path is a script, not compiled code, a folder or a zip file."""
    return not path.endswith(".pyc") and pkgutil.get_importer(path) is None


def set_first_path(folder):
    """Replace the first entry of sys.path, which `python3 -m` has inserted."""
    if sys.flags.isolated or getattr(sys.flags, "safe_path", False):
        return
    sys.path[:1] = [] if folder is None else [folder]


def run_code(source, filename, **attributes):
    """Run source as the module __main__, which stays loaded for threads and exit handlers."""
    module = types.ModuleType("__main__")
    module.__dict__.update(attributes, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
