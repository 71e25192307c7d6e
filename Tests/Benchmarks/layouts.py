"""Reads the names of layouts, and the shapes of shapes.tsv.

1000.step2        1000 items, every second one of an array; step-1: from the last to the first
4x5x6.210         axes 2, 1, 0 of a C-contiguous array of 4 x 5 x 6 items
2^24.nm...0       the same of 24 axes of 2 items; the axes are digits of base 36
4096x4096+64.10   each row of the array is followed by 64 unused bytes
1000x3.0-1        axis 1 is reversed
"""

import re
from pathlib import Path
from typing import NamedTuple


class Steps(NamedTuple):
    """Items along one axis."""

    count: int
    step: int


class Axes(NamedTuple):
    """An array with permuted axes."""

    extents: list
    padding: int  # bytes after each row
    axes: list
    reversed: list  # places in `axes` of those that are reversed


class Shape(NamedTuple):
    """A line of shapes.tsv."""

    group: str
    name: str
    layout: str
    item: str
    ways: str


def read_layout(name):
    stepped = re.fullmatch(r"(\d+)\.step(-?\d+)", name)
    if stepped:
        return Steps(int(stepped[1]), int(stepped[2]))
    memory, signed = name.split(".")
    memory, _, padding = memory.partition("+")
    base, _, power = memory.partition("^")
    extents = [int(base)] * int(power) if power else [int(extent) for extent in memory.split("x")]
    found = re.findall(r"(-?)(\w)", signed)
    return Axes(extents, int(padding or 0), [int(axis, 36) for _, axis in found],
                [place for place, (sign, _) in enumerate(found) if sign])


def read_shapes():
    lines = (Path(__file__).parent / "shapes.tsv").read_text().splitlines()
    return [Shape(*line.split("\t")) for line in lines if not line.startswith("#")]
