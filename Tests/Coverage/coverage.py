"""Run the tests on libraries that count what runs, and write a page of what did not.

usage: coverage.py TOOLS SCRATCH PROGRAMS OUT VARIANT...

TOOLS has llvm-cov and llvm-profdata. SCRATCH/VARIANT has libraries built for coverage, one for each
set of instructions, and the kernel tests. PROGRAMS has the C harness, which runs with the first
variant. OUT gets index.html and summary.txt.

Every branch of Sources/Kernels and every region of Sources/StridedCopy has to be reached, in one
variant at least, or to be listed in gaps.txt with a reason. A line there that is no longer needed
is reported.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
GAPS = HERE / "gaps.txt"
LIBRARIES = ["libPyMemoryView.so", "libPyMemoryViewRuntime.so"]
KERNEL_RUNS = ["small", "1"]
HARNESS = ["own", "parity", "observed"]
COMPLETE = ["Kernels", "StridedCopy"]


class Variant:
    """Libraries for one set of instructions, and what they counted."""

    def __init__(self, tools, folder):
        self.tools = Path(tools)
        self.folder = Path(folder)
        self.libraries = [self.folder / "release" / name for name in LIBRARIES]
        self.counts = self.folder / "counts"
        self.profile = self.folder / "counts.profdata"

    def run(self, command, **variables):
        """Runs a test; the counts of all processes are added up in one file for each library."""
        environment = dict(os.environ, LLVM_PROFILE_FILE=f"{self.counts}/%2m.profraw")
        environment.update(LD_LIBRARY_PATH=str(self.folder / "release"), **variables)
        ended = subprocess.run(
            list(map(str, command)), cwd=PROJECT, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )
        if ended.returncode != 0:
            sys.exit(f"{ended.stdout[-4000:]}\n{command[0]} failed with status {ended.returncode}")

    def run_kernels(self):
        program = self.folder / "tests/kernels"
        for layouts in KERNEL_RUNS:
            self.run([program, layouts])
        self.run([program, KERNEL_RUNS[-1]], PYMEMORYVIEW_THREADS="3")

    def run_programs(self, programs):
        for source in sorted(PROJECT.glob("Tests/C/*/*.c")):
            if source.parent.name in HARNESS:
                library = str(self.folder / "release")
                self.run([programs / source.stem], PYMV_LIBDIR=library)

    def tool(self, name, *arguments):
        return subprocess.run(
            [self.tools / name, *map(str, arguments)], check=True, stdout=subprocess.PIPE
        ).stdout

    def merge(self):
        self.tool("llvm-profdata", "merge", "-o", self.profile, *self.counts.glob("*.profraw"))

    def objects(self):
        return [self.libraries[0], "-object", self.libraries[1], f"-instr-profile={self.profile}"]

    def export(self):
        """Regions and branches of all functions."""
        return json.loads(self.tool("llvm-cov", "export", *self.objects()))["data"][0]


class Union:
    """What was reached in any variant, and any copy of a function.

    `branches` and `regions` have, for each place (file, line, column), the counts of either way.
    """

    def __init__(self):
        self.branches = defaultdict(lambda: [0, 0])
        self.regions = defaultdict(lambda: [0])
        self.decisions = defaultdict(set)
        self.conditions = {}

    def add(self, export):
        for function in export["functions"]:
            names = [Path(name) for name in function["filenames"]]
            for line, column, _, _, true, false, file, *_ in function["branches"]:
                ways = self.branches[names[file], line, column]
                ways[0] += true
                ways[1] += false
            for line, column, _, _, count, file, _, kind in function["regions"]:
                if kind == 0:
                    self.regions[names[file], line, column][0] += count
            for record in function.get("mcdc_records", []):
                line, column, file = record[0], record[1], record[6] if len(record) > 6 else 0
                place = names[file], line, column
                covered = record[-1] if isinstance(record[-1], list) else []
                self.conditions[place] = len(covered)
                self.decisions[place] |= {n for n, is_covered in enumerate(covered) if is_covered}


def layer_of(path):
    """The folder in Sources that has a file; None for other files."""
    try:
        return path.resolve().relative_to(PROJECT / "Sources").parts[0]
    except ValueError:
        return None


def gaps(places, words):
    """Ways that were never taken, as lines of gaps.txt without the reason.

    Assertions are off in these builds, and a region at the end of a line holds no code.
    """
    found = {}
    for (path, line, column), counts in sorted(places.items()):
        layer = layer_of(path)
        if layer not in COMPLETE:
            continue
        name = path.resolve().relative_to(PROJECT / "Sources")
        text = path.read_text().splitlines()[line - 1]
        if text.lstrip().startswith("assert(") or not text[column - 1 :]:
            continue
        shown = f"{text[:column - 1].lstrip()}«{text[column - 1:].rstrip()}»"
        for word, count in zip(words, counts):
            if count == 0:
                found[f"{name}: {shown}: {word}"] = line
    return found


def read_listed():
    listed = {}
    for number, line in enumerate(GAPS.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            gap, bar, reason = line.rpartition(" | ")
            if not gap or not reason.strip():
                sys.exit(f"gaps.txt:{number}: no reason")
            listed[gap] = reason
    return listed


def share(covered, total):
    return f"{100 * covered / total:6.1f} % of {total:5}" if total else f"{'-':>6}{'':11}"


def summary(union):
    """Figures for each layer."""
    lines = [f"{'layer':20}{'regions':>17}{'branches':>19}{'MC/DC conditions':>21}"]
    figures = defaultdict(lambda: [0] * 6)
    for places, at in ((union.regions, 0), (union.branches, 2)):
        for (path, _, _), counts in places.items():
            row = figures[layer_of(path)]
            row[at] += sum(count > 0 for count in counts)
            row[at + 1] += len(counts)
    for place, count in union.conditions.items():
        row = figures[layer_of(place[0])]
        row[4] += len(union.decisions[place])
        row[5] += count
    for layer, row in sorted((name, row) for name, row in figures.items() if name):
        lines.append(f"{layer:20}{share(*row[0:2])}  {share(*row[2:4])}    {share(*row[4:6])}")
    return lines


def check(union):
    """Prints unlisted gaps and stale lines; returns whether there are unlisted gaps."""
    found = gaps(union.branches, ["true", "false"]) | {
        gap: line for gap, line in gaps(union.regions, ["reached"]).items() if ".swift:" in gap
    }
    listed = read_listed()
    for gap, line in found.items():
        if gap not in listed:
            print(f"never reached: {line}: {gap}")
    for gap in listed:
        if gap not in found:
            print(f"gaps.txt: no longer a gap: {gap}")
    print(f"{len(found)} gaps in {' and '.join(COMPLETE)}, {len(found.keys() & listed.keys())} listed")
    return not found.keys() <= listed.keys()


def write_page(variant, out):
    variant.tool(
        "llvm-cov", "show", *variant.objects(), "-format=html", f"-output-dir={out}",
        "-show-branches=count", "-show-mcdc", "-show-mcdc-summary", "-show-branch-summary",
        "-show-instantiations=false", "-ignore-filename-regex=/usr/|/opt/",
    )


def main(tools, scratch, programs, out, *names):
    union = Union()
    variants = [Variant(tools, Path(scratch) / name) for name in names]
    for number, variant in enumerate(variants):
        for old in variant.counts.glob("*.profraw"):
            old.unlink()
        if number == 0:
            variant.run_programs(Path(programs))
        variant.run_kernels()
        variant.merge()
        union.add(variant.export())
        write_page(variant, Path(out) / names[number])
    lines = summary(union)
    (Path(out) / "summary.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    sys.exit(check(union))


if __name__ == "__main__":
    main(*sys.argv[1:])
