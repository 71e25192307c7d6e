"""Run CPython's own tests with the interpreter's memoryview and with ours, and compare by test id.

usage: conformance.py LIBDIR SCRATCH MODES [--python COMMAND] NAME...

MODES: comma-separated, of strict, default, preloaded, aside (take_over.py describes them). NAME:
modules of the interpreter's package `test`, without that prefix; a version that lacks one skips it.

No test that passes in the stock interpreter may fail or be skipped in ours; in default mode those
listed in allowed-failures.txt must fail. A test that differs is run again by itself before it counts.
"""

import argparse
import fnmatch
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from interpreters import find_interpreters
from tally import Tally

SECONDS = 1200
GOOD = {"passed", "expected failure"}


class Allowed:
    """The tests that may fail in default mode. Lines: version | test id | reason; with wildcards."""

    def __init__(self, path):
        lines = path.read_text().splitlines()
        rows = [line for line in lines if line.strip() and not line.startswith("#")]
        self.rows = [[part.strip() for part in row.split("|")] for row in rows]
        self.used = set()

    def covers(self, version, test):
        for number, (versions, pattern, reason) in enumerate(self.rows):
            if fnmatch.fnmatch(version, versions) and fnmatch.fnmatch(test, pattern):
                self.used.add(number)
                return True
        return False

    def stale(self, versions, modules):
        """Lines about tested versions and modules that allowed nothing."""
        for number, (pattern, test, reason) in enumerate(self.rows):
            is_tested = test.split(".")[1] in modules
            if number not in self.used and is_tested and any(fnmatch.filter(versions, pattern)):
                yield f"{pattern} | {test}"


class Runner:
    def __init__(self, library, scratch):
        self.library = library
        self.scratch = scratch

    def run(self, interpreter, mode, names):
        """Outcomes by test id, and what was printed."""
        results = self.scratch / f"{interpreter.name}-{mode}.json"
        results.unlink(missing_ok=True)
        try:
            ended = interpreter.run(
                mode, self.library, "run_module.py", mode, self.library.parent, results, *names,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return {f"{' '.join(names)} (did not end)": "failed"}, ""
        if not results.exists():
            return {f"{' '.join(names)} (ended with status {ended.returncode})": "failed"}, ended.stdout
        return json.loads(results.read_text()), ended.stdout


def differences(stock, ours):
    """Ids of tests that pass in the stock interpreter and not in ours, with their outcome there.

    An outcome without a counterpart, such as a crash or a failing setUpClass, counts too."""
    found = {
        test: ours.get(test, "not run")
        for test, outcome in stock.items()
        if outcome in GOOD and ours.get(test) not in GOOD
    }
    found.update({t: o for t, o in ours.items() if t not in stock and o not in GOOD | {"skipped"}})
    return found


def reload_name(test):
    """A test's name for the loader; ids of methods only, without parameters."""
    return test if " " not in test and "(" not in test else None


class Comparison:
    def __init__(self, runner, allowed, tally):
        self.runner = runner
        self.allowed = allowed
        self.tally = tally
        self.shown = set()

    def compare(self, interpreter, modes, module):
        """Compare one module in all modes."""
        began = time.monotonic()
        stock, output = self.runner.run(interpreter, "stock", [f"test.{module}"])
        if is_missing(stock, output):
            return
        summary = [f"stock {count(stock)}"]
        for mode in modes:
            if mode in interpreter.modes:
                summary.append(self.compare_mode(interpreter, mode, module, stock))
        seconds = time.monotonic() - began
        print(f"{interpreter.name} {module}: {', '.join(summary)} [{seconds:.0f} s]", flush=True)

    def compare_mode(self, interpreter, mode, module, stock):
        ours, output = self.runner.run(interpreter, mode, [f"test.{module}"])
        self.show_library(interpreter, mode, output)
        different = differences(stock, ours)
        if mode == "default":
            different = {
                test: outcome for test, outcome in different.items()
                if not self.allowed.covers(interpreter.name, test)
            }
        different = {
            test: outcome for test, outcome in different.items()
            if not self.passes_alone(interpreter, mode, test)
        }
        for test, outcome in different.items():
            self.tally.check(f"{interpreter.name} {mode}: {test}", outcome)
        if different:
            print(output[-6000:])
        self.tally.add(sum(outcome in GOOD for outcome in ours.values()), 0)
        return f"{mode} {count(ours)}"

    def show_library(self, interpreter, mode, output):
        """Print once which library a mode loads."""
        line = next((line for line in output.splitlines() if line.startswith(f"{mode}: ")), mode)
        if (interpreter, mode) not in self.shown:
            self.shown.add((interpreter, mode))
            print(f"{interpreter.name} {line}", flush=True)

    def passes_alone(self, interpreter, mode, test):
        """Whether a test passes by itself, as tests do that depend on time or load."""
        name = reload_name(test)
        if name is None:
            return False
        again, _ = self.runner.run(interpreter, mode, [name])
        passes = bool(again) and all(outcome in GOOD for outcome in again.values())
        if passes:
            print(f"note: {interpreter.name} {mode}: {test} passes by itself", flush=True)
        return passes


def is_missing(outcomes, output):
    """Whether this version has no such module."""
    return any("_FailedTest" in test for test in outcomes) and (
        "ModuleNotFoundError: No module named" in output or "has no attribute" in output
    )


def count(outcomes):
    skipped = sum(outcome == "skipped" for outcome in outcomes.values())
    failed = sum(outcome not in GOOD | {"skipped"} for outcome in outcomes.values())
    return f"{len(outcomes)} run, {failed} failed, {skipped} skipped"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("libraries", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("modes")
    parser.add_argument("--python")
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)
    runner = Runner(options.libraries.resolve() / "libPyMemoryView.so", options.scratch.resolve())
    allowed, tally = Allowed(HERE / "allowed-failures.txt"), Tally(verbose=False)
    interpreters = find_interpreters(options.python, runner.scratch)
    if not interpreters:
        tally.check("find a CPython with its test package", "none")
    comparison = Comparison(runner, allowed, tally)
    for interpreter in interpreters:
        for module in options.names:
            comparison.compare(interpreter, options.modes.split(","), module)
    in_default = [i.name for i in interpreters] if "default" in options.modes.split(",") else []
    for line in allowed.stale(in_default, options.names):
        tally.check("allowed-failures.txt", f"nothing needs {line}")
    tally.finish()


main()
