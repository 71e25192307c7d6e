"""Run the benchmarks of this library and of its peers alternately, and keep every result.

usage: measure.py FOLDER PYTHON

FOLDER has the programs `ours` and `cpython`; PYTHON is an interpreter that finds NumPy and the
package pymemoryview. Results are written to FOLDER/results; those of the previous run are moved to
FOLDER/results-<start>. Environment:

BENCH_FILTER  regular expression to search in the names of cases; `python` for the statements in
              Python programs, which are measured last
BENCH_ROUNDS  how often every benchmark runs, 2 by default; the median of all times is used
BENCH         full: all cases instead of the usual ones, three rounds
BENCH_PAGES   huge: huge pages, where the system leaves that to programs; by default ordinary pages
              for all, although NumPy would request huge ones
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from results import case_name

HERE = Path(__file__).resolve().parent
GROUP = 40
LEAST_SECONDS = "0.005"
COMPARING = {"equal", "equal-formats"}
TOUCHING_NOTHING = "0"
# The thresholds to which glibc's malloc adapts once a block of 32 MiB was freed. They are set from
# the start, so that results do not depend on earlier ones. Larger blocks are mapped anew each time.
KEEPING_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(64 << 20), "MALLOC_MMAP_THRESHOLD_": str(32 << 20)}


def names(program):
    ended = subprocess.run(
        [program, "--benchmark_list_tests=true"], stdout=subprocess.PIPE, text=True, check=True
    )
    return [case_name(line) for line in ended.stdout.split()]


def peers(cases):
    """memcpy or memcmp of the same number of bytes, for each case."""
    found = set()
    for case in cases:
        operation, *_, size = case.split("/")
        if size != TOUCHING_NOTHING:
            found.add(f"{'memcmp' if operation in COMPARING else 'memcpy'}/{size}")
    return sorted(found)


def run_group(folder, python, cases, label):
    selection = folder / "cases.txt"
    huge = "1" if os.environ.get("BENCH_PAGES") == "huge" else "0"
    environment = dict(os.environ, BENCH_CASES=str(selection), NUMPY_MADVISE_HUGEPAGE=huge)
    for library, measured in ("ours", cases + peers(cases)), ("cpython", cases):
        selection.write_text("\n".join(measured) + "\n")
        subprocess.run(
            [folder / library, f"--benchmark_min_time={LEAST_SECONDS}",
             "--benchmark_enable_random_interleaving=true",
             f"--benchmark_out={folder}/results/{library}-{label}.json"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )
    subprocess.run(
        [python, HERE / "measure_numpy.py", selection, folder / "results" / f"numpy-{label}.json"],
        env=environment, check=True,
    )


def keep_earlier(results):
    """Rename the results of the previous run after its start."""
    if results.exists():
        began = time.localtime(min(path.stat().st_mtime for path in [results, *results.iterdir()]))
        results.rename(results.with_name(time.strftime("results-%Y%m%d-%H%M%S", began)))


def main(folder, python):
    folder = Path(folder).resolve()
    wanted = re.compile(os.environ.get("BENCH_FILTER") or "")
    rounds = int(os.environ.get("BENCH_ROUNDS") or (3 if os.environ.get("BENCH") == "full" else 2))
    cases = [name for name in names(folder / "ours") if wanted.search(name)]
    keep_earlier(folder / "results")
    (folder / "results").mkdir(parents=True)
    groups = [cases[at : at + GROUP] for at in range(0, len(cases), GROUP)]
    os.environ.update(KEEPING_MEMORY)
    start = time.monotonic()
    for turn in range(rounds):
        for number, group in enumerate(groups):
            run_group(folder, python, group, f"{turn + 1}-{number + 1:02}")
            print(
                f"round {turn + 1} of {rounds}: {number + 1} of {len(groups)} groups, "
                f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True,
            )
    if wanted.search("python"):
        subprocess.run(
            [python, "-m", "pymemoryview", "--bench", "--json", folder / "results" / "python.json"],
            stdout=subprocess.DEVNULL, check=True,
        )


main(*sys.argv[1:])
