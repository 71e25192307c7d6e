"""Several interpreters in one process, at the same time and one after the other, with every CPython
found.

usage: run.py LIBDIR INCLUDE SCRATCH SECONDS

SECONDS: how long interpreters with their own GILs are tested.
"""

import os
import shlex
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Tools")]

from pythons import find_pythons
from tally import Tally
from trial import Failure, check, interpreter, run

WARNINGS = "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror"
LOCKS_SINCE, SENDING_SINCE = (3, 12), (3, 13)
ROUNDS = 4
# More than the heap grows in some rounds and not in others.
MOST_GROWTH = 12 << 10


class Tests:
    """The tests of one CPython."""

    def __init__(self, tally, python, libraries, include, scratch, seconds):
        self.tally = tally
        self.python = python
        self.libraries = libraries
        self.include = include
        self.scratch = scratch / python.name
        self.seconds = seconds
        self.scratch.mkdir(parents=True, exist_ok=True)
        home = run(interpreter(python), "-c", "import sys; print(sys.base_prefix)").strip()
        self.environment = {"PYTHONHOME": home, "PYTHONDONTWRITEBYTECODE": "1"}

    def attempt(self, title, *command, **environment):
        """Run a command that must succeed. Returns what it prints; None if it fails."""
        title = f"{title}, {self.python.name}"
        try:
            printed = run("timeout", 120, *command, **environment)
        except Failure as failure:
            self.tally.check(title, str(failure))
            return None
        self.tally.check(title)
        return printed

    def build(self, source, name, *flags):
        """A program that embeds this CPython."""
        program = self.scratch / name
        python = shlex.split(self.python.includes()), shlex.split(self.python.ldflags())
        run(os.environ.get("CC", "cc"), *WARNINGS, *flags, *python[0], HERE / source, "-o", program,
            *python[1], *(self.linkage() if flags else ()))
        return program

    def linked(self):
        return "-DLINKED", f"-I{self.include}"

    def linkage(self):
        return (f"-L{self.libraries}", f"-Wl,-rpath,{self.libraries}", "-lPyMemoryView",
                "-lPyMemoryViewRuntime")

    def test_rules(self):
        check(self.tally, self.python.name, interpreter(self.python), HERE / "rules.py",
              PYMV_LIBDIR=self.libraries)

    def test_locks(self):
        if self.python.version < LOCKS_SINCE:
            return
        program = self.build("locks.c", "locks", *self.linked())
        self.attempt("owners of memory, own GILs", program, self.seconds, **self.environment)
        for task in "use", "send":
            for mode in "strict", "default":
                if task == "use" or self.python.version >= SENDING_SINCE:
                    self.attempt(
                        f"{task}, {mode} mode, own GILs", interpreter(self.python), "-B", "-X",
                        "faulthandler", HERE / "hammer.py", self.libraries, mode, self.seconds, task
                    )

    def growth(self, title, program, life, **environment):
        """How many bytes the heap grows in one round. Use of freed memory is noticed, because it is
        overwritten, and of memory of the interpreter's allocator, which forgets it at the end."""
        for allocator in "pymalloc_debug", "malloc":
            printed = self.attempt(
                f"starting again, {title}, {allocator}", program, ROUNDS, HERE / "life.py",
                PYTHONMALLOC=allocator, MALLOC_PERTURB_=165, PYMV_TESTS=HERE, PYMV_LIFE=life,
                PYMV_LIBDIR=self.libraries, **self.environment, **environment,
            )
        if printed is None:
            return None
        sizes = [int(line) for line in printed.split()]
        return (sizes[-1] - sizes[1]) // (ROUNDS - 2)

    def test_lives(self):
        program, linked = self.build("lives.c", "lives"), self.build("lives.c", "linked", *self.linked())
        stock = self.growth("stock", program, "stock")
        preload = {"LD_PRELOAD": self.libraries / "libPyMemoryView.so.0"}
        for title, *way in (
            ("linked", linked, "stock"), ("imported", program, "imported"),
            ("uninstalled", program, "uninstalled"),
        ):
            self.check_growth(title, stock, self.growth(title, *way))
        preloaded = self.growth("preloaded", program, "preloaded", **preload)
        self.check_growth("preloaded", stock, preloaded)

    def check_growth(self, title, stock, growth):
        if growth is not None and stock is not None:
            problem = f"{growth} bytes, stock {stock}" if growth > stock + MOST_GROWTH else ""
            self.tally.check(f"growth of the heap, {title}, {self.python.name}", problem)


def main(libraries, include, scratch, seconds):
    tally = Tally()
    for python in find_pythons():
        paths = [Path(path).resolve() for path in (libraries, include, scratch)]
        tests = Tests(tally, python, *paths, seconds)
        try:
            tests.test_rules()
            tests.test_locks()
            tests.test_lives()
        except Failure as failure:
            tally.check(f"building for {python.name}", str(failure))
    tally.finish()


main(*sys.argv[1:])
