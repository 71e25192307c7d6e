"""The judges, which run scripts: this interpreter, with its own memoryview or with the library's,
and the library with its own runtime in a process without Python."""

import ctypes
import functools
import os
import re
import subprocess
import sys
from pathlib import Path

from notation import Notation

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

from take_over import LIBRARY, load

# From this version on, the library's default mode is compared with memoryview too; older versions
# differ too much.
NEWEST = (3, 13)
# Names of the judges.
STRICT, IMPORTED, STANDALONE = "strict", "newest imported", "newest standalone"
# Outcomes are cut to this length; standalone.c returns less than twice of it.
LONGEST = 4000
CRASHED = "(the process died)"
INTERNAL = "bad argument to internal function"


def without_addresses(text):
    return re.sub("0x[0-9a-f]{6,}", "0xADDR", text).replace("\n", "\\n")


def text_of_error(error):
    message = without_addresses(str(error))
    if INTERNAL in message:
        message = message[message.index(INTERNAL):]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def shown(value):
    return without_addresses(repr(value))[:LONGEST]


@functools.lru_cache(1 << 14)
def compiled(statement):
    try:
        return compile(statement, "<script>", "eval")
    except SyntaxError:
        return compile(statement, "<script>", "exec")


def outcome(code, names):
    try:
        return shown(eval(code, names))
    except Exception as error:
        return text_of_error(error)[:LONGEST]


class Inside:
    """This interpreter, with the memoryview that install and uninstall make it have."""

    def __init__(self, notation, enter=None, leave=None):
        self.notation = notation
        self.enter = enter
        self.leave = leave

    def run(self, codes):
        if self.enter:
            self.enter()
        names = self.notation.names()
        outcomes = [outcome(code, names) for code in codes]
        names.clear()
        if self.leave:
            self.leave()
        return outcomes


class Standalone:
    """A process without Python, which is driven through pipes."""

    def __init__(self, program, libraries):
        self.command = str(program)
        self.environment = dict(os.environ, PYMV_LIBDIR=str(libraries))
        self.process = None
        self.loaded = []

    def start(self):
        self.process = subprocess.Popen(
            [self.command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace", env=self.environment,
        )
        self.loaded = [self.process.stdout.readline().strip() for _ in range(2)]

    def run(self, statements):
        if self.process is None:
            self.start()
        self.process.stdin.write("\n".join(statements) + "\n\n")
        try:
            self.process.stdin.flush()
            lines = [self.process.stdout.readline() for _ in range(len(statements) + 1)]
        except BrokenPipeError:
            lines = [""] * (len(statements) + 1)
        if not lines[-1]:
            self.process.kill()
            self.process = None
        left = lines.pop()
        outcomes = [line[:-1][:LONGEST] if line else CRASHED for line in lines]
        if left and left != "0 left alive\n":
            outcomes[-1] += f", and {left.strip()}"
        return outcomes


class Court:
    """All judges of one interpreter."""

    def __init__(self, libraries, program):
        self.stock = Inside(Notation())
        native = load(os.path.join(libraries, LIBRARY))
        ours = Notation(ctypes.PyDLL(os.path.join(libraries, LIBRARY)))
        self.inside = {
            STRICT: Inside(ours, lambda: native.install(strict=True), native.uninstall),
            IMPORTED: Inside(ours, lambda: native.install(strict=False), native.uninstall),
        }
        self.standalone = Standalone(program, libraries)

    def outcomes(self, statements, expected=None, left_out=()):
        """The expected outcomes, by default those of the interpreter's own memoryview; and the
        library's outcomes by name of the judge, of which some can be left out."""
        codes = [compiled(statement) for statement in statements]
        if expected is None:
            expected = self.stock.run(codes)
            if sys.version_info < NEWEST:
                return expected, {STRICT: self.inside[STRICT].run(codes)}
        found = {name: judge.run(codes) for name, judge in self.inside.items()
                 if name not in left_out}
        if STANDALONE not in left_out:
            found[STANDALONE] = self.standalone.run(statements)
        return expected, found
