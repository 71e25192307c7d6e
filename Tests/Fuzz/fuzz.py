"""Run the fuzz targets, and count their executions.

usage: fuzz.py BUILD CORPUS run SECONDS TARGET...
       fuzz.py BUILD CORPUS test RUNS TARGET...
       fuzz.py BUILD CORPUS merge TARGET...

run    fuzz with each TARGET for SECONDS, half of them with AddressSanitizer. Inputs that reach new
       code are kept in BUILD/corpus, those that fail in BUILD/failures.
test   replay CORPUS, check that deliberate errors are found, then fuzz RUNS times with each.
merge  replace CORPUS by the fewest of all inputs that reach the same code; named ones stay.

BUILD/executions has a line for each run; its sum is printed in the end.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "C/tools"))
from tally import Tally

# Bytes of an input, by target.
LONGEST = {
    "deriving": 64, "formats": 120, "layouts": 48, "records": 160, "scripts": 96, "hostile": 48,
}
HASH = "[0-9a-f]{40}"
SETTINGS = ("plain", "address")

# Coverage counters: a library with fewer is not instrumented.
FEWEST_COUNTERS = 3000

# Seconds that one input may take before it counts as a failure.
LONGEST_SECONDS = 30

# Executions within which a deliberate error must be found, from the corpus on, with one of these
# seeds: where a run gets stuck depends on its random numbers and on the layout of the code.
DELIBERATE_RUNS = 50_000
DELIBERATE_SEEDS = (1, 2, 3, 4)


class Fuzzing:
    """Runs the programs of a folder with the inputs of a corpus, and counts the checks."""

    def __init__(self, build, corpus, tally):
        self.build = build
        self.corpus = corpus
        self.tally = tally

    def inputs(self, target):
        """The folder for a target's new inputs, and that of the kept ones."""
        found = self.build / "corpus" / target
        kept = self.corpus / target
        found.mkdir(parents=True, exist_ok=True)
        kept.mkdir(parents=True, exist_ok=True)
        return [str(found), str(kept)]

    def options(self, target):
        """Limits of a target's inputs, and its words."""
        words = self.corpus.parent / f"{target}.dict"
        return [f"-max_len={LONGEST[target]}"] + ([f"-dict={words}"] if words.exists() else [])

    def passing(self):
        """A temporary folder for new inputs; a program writes to the first folder it is given."""
        folder = self.build / "passing"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return str(folder)

    def call(self, setting, program, *arguments):
        """Run a program. Returns its exit status and what it wrote."""
        failures = self.build / "failures"
        failures.mkdir(exist_ok=True)
        options = "allocator_may_return_null=1:detect_leaks=1:detect_stack_use_after_return=1"
        ended = subprocess.run(
            [self.build / setting / program, f"-artifact_prefix={failures}/{program}-",
             f"-timeout={LONGEST_SECONDS}", "-print_final_stats=1", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            env={**os.environ, "ASAN_OPTIONS": options},
        )
        return ended.returncode, ended.stdout

    def account(self, target, setting, output):
        """Log the executions of a run. Returns their number."""
        found = re.search(r"stat::number_of_executed_units: (\d+)", output)
        count = int(found[1]) if found else 0
        with open(self.build / "executions", "a") as log:
            log.write(f"{count} {target} {setting}\n")
        return count

    def fuzz(self, target, setting, *limits):
        """Fuzz within limits, which are options and folders of libFuzzer."""
        status, output = self.call(setting, target, *self.options(target), *limits)
        count = self.account(target, setting, output)
        counters = [int(number) for number in re.findall(r"(\d+) \[0x[0-9a-f]+, 0x", output)]
        problem = ""
        if status != 0:
            problem = "\n" + output[-6000:]
        elif sum(number >= FEWEST_COUNTERS for number in counters) < 2:
            problem = f"the libraries are not instrumented: {counters} counters"
        reached = re.findall(r"cov: (\d+)", output)
        self.tally.check(
            f"{target}, {setting}: {count} executions, {reached[-1] if reached else 0} edges",
            problem)

    def replay(self, target, setting):
        """Run every kept input once."""
        files = sorted(str(path) for path in (self.corpus / target).iterdir())
        status, output = self.call(setting, target, *files)
        self.tally.check(
            f"{target}, {setting}: {len(files)} inputs of the corpus",
            "\n" + output[-6000:] if status != 0 or not files else "")

    def find_deliberate_error(self, target):
        """The program with an error of its own must fail, by one of its requirements."""
        program = f"{target}-deliberate"
        for seed in DELIBERATE_SEEDS:
            status, output = self.call(
                "plain", program, f"-runs={DELIBERATE_RUNS}", f"-seed={seed}",
                *self.options(target), self.passing(), self.inputs(target)[1])
            self.account(program, "plain", output)
            is_found = status != 0 and "does not hold" in output
            if is_found:
                break
        self.tally.check(
            f"{target}: the deliberate error is found",
            "" if is_found else "\n" + output[-2000:])

    def run(self, target, seconds):
        """Fuzz for a time, and keep the new inputs."""
        limit = f"-max_total_time={max(1, seconds // len(SETTINGS))}"
        for setting in SETTINGS:
            self.fuzz(target, setting, limit, *self.inputs(target))

    def test(self, target, runs):
        """The quick check; keeps no inputs."""
        for setting in SETTINGS:
            self.replay(target, setting)
        self.find_deliberate_error(target)
        passing = self.passing()
        for setting in SETTINGS:
            self.fuzz(target, setting, f"-runs={runs}", "-seed=1", passing, self.inputs(target)[1])

    def merge(self, target):
        """Minimise the inputs. Those whose names are not hashes stay: they are named after a
        defect."""
        found, kept = self.inputs(target)
        named = [path for path in Path(kept).iterdir() if not re.fullmatch(HASH, path.name)]
        merged = self.build / "merged" / target
        merged.mkdir(parents=True, exist_ok=True)
        for path in merged.iterdir():
            path.unlink()
        status, output = self.call(
            "plain", target, "-set_cover_merge=1", "-use_counters=0", str(merged), kept,
            found)
        if status != 0:
            self.tally.check(f"{target}: merging", output[-2000:])
            return
        for path in Path(kept).iterdir():
            if path not in named:
                path.unlink()
        for path in merged.iterdir():
            (Path(kept) / path.name).write_bytes(path.read_bytes())
        sizes = [path.stat().st_size for path in Path(kept).iterdir()]
        self.tally.check(f"{target}: {len(sizes)} inputs, {sum(sizes)} bytes")


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("corpus", type=Path)
    actions = parser.add_subparsers(dest="action", required=True)
    for action, amount in ("run", "SECONDS"), ("test", "RUNS"), ("merge", None):
        arguments = actions.add_parser(action)
        if amount:
            arguments.add_argument("amount", metavar=amount, type=int)
        arguments.add_argument("targets", metavar="TARGET", choices=LONGEST, nargs="+")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    tally = Tally()
    fuzzing = Fuzzing(arguments.build, arguments.corpus, tally)
    for target in arguments.targets:
        if arguments.action == "run":
            fuzzing.run(target, arguments.amount)
        elif arguments.action == "test":
            fuzzing.test(target, arguments.amount)
        else:
            fuzzing.merge(target)
    log = fuzzing.build / "executions"
    if log.exists():
        total = sum(int(line.split()[0]) for line in log.read_text().splitlines())
        print(f"{total} executions in all ({log})")
    tally.finish()


main()
