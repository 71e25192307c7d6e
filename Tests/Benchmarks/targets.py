"""The project's limits for speed, and which of them the results meet."""

from typing import Callable, NamedTuple, Optional

from results import PERMUTED, geometric_mean

SEARCHES = ("hex", "count", "index", "contains")
STRIDED = ("assign", "hash")
MOST_BYTES = 512 * 1024
MOST_START_SECONDS = 1e-3
SHOWN = 5


class Target(NamedTuple):
    """A limit of the ratio of each case that is concerned, or of their geometric mean."""

    title: str
    ratio: Callable
    concerns: Callable
    least: Optional[float] = None
    most: Optional[float] = None
    mean: bool = False

    def met(self, ratio):
        return ratio >= self.least if self.most is None else ratio <= self.most

    def limit(self):
        return f"≥ {self.least:g}" if self.most is None else f"≤ {self.most:g}"


class Verdict:
    """A target, and the ratios of the cases it concerns, the worst first."""

    def __init__(self, target, cases):
        self.target = target
        found = [(target.ratio(case), case) for case in cases if target.concerns(case)]
        self.ratios = sorted((pair for pair in found if pair[0]), key=lambda pair: pair[0],
                             reverse=target.most is not None)
        self.mean = geometric_mean(ratio for ratio, _ in self.ratios)
        self.short = [pair for pair in self.ratios if not target.met(pair[0])]

    def met(self):
        return self.target.met(self.mean) if self.target.mean else not self.short

    def row(self):
        title = f"{self.target.title:62}{self.target.limit():>8}  "
        if not self.ratios:
            return title + "not measured"
        share = f"{len(self.ratios) - len(self.short)}/{len(self.ratios)}"
        worst, case = self.ratios[0]
        verdict = "met" if self.met() else "NOT MET"
        return f"{title}{verdict:8}{share:>8}{worst:8.2f}{self.mean:8.2f}  {case.label()}"


def memory(case):
    return case.over_memory


def cpython(case):
    return case.over_cpython


def newest(case):
    return case.over_newest


def share_of_cpython(case):
    return 1 / case.over_cpython if case.over_cpython else None


def over_padded(case):
    """How many times as long rows that are a power of two apart take as those 64 bytes longer."""
    return 1 / case.over_padded if case.over_padded else None


def permuted(*items, operation=None):
    return lambda case: (case.permuted() and operation in (None, case.operation)
                         and (not items or int(case.item) in items))


def equal(case, *items):
    return case.operation == "equal" and case.contiguous() and case.item in items


def operation(name, at_least=0):
    return lambda case: case.operation == name and case.bytes >= at_least


def strided(name):
    return lambda case: case.operation == name and case.bytes > 4096 and not case.contiguous()


def hexes(case):
    return case.operation == "hex" and case.contiguous()


def at_least(version, text):
    """Whether a version's text is at least a pair of numbers."""
    return text is not None and tuple(map(int, text.split(".")[:2])) >= version


