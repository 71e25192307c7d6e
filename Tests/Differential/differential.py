"""Differential testing: random scripts run by the library and by others, results compared.

usage: differential.py LIBDIR PROGRAM SCRATCH CASES PYTHON... [--nightly] [--kinds KIND,...]

The library runs each script in three ways (imported in strict mode, imported, without Python), a
share of CASES in each of the interpreters PYTHON, which have Hypothesis and NumPy. The results are
compared with the interpreter's own memoryview in five of six cases, and with NumPy in the others. As
many cases again are keys, assignments, casts and rows of any number of axes, several to a script,
compared with NumPy only, because strict mode refuses them. Half as many cases are scripts about
items of a random format, compared with NumPy, struct and ctypes; strict mode refuses them too.
differences.txt lists the allowed differences; with --nightly, a line of it that allowed nothing is
reported, unless there are only some of the kinds.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from tally import Tally

KINDS = ("scripts", "arrays", "keys", "formats")
# Hypothesis slows down as it remembers more cases.
BATCH = 2500
ARRAYS_SHARE = 6
FORMATS_SHARE = 2
KEYS_IN_SCRIPT = 8


def batches(pythons, cases, kinds):
    """(interpreter, kind, seed, number of cases) of each worker."""
    share = cases // len(pythons)
    for place, python in enumerate(pythons):
        arrays = share // ARRAYS_SHARE
        keys = -(-cases // (KEYS_IN_SCRIPT * len(pythons)))
        formats = -(-cases // (FORMATS_SHARE * len(pythons)))
        counts = {"scripts": share - arrays, "arrays": arrays, "keys": keys, "formats": formats}
        for kind in kinds:
            count = counts[kind]
            for number in range(-(-count // BATCH)):
                # Seeds differ between interpreters, so that their cases do too.
                seed = number * len(pythons) + place
                yield python, kind, seed, min(BATCH, count - number * BATCH)


def run(libraries, program, scratch, batch):
    """Name and answer of a worker; if it died, the answer is the case that killed it."""
    python, kind, number, count = batch
    name = f"{Path(python).parent.parent.name}-{kind}-{number}"
    journal = scratch / f"{name}.journal"
    command = [python, "-B", "-X", "faulthandler", HERE / "worker.py", libraries, program, journal,
               kind, str(number), str(count)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                           env=dict(os.environ, PYTHONHASHSEED="1"))
    if ended.returncode == 0:
        journal.unlink()
        return name, dict(json.loads(ended.stdout.splitlines()[-1]), kind=kind)
    case = journal.read_bytes().partition(b"\0")[0].decode() if journal.exists() else ""
    problem = f"status {ended.returncode} with {case}\n{ended.stderr[-3000:]}"
    return name, {"kind": kind, "problem": problem}


def report_stale(answers, tally):
    covered = {number for answer in answers for number in answer.get("covered", ())}
    used = {int(number) for answer in answers for number in answer.get("uses", ())}
    lines = (HERE / "differences.txt").read_text().splitlines()
    for number in sorted(covered - used):
        tally.check("differences.txt", f"stale: line {number} allows nothing: {lines[number - 1]}")


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("libraries", type=Path)
    parser.add_argument("program", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("cases", type=int)
    parser.add_argument("--nightly", action="store_true")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=KINDS)
    parser.add_argument("pythons", nargs="+")
    return parser.parse_args()


def report(answers, pythons):
    """Print what was loaded and how much was compared."""
    def sum_of(key, kind=None):
        return sum(answer.get(key, 0) for answer in answers if kind in (None, answer["kind"]))

    for line in next((answer["loaded"] for answer in answers if "loaded" in answer), []):
        print(line)
    listed = sum(sum(answer.get("uses", {}).values()) for answer in answers)
    print(f"{sum_of('cases', 'scripts')} scripts compared with memoryview, "
          f"{sum_of('cases', 'arrays')} and {sum_of('cases', 'keys')} keys with NumPy, "
          f"{sum_of('cases', 'formats')} formats with NumPy, struct and ctypes, "
          f"in {len(pythons)} interpreters: "
          f"{sum_of('statements')} statements, {listed} listed differences")


def main():
    arguments = parse_arguments()
    tally, answers = Tally(verbose=False), []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [pool.submit(run, arguments.libraries, arguments.program, arguments.scratch, batch)
                for batch in batches(arguments.pythons, arguments.cases, arguments.kinds)]
        for future in concurrent.futures.as_completed(work):
            name, answer = future.result()
            answers.append(answer)
            tally.add(answer.get("cases", 0), 0)
            if answer["problem"]:
                tally.check(name, answer["problem"])
    if arguments.nightly and set(arguments.kinds) == set(KINDS):
        report_stale(answers, tally)
    report(answers, arguments.pythons)
    tally.finish()


main()
