"""Run the benchmarks of this library and of its peers alternately, and keep every result.

usage: measure.py FOLDER LIBRARY PROGRAMS PYTHON [TORCH_PYTHON]

FOLDER has the programs `ours` and `start`, and those of CPythons that PROGRAMS names. LIBRARY is the
library's file. PYTHON is an interpreter that finds NumPy and the package pymemoryview, TORCH_PYTHON one
that finds PyTorch. Results are written to FOLDER/results; those of the previous run are moved to
FOLDER/results-<start>. Environment:

BENCH_FILTER  regular expression to search in the names of cases, and in the groups and names of shapes
              in shapes.tsv; `python` for the statements in Python programs, which are measured last
BENCH_ROUNDS  how often every benchmark runs, 3 by default; the median of all times is used. Peers run
              cases of more than 1 MiB once, except for memcpy
BENCH         full: all cases instead of the usual ones
BENCH_PAGES   huge: huge pages, where the system leaves that to programs; by default ordinary pages
              for all, although NumPy would request huge ones
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from results import case_name, peer_name, shape_groups

HERE = Path(__file__).resolve().parent
GROUP = 40
LEAST_SECONDS = "0.005"
ONCE_FROM = 1 << 20
STARTS = 21
# The thresholds to which glibc's malloc adapts once a block of 32 MiB was freed. They are set from
# the start, so that results do not depend on earlier ones. Larger blocks are mapped anew each time.
KEEPING_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(64 << 20), "MALLOC_MMAP_THRESHOLD_": str(32 << 20)}


def names(program):
    ended = subprocess.run(
        [program, "--benchmark_list_tests=true"], stdout=subprocess.PIPE, text=True, check=True
    )
    return [case_name(line) for line in ended.stdout.split()]


def selected(names, wanted):
    """The names that match, or whose shape does."""
    groups = shape_groups()

    def texts(name):
        _, layout, item, _ = name.split("/")
        return [name, *(f"{group} {shape}" for group, shape in groups.get((layout, item), {}).items())]

    return [name for name in names if any(map(wanted.search, texts(name)))]


def peers(cases):
    """What bounds the cases: memcpy, memcmp or memchr of some bytes."""
    return sorted({peer_name(case) for case in cases} - {None})


def is_quick(case):
    return int(case.rpartition("/")[2]) <= ONCE_FROM


class Bench:
    """The programs and interpreters to run, by the names of their results."""

    def __init__(self, folder, programs, python, torch_python):
        self.results, self.selection = folder / "results", folder / "cases.txt"
        self.programs = {name: folder / name for name in ("ours", *programs)}
        self.scripts = {"numpy": [python, HERE / "measure_numpy.py"]}
        if torch_python:
            self.scripts["torch"] = [torch_python, HERE / "measure_torch.py"]
        huge = "1" if os.environ.get("BENCH_PAGES") == "huge" else "0"
        self.environment = dict(os.environ, **KEEPING_MEMORY, BENCH_CASES=str(self.selection),
                                NUMPY_MADVISE_HUGEPAGE=huge)

    def run_program(self, name, cases, label):
        self.selection.write_text("\n".join(cases) + "\n")
        subprocess.run(
            [self.programs[name], f"--benchmark_min_time={LEAST_SECONDS}",
             "--benchmark_enable_random_interleaving=true",
             f"--benchmark_out={self.results}/{name}-{label}.json"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )

    def run_group(self, cases, turn, number):
        """Run some cases; peers only those that they have not run, or quick ones."""
        label = f"{turn + 1}-{number + 1:02}"
        self.run_program("ours", cases + peers(cases), label)
        cases = [case for case in cases if turn == 0 or is_quick(case)]
        if not cases:
            return
        for name in [*self.programs][1:]:
            self.run_program(name, cases, label)
        for name, command in self.scripts.items():
            subprocess.run([*command, self.selection, self.results / f"{name}-{label}.json"],
                           env=self.environment, check=True)

    def run_starts(self, program, library):
        """Seconds from loading the library to the first view, in a new process each."""
        taken = [int(subprocess.run([program, library], stdout=subprocess.PIPE, text=True,
                                    check=True).stdout) for _ in range(STARTS)]
        (self.results / "start.json").write_text(json.dumps(median(taken) / 1e9))


def keep_earlier(results):
    """Rename the results of the previous run after its start."""
    if results.exists():
        began = time.localtime(min(path.stat().st_mtime for path in [results, *results.iterdir()]))
        results.rename(results.with_name(time.strftime("results-%Y%m%d-%H%M%S", began)))


def main(folder, library, programs, python, torch_python=None):
    folder = Path(folder).resolve()
    wanted = re.compile(os.environ.get("BENCH_FILTER") or "")
    rounds = int(os.environ.get("BENCH_ROUNDS") or 3)
    cases = selected(names(folder / "ours"), wanted)
    keep_earlier(folder / "results")
    (folder / "results").mkdir(parents=True)
    groups = [cases[at : at + GROUP] for at in range(0, len(cases), GROUP)]
    bench = Bench(folder, programs.split(), python, torch_python)
    start = time.monotonic()
    for turn in range(rounds):
        for number, group in enumerate(groups):
            bench.run_group(group, turn, number)
            print(
                f"round {turn + 1} of {rounds}: {number + 1} of {len(groups)} groups, "
                f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True,
            )
    bench.run_starts(folder / "start", library)
    if wanted.search("python"):
        subprocess.run(
            [python, "-m", "pymemoryview", "--bench", "--json", folder / "results" / "python.json"],
            env=bench.environment, stdout=subprocess.DEVNULL, check=True,
        )


main(*sys.argv[1:])