def case_targets(versions):
    first = f"CPython {versions['cpython']}"
    last = f"CPython {versions['newest'] or versions['cpython']}"
    is_newest = at_least((3, 15), versions["newest"] or versions["cpython"])
    return [
        Target("permutations to contiguous memory, mean: x memcpy", memory,
               permuted(operation="to-contiguous"), 0.85, mean=True),
        Target("the same, 12 bytes after a cache line, mean: x memcpy", memory,
               permuted(operation="to-unaligned"), 0.85, mean=True),
        Target("permutations from contiguous memory, mean: x memcpy", memory,
               permuted(operation="from-contiguous"), 0.85, mean=True),
        Target("permutations, items of 4-16 bytes: x memcpy", memory, permuted(4, 8, 12, 16), 0.7),
        Target("permutations, items of 1-2 bytes: x memcpy", memory, permuted(1, 2), 0.65),
        Target("permutations, items of 3 bytes: x memcpy", memory, permuted(3), 0.5),
        Target("permutations, as HPTT's mean: x memcpy", memory, permuted(), 0.48),
        Target(f"permutations: x {last}", newest, permuted(), 8),
        Target("rows a power of two apart: time x 64 bytes more", over_padded,
               lambda case: case.over_padded, most=1.15),
        Target("transpositions of 1 KiB to 1 MiB, mean: x memcpy", memory,
               lambda case: case.medium(), 0.42, mean=True),
        Target("many tiny axes: x memcpy", memory,
               lambda case: "many" in case.groups, 0.4),
        Target("gathers and scatters: x memcpy of their own traffic",
               lambda case: case.over_traffic(), lambda case: case.gathers(), 0.9),
        Target("==, integers: x memcmp", memory,
               lambda case: equal(case, *"Bhiq?"), 0.9),
        Target("==, floats: x memcmp", memory, lambda case: equal(case, *"fd"), 0.5),
        Target(f"==, different formats: x {first}", cpython, operation("equal-formats"), 50),
        Target("hex of 1 MiB and more: x memcpy of its output", memory,
               lambda case: hexes(case) and case.bytes >= 1 << 20, 0.8),
        Target(f"hex of 16 MiB: x {first}", cpython,
               lambda case: hexes(case) and case.bytes == 16 << 20, 8),
        Target("hex of 16 MiB: x CPython 3.15", newest,
               lambda case: is_newest and hexes(case) and case.bytes == 16 << 20, 3),
        *(Target(f"{name}: x {first}", cpython, operation(name, 4097), 8)
          for name in ("count", "index", "contains")),
        *(Target(f"{name}, strided: x {first}", cpython, strided(name), 8)
          for name in ("assign", "hash")),
        Target(f"tolist: x {first}", cpython, operation("tolist"), 1.2),
        Target("index of bytes, 1 MiB and more: x memchr", memory,
               lambda case: operation("index", 1 << 20)(case) and case.item == "B", 0.9),
        Target(f"create + free: share of {first}'s time", share_of_cpython,
               operation("create-free"), most=0.3),
        Target(f"slice + free: share of {first}'s time", share_of_cpython,
               operation("slice-free"), most=0.35),
        Target(f"request + release: share of {first}'s time", share_of_cpython,
               operation("request-release"), most=0.8),
    ]


PYTHON_TARGETS = [
    Target("inside CPython, iteration: x its own", cpython,
           lambda case: case.title.startswith("for item in"), 1.3),
    Target("inside CPython, every statement: x its own", cpython, lambda case: True, 1.0),
]

NOTE = """
x: how many times as fast we are. Means are geometric, over the cases of a row.
permutations: those of shapes.tsv, all larger than the caches. memcpy copies the same bytes between
  aligned arrays. Where the last axis stays, CPython copies rows with memcpy too, and both are bound by
  the memory.
gathers and scatters: a line of 64 bytes is read as a whole, and read and written where a copy changes
  a part of it; so every second item to contiguous memory moves 1.5 times the bytes of memcpy.
hex: its output is new memory each time, from 32 MiB on with new pages; that of memcpy is not.
count, index, contains: PySequence_*, which in CPython goes through all items as objects."""


def judge(results):
    verdicts = [Verdict(target, results.cases) for target in case_targets(results.versions)]
    return verdicts + [Verdict(target, results.statements) for target in PYTHON_TARGETS]


def print_targets(results):
    verdicts = judge(results)
    print(f"\n{'limit':62}{'':>8}  {'':8}{'cases':>8}{'worst':>8}{'mean':>8}  worst case")
    for verdict in verdicts:
        print(verdict.row())
    print_short([verdict for verdict in verdicts if verdict.ratios and not verdict.met()])


def print_short(verdicts):
    """What falls short of the limits: the worst cases of each."""
    if verdicts:
        print("\nwhat falls short")
    for verdict in verdicts:
        print(f"  {verdict.target.title} {verdict.target.limit()}")
        if verdict.target.mean:
            print(f"    {verdict.mean:6.2f}  mean")
        for ratio, case in verdict.short[:SHOWN]:
            print(f"    {ratio:6.2f}  {case.label()}")
        if len(verdict.short) > SHOWN:
            print(f"    and {len(verdict.short) - SHOWN} more")


def print_own(files, start_seconds):
    """Size of the stripped libraries, and time to load them. `make test-exports` checks the
    rest of that limit."""
    total = sum(path.stat().st_size for path in files)
    rows = [("both libraries, stripped: bytes", total, MOST_BYTES)] if files else []
    if start_seconds:
        rows.append(("loading and the first view: microseconds", start_seconds * 1e6,
                     MOST_START_SECONDS * 1e6))
    for title, value, most in rows:
        print(f"{title:62}{f'≤ {most:.0f}':>8}  {'met' if value <= most else 'NOT MET':8}{value:8.0f}")
