"""Runs random cases in this interpreter, and prints one line of JSON.

usage: worker.py LIBDIR PROGRAM JOURNAL KIND SEED CASES

KIND is "scripts", compared with the interpreter's own memoryview, "arrays" or "keys", compared
with NumPy, or "formats", compared with NumPy, struct and ctypes. The answer has the number of cases
and statements, how often each line of differences.txt was used, and the problem, if any, as the
smallest script that shows it. JOURNAL holds the running case, in case the process crashes.
"""

import collections
import importlib
import json
import mmap
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C"))

from compare import read_entries
from hypothesis import HealthCheck, Phase, given, seed, settings

from judges import Court

MODULES = {"scripts": "script_cases", "arrays": "numpy_cases", "keys": "key_cases",
           "formats": "format_cases"}
JOURNAL_SIZE = 1 << 16
LOCAL = settings(
    database=None, deadline=None, print_blob=False, report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
)


class Mismatch(Exception):
    """A script whose outcome is not the expected one."""


class Trial:
    """Runs cases with all judges, and counts them."""

    def __init__(self, court, journal, entries):
        self.court = court
        self.entries = entries
        self.uses = collections.Counter()
        self.cases = self.statements = 0
        with open(journal, "wb") as file:
            file.truncate(JOURNAL_SIZE)
        with open(journal, "r+b") as file:
            self.journal = mmap.mmap(file.fileno(), JOURNAL_SIZE)

    def run(self, statements, expected=None, left_out=(), count=1):
        """Run a script of `count` cases with the judges that are not left out. Raises Mismatch for an
        outcome that no entry allows."""
        text = "; ".join(statements).encode()
        self.journal[: len(text) + 1] = text + b"\0"
        expected, found = self.court.outcomes(statements, expected, left_out)
        self.cases += count
        self.statements += len(statements)
        for judge, outcomes in found.items():
            self.compare(judge, statements, expected, outcomes)

    def compare(self, judge, statements, expected, outcomes):
        for number, (wanted, seen) in enumerate(zip(expected, outcomes)):
            if wanted == seen:
                continue
            statement = statements[number]
            claim = f"{judge}: {statement}"
            entry = next((e for e in self.entries if e.allows(claim, wanted, seen)), None)
            if entry is None:
                before = list(zip(statements[:number], expected))
                raise Mismatch(described(judge, before, statement, wanted, seen))
            self.uses[entry.number] += 1
            # From here on the variables differ.
            if " = " in statement:
                return


def quoted(text):
    """A string literal of C."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def described(judge, before, statement, wanted, seen):
    """The problem as a test for Tests/C/parity, without the statements that failed before it."""
    setup = "; ".join(line for line, outcome in before if not re.match(r"\w*Error", outcome))
    return (f"{judge}\n  expected: {wanted}\n  seen:     {seen}\n  as a test:\n"
            f"    given({quoted(setup)});\n    expect({quoted(statement)}, {quoted(wanted)});")


def main(libraries, program, journal, kind, number, cases):
    # Formats may not differ from what is documented.
    entries = [] if kind == "formats" else read_entries(HERE / "differences.txt",
                                                        sys.version_info[:3])
    trial = Trial(Court(libraries, program), journal, entries)
    strategy = importlib.import_module(MODULES[kind]).cases

    @seed(int(number))
    @settings(LOCAL, max_examples=int(cases))
    @given(strategy())
    def try_case(case):
        trial.run(*case)

    problem = ""
    try:
        try_case()
    except Mismatch as error:
        problem = str(error)
    print(json.dumps({
        "cases": trial.cases, "statements": trial.statements, "uses": trial.uses,
        "problem": problem, "loaded": trial.court.standalone.loaded,
        "covered": [entry.number for entry in trial.entries],
    }))


main(*sys.argv[1:])
