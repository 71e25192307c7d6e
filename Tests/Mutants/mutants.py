"""Change one token of the Swift layers at a time, and see whether the tests notice.

usage: mutants.py SCRATCH [--sample COUNT] [--seed SEED] [--only PATTERN] [--show]

The layers are copied with all mutants in them, each behind a switch (schemata.py, tree.py), and
built once. A mutant is killed if one of the fast tests (checks.py) fails or does not end. Only tests
that reach its place run, fastest first.

survivors.txt beside this file lists mutants that no test can kill, because they are equivalent, or
because they change nothing but speed. Without --sample all mutants run, and a line of that file that
is no longer true fails. Fails if fewer than 95 % of the other mutants are killed.
"""

import argparse
import fnmatch
import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checks import Runner, all_checks
from tree import HERE, LAYERS, Tree

PROJECT = HERE.parent.parent
SURVIVORS = HERE / "survivors.txt"
REASONS = {"equivalent", "speed", "unreachable"}
LEAST = 0.95
TARGETS = ["test-programs", "kernels-program", "gates-program", "swift-bundle"]


def read_survivors():
    """Keys of the listed mutants, with kind and reason."""
    listed = {}
    for number, line in enumerate(SURVIVORS.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.rsplit(" | ", 2)
        if len(fields) != 3 or fields[1] not in REASONS:
            sys.exit(f"survivors.txt:{number}: not `mutant | {' or '.join(sorted(REASONS))} | reason`")
        listed[fields[0]] = fields[1:]
    return listed


class Hunt:
    """Runs mutants against checks."""

    def __init__(self, runner, checks, listed):
        self.runner = runner
        self.checks = checks
        self.listed = listed
        self.outcomes = {}

    def measure(self, count):
        self.runner.measure_all(self.checks, count)
        self.checks.sort(key=lambda check: check.seconds)

    def reaching(self, mutant):
        """Checks that reach a mutant's place; instructions are counted if any of them does."""
        found = [check for check in self.checks if check.reached[mutant.id : mutant.id + 1] == b"\1"]
        return found + [check for check in self.checks if check.counts and found]

    def killer(self, mutant):
        """The name of the first check that fails; None if none does."""
        for check in self.reaching(mutant):
            if self.runner.kills(check, mutant):
                return check.name
        return None

    def try_mutant(self, mutant):
        began = time.monotonic()
        killer = self.killer(mutant)
        self.outcomes[mutant.id] = killer
        if not killer:
            how = "listed" if mutant.key in self.listed else "SURVIVED"
            if not self.reaching(mutant):
                how += ", not reached"
            seconds = time.monotonic() - began
            print(f"{how}: {mutant.line}: {mutant.key}  [{seconds:.0f} s]", flush=True)

    def run(self, mutants, jobs):
        with ThreadPoolExecutor(jobs) as pool:
            for done, _ in enumerate(pool.map(self.try_mutant, mutants), 1):
                if done % 100 == 0:
                    print(f"... {done} of {len(mutants)}", flush=True)


def write_results(hunt, mutants, path):
    """What killed each mutant, for reading."""
    rows = sorted((m.key, hunt.outcomes[m.id] or "survived") for m in mutants)
    path.write_text("".join(f"{outcome}\t{key}\n" for key, outcome in rows))


def print_table(hunt, mutants, rejected):
    """Figures for each layer; returns the share of killed mutants among those not listed."""
    print(f"{'layer':16}{'mutants':>9}{'killed':>9}{'listed':>9}{'survived':>9}{'not compiled':>14}")
    total = Counter()
    for layer in [*LAYERS, "all"]:
        own = [mutant for mutant in mutants if layer in (mutant.layer, "all")]
        killed = sum(bool(hunt.outcomes[mutant.id]) for mutant in own)
        listed = sum(not hunt.outcomes[m.id] and m.key in hunt.listed for m in own)
        total = {"killed": killed, "left": len(own) - listed}
        unbuilt = sum(layer in (mutant.layer, "all") for mutant in rejected)
        print(f"{layer:16}{len(own):9}{killed:9}{listed:9}{len(own) - killed - listed:9}{unbuilt:14}")
    killers = Counter(hunt.outcomes[mutant.id] for mutant in mutants if hunt.outcomes[mutant.id])
    print("killed by", ", ".join(f"{name} {count}" for name, count in killers.most_common(12)))
    share = total["killed"] / total["left"] if total["left"] else 1.0
    print(f"killed: {100 * share:.1f} % of the mutants that are not listed as survivors")
    return share


def stale_lines(hunt, mutants):
    """Lines of survivors.txt about mutants that are killed or do not exist."""
    alive = {mutant.key for mutant in mutants if not hunt.outcomes[mutant.id]}
    return [key for key in hunt.listed if key not in alive]


def parse_options(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("scratch")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="*", help="pattern of mutants, such as 'Layout/*'")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", action="store_true", help="print the mutants, run none")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse_options(arguments)
    listed = read_survivors()
    tree = Tree(PROJECT, Path(options.scratch) / "project")
    numbering = tree.build(*TARGETS)
    mutants = [m for m in numbering.mutants if fnmatch.fnmatchcase(m.key, options.only)]
    if options.sample is not None:
        mutants = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    if options.show:
        for mutant in mutants:
            print(f"{mutant.line}: {mutant.key}")
        return
    hunt = Hunt(Runner(tree.folder), all_checks(tree.folder), listed)
    hunt.measure(numbering.next)
    seconds = sum(check.seconds for check in hunt.checks)
    print(f"{len(hunt.checks)} checks, {seconds:.0f} s", flush=True)
    hunt.run(mutants, options.jobs)
    write_results(hunt, mutants, Path(options.scratch) / "results.tsv")
    share = print_table(hunt, mutants, numbering.rejected)
    failed = share < LEAST
    if options.sample is None and options.only == "*":
        for key in stale_lines(hunt, mutants):
            print(f"survivors.txt: no longer true: {key}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])
