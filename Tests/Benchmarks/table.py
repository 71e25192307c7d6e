"""Print the results as one table of ratios, means by group, and which limits are met.

usage: table.py RESULTS [STRIPPED_LIBRARY...]
"""

import sys
from pathlib import Path

from results import PERMUTED, Results, geometric_mean, in_bytes
from targets import NOTE, print_own, print_targets

WORST = 5


def number(value, width):
    """Three digits, or a dash where there is nothing to compare with."""
    if value is None:
        return f"{'-':>{width}}"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:{width}.{digits}f}"


def heads(peers):
    return "".join(f"{'x ' + title:>{width_of(title)}}" for title, _ in peers)


def width_of(title):
    return len(title) + 4


def print_cases(cases, peers):
    order = {operation: place for place, operation in enumerate(
        dict.fromkeys(case.operation for case in cases))}
    previous = None
    for case in sorted(cases, key=lambda case: order[case.operation]):
        if case.operation != previous:
            print(f"\n{case.operation}\n  {'layout':34}{'item':>7}{'bytes':>10}{'us':>11}"
                  f"{'GB/s':>8}{heads(peers)}")
            previous = case.operation
        ratios = "".join(number(getattr(case, peer), width_of(title)) for title, peer in peers)
        print(f"  {case.layout:34}{case.item:>7}{in_bytes(case.bytes) if case.bytes else '-':>10}"
              f"{case.seconds * 1e6:11.3f}{number(case.rate(), 8)}{ratios}")


def print_python(cases):
    if cases:
        print(f"\nPython statements\n  {'with the library installed in CPython':45}{'us':>11}{'x CPython':>11}")
    for case in cases:
        print(f"  {case.title:45}{case.seconds * 1e6:11.3f}{number(case.over_cpython, 11)}")


def groups_of(cases):
    """Titles and cases of all groups."""
    permuted = [case for case in cases if case.permuted()]
    to = [case for case in permuted if case.operation == "to-contiguous"]
    yield from ((f"permutations, {name}", [case for case in to if name in case.groups])
                for name in PERMUTED)
    yield "permutations, all", to
    for title, operation in (("12 bytes after a line", "to-unaligned"),
                             ("from contiguous", "from-contiguous")):
        yield f"permutations, {title}", [case for case in permuted if case.operation == operation]
    yield "many tiny axes", [case for case in cases if "many" in case.groups]
    for item in "1248":
        yield (f"1 KiB to 1 MiB, items of {item}",
               [case for case in cases if case.medium() and case.item == item])
    yield "1 KiB to 1 MiB, all", [case for case in cases if case.medium()]
    yield "gathers and scatters", [case for case in cases if case.gathers()]


def print_groups(cases, peers):
    print(f"\n{'geometric means':36}{'cases':>6}{heads(peers)}")
    for title, group in groups_of(cases):
        if group:
            means = (number(geometric_mean(getattr(case, peer) for case in group), width_of(name))
                     for name, peer in peers)
            print(f"{title:36}{len(group):6}{''.join(means)}")


def print_worst(cases):
    permuted = sorted((case for case in cases if case.permuted()), key=lambda case: case.over_memory)
    if permuted:
        print("\nworst permutations: x memcpy")
    for case in permuted[:WORST]:
        print(f"{number(case.over_memory, 8)}  {case.label()}")


def main(folder, *libraries):
    results = Results(folder)
    peers = results.peers()
    print("x: how many times as fast we are, in this run on this machine, one thread")
    print(f"last-level cache {in_bytes(results.last_level_cache)}; x memcpy is x memcmp for ==, "
          "x memchr for index of bytes, and of the output for hex")
    print_cases(results.cases, peers)
    print_python(results.statements)
    print_groups(results.cases, peers)
    print_worst(results.cases)
    print_targets(results)
    print_own([Path(library) for library in libraries], results.start_seconds)
    print(NOTE)


main(*sys.argv[1:])
