"""Counting checks: what passed and failed, and the closing line of a target."""

import sys


class Tally:
    """Prints failures immediately and, with `verbose`, passes too."""

    def __init__(self, verbose=True):
        self.passed = 0
        self.failed = 0
        self.verbose = verbose

    def check(self, name, problem=None):
        """Count one check, which fails if `problem` is not empty."""
        if problem:
            self.failed += 1
            print(f"FAILED {name}: {problem}", flush=True)
        else:
            self.passed += 1
            if self.verbose:
                print(f"ok     {name}", flush=True)

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed

    def finish(self):
        """Print the closing line; exit with 1 if anything failed or nothing ran."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)
