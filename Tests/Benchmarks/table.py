"""Print the results as one table of ratios, and which targets are met.

usage: table.py RESULTS [STRIPPED_LIBRARY...]
"""

import sys
from pathlib import Path

from results import in_bytes, last_level_cache, read_cases, read_python, versions
from targets import NOTE, print_sizes, print_targets


def number(value, width):
    """Three digits, or a dash where there is nothing to compare with."""
    if value is None:
        return f"{'-':>{width}}"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:{width}.{digits}f}"


def print_cases(cases):
    header = f"{'layout':28}{'item':>7}{'bytes':>10}{'us':>11}{'GB/s':>8}{'x CPython':>11}{'x NumPy':>9}"
    order = {operation: place for place, operation in enumerate(
        dict.fromkeys(case.operation for case in cases))}
    previous = None
    for case in sorted(cases, key=lambda case: order[case.operation]):
        if case.operation != previous:
            memory = "x memcmp" if case.operation.startswith("equal") else "x memcpy"
            print(f"\n{case.operation}\n  {header}{memory:>10}")
            previous = case.operation
        print(
            f"  {case.layout:28}{case.item:>7}{in_bytes(case.bytes) if case.bytes else '-':>10}"
            f"{case.seconds * 1e6:11.3f}{number(case.rate(), 8)}{number(case.over_cpython, 11)}"
            f"{number(case.over_numpy, 9)}{number(case.over_memory, 10)}"
        )


def print_python(cases):
    if cases:
        print(f"\nPython statements\n  {'with the library installed in CPython':45}{'us':>11}{'x CPython':>11}")
    for case in cases:
        print(f"  {case.title:45}{case.seconds * 1e6:11.3f}{number(case.over_cpython, 11)}")


def main(results, *libraries):
    cases, statements = read_cases(results), read_python(results)
    print("x: how many times as fast we are, in this run on this machine, one thread")
    if cases:
        print(f"{versions(results)}; last-level cache {in_bytes(last_level_cache(results))}")
    print_cases(cases)
    print_python(statements)
    print_targets(cases, statements)
    if libraries:
        print_sizes([Path(library) for library in libraries])
    print(NOTE)


main(*sys.argv[1:])
