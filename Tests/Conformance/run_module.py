"""Run test modules of the interpreter's own test package, and record the outcome of each test.

usage: run_module.py MODE LIBDIR RESULTS NAME...

NAME is a module, a package or a test. RESULTS becomes a JSON object: test id -> outcome.
"""

import json
import os
import sys
import tempfile
import unittest

from take_over import loaded_libraries, take_over


class Outcomes(unittest.TestResult):
    """Outcome by test id; the worst of several."""

    ORDER = ["passed", "skipped", "expected failure", "unexpected success", "failed"]

    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def note(self, test, outcome):
        before = self.outcomes.get(test.id(), "passed")
        self.outcomes[test.id()] = max(before, outcome, key=self.ORDER.index)

    def addSuccess(self, test):
        self.note(test, "passed")

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addExpectedFailure(self, test, error):
        self.note(test, "expected failure")

    def addUnexpectedSuccess(self, test):
        self.note(test, "unexpected success")

    def addFailure(self, test, error):
        self.note(test, "failed")
        print(f"FAILED {test.id()}\n{self._exc_info_to_string(error, test)}", flush=True)

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note(test, "failed")
            print(f"FAILED {subtest.id()}\n{self._exc_info_to_string(error, test)}", flush=True)


# Hangs on virtual machines whose kernel has the sockets and whose host does not answer.
LEFT_OUT = "VSOCK"


def chosen(suite):
    """The suite without the tests that are left out."""
    if not isinstance(suite, unittest.TestSuite):
        return suite
    left = [chosen(test) for test in suite if LEFT_OUT not in getattr(test, "id", str)()]
    return type(suite)(left)


def run(names):
    from test import support

    # The defaults of the test package's own runner: no tests that need the network, much time or
    # memory.
    support.use_resources = []
    outcomes = Outcomes()
    try:
        suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    except unittest.SkipTest:
        return {name: "skipped" for name in names}
    chosen(suite).run(outcomes)
    return outcomes.outcomes


def main(mode, folder, results, *names):
    take_over(mode, folder)
    print(f"{mode}: loaded {loaded_libraries() or 'nothing'}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        outcomes = run(names)
        os.chdir("/")
    with open(results, "w") as file:
        json.dump(outcomes, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
