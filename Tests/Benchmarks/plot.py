"""Draw the results: speed by size (curves.png), ratios by layout and item for each direction of
large copies (to-contiguous.png, from-contiguous.png), and statements in CPython (python.png).

usage: plot.py RESULTS FOLDER
"""

import sys
from math import log2, nan
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plot
from matplotlib.colors import TwoSlopeNorm
from matplotlib.ticker import FuncFormatter

from results import in_bytes, read_cases, read_python

# Title, and the operation, axes and item of the cases on a curve.
CURVES = [
    ("2-d transposed to contiguous, 8-byte items", "to-contiguous", "10", "8"),
    ("contiguous to 2-d transposed, 8-byte items", "from-contiguous", "10", "8"),
    ("4-d, axes 3102, to contiguous, 4-byte items", "to-contiguous", "3102", "4"),
    ("every second item to contiguous, 8-byte items", "to-contiguous", "step2", "8"),
    ("contiguous to contiguous, 8-byte items", "to-contiguous", "01", "8"),
    ("== of contiguous bytes", "equal", "step1", "B"),
]
SIZES = [64 * 8**power for power in range(8)] + [512 << 20]
LINES = [
    ("ours", "#0b62a4", "-", 2.4, lambda case: 1),
    ("CPython", "#d1600a", "-", 1.4, lambda case: case.over_cpython),
    ("NumPy", "#3f8f3f", "-", 1.4, lambda case: case.over_numpy),
    ("memcpy or memcmp", "#777777", "--", 1.4, lambda case: case.over_memory),
]
# Title, attribute, and the target ratio, which is drawn white.
RATIOS = [
    ("× CPython", "over_cpython", 8), ("× NumPy", "over_numpy", 1), ("× memcpy", "over_memory", 0.8),
]


def extents(case):
    return [int(extent) for extent in case.layout.split(".")[0].split("x")]


def even(case):
    """Whether all extents are powers of two."""
    return all(extent & (extent - 1) == 0 for extent in extents(case))


def on_curve(case, operation, axes, item):
    """Whether a case is one of a curve's points."""
    kind = case.layout.partition(".")[2]
    fits = (case.operation, kind, case.item) == (operation, axes, item) and even(case)
    return fits and case.bytes in SIZES


def draw_curve(area, title, cases):
    """Bytes per second over size: this library's, and the peers' by the ratios."""
    cases = sorted(cases, key=lambda case: case.bytes)
    for label, color, style, width, times_ours in LINES:
        points = [(case.bytes, case.rate() / times_ours(case)) for case in cases if times_ours(case)]
        if points:
            area.plot(*zip(*points), style, color=color, linewidth=width, marker="o",
                      markersize=3.5, label=label)
    area.set_title(title, fontsize=10)
    area.set_xscale("log", base=2)
    area.set_yscale("log")
    area.set_xticks(SIZES, minor=False)
    area.set_xlim(SIZES[0] / 2, SIZES[-1] * 2)
    area.xaxis.set_major_formatter(FuncFormatter(lambda value, _: in_bytes(int(value))))
    area.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    area.tick_params(axis="x", rotation=45, labelsize=8)
    area.grid(True, which="major", color="#dddddd", linewidth=0.7)
    area.spines[["top", "right"]].set_visible(False)


def draw_curves(cases, path):
    figure, areas = plot.subplots(2, 3, figsize=(15, 8.5), sharey=True)
    for area, (title, *kind) in zip(areas.flat, CURVES):
        draw_curve(area, title, [case for case in cases if on_curve(case, *kind)])
    for area in areas[:, 0]:
        area.set_ylabel("GB of items per second")
    for area in areas[1]:
        area.set_xlabel("bytes of items")
    lines, labels = areas.flat[0].get_legend_handles_labels()
    figure.legend(lines, labels, loc="upper center", ncol=len(LINES), frameon=False, fontsize=11)
    figure.tight_layout(rect=(0, 0, 1, 0.95))
    figure.savefig(path, dpi=110)


def family(case):
    """The part of a layout's name that its cases of all item sizes share."""
    axes = case.layout.partition(".")[2]
    if case.stepped():
        return f"1-d, step {axes.removeprefix('step')}"
    inner = extents(case)[1:]
    if len(inner) < 3 and even(case):
        return f"{len(axes)}-d even → {axes}"
    return f"n×{'×'.join(map(str, inner))} → {axes}"


def draw_ratios_of(area, title, target, rows, columns, ratios):
    """A table of ratios, coloured by how far they are from the target."""
    table = [[log2(ratios[row, column] / target) if (row, column) in ratios else nan
              for column in columns] for row in rows]
    area.set_facecolor("#e8e8e8")
    area.imshow(table, cmap="RdBu", norm=TwoSlopeNorm(0, -4, 4), aspect="auto")
    for (row, column), ratio in ratios.items():
        y, x = rows.index(row), columns.index(column)
        digits = 0 if ratio >= 20 else 1 if ratio >= 2 else 2
        pale = abs(table[y][x]) < 2.6
        area.text(x, y, f"{ratio:.{digits}f}", ha="center", va="center", fontsize=8,
                  color="black" if pale else "white")
    area.set_title(f"{title} (white: {target:g}; grey: not measured)", fontsize=10)
    area.set_xticks(range(len(columns)), columns)
    area.set_xlabel("bytes of an item")
    area.set_yticks(range(len(rows)), rows, fontsize=8)
    area.tick_params(length=0)


def draw_ratios(cases, operation, path):
    """Tables of all ratios of an operation, by layout and bytes of an item."""
    cases = [case for case in cases if case.operation == operation and case.large
             and not (even(case) and case.bytes in SIZES) and (case.stepped() or case.moves_axes())]
    if not cases:
        return
    rows = sorted({family(case) for case in cases}, key=lambda name: (
        not name.startswith("1-d"), "even" not in name, name.count("×"), name))
    columns = sorted({case.item for case in cases}, key=int)
    figure, areas = plot.subplots(1, 3, figsize=(16, 1.5 + 0.27 * max(len(rows), 4)), sharey=True)
    for area, (title, attribute, target) in zip(areas, RATIOS):
        ratios = {(family(case), case.item): getattr(case, attribute)
                  for case in cases if getattr(case, attribute)}
        draw_ratios_of(area, title, target, rows, columns, ratios)
    figure.suptitle(f"Large strided copies, {operation}: how many times as fast we are")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def draw_python(cases, path):
    """A bar for each statement, from 1 to its ratio."""
    cases = [case for case in cases if case.over_cpython][::-1]
    figure, area = plot.subplots(figsize=(10, 1 + 0.24 * len(cases)))
    ratios = [case.over_cpython for case in cases]
    bars = area.barh([case.title for case in cases], [ratio - 1 for ratio in ratios], left=1,
                     color=["#0b62a4" if ratio >= 1 else "#d1600a" for ratio in ratios])
    area.bar_label(bars, [f"{ratio:.3g}" for ratio in ratios], padding=3, fontsize=8)
    area.set_xscale("log")
    area.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    area.set_xlim(min(0.5, *ratios) * 0.6, max(ratios) * 2)
    area.axvline(1, color="black", linewidth=0.8)
    area.margins(y=0.01)
    area.tick_params(axis="y", labelsize=8)
    area.spines[["top", "right"]].set_visible(False)
    area.set_title("Statements in CPython: how many times as fast with the library installed")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main(results, folder):
    cases, statements = read_cases(results), read_python(results)
    folder = Path(folder)
    for earlier in folder.glob("*.png"):
        earlier.unlink()
    draw_curves(cases, folder / "curves.png")
    for operation in "to-contiguous", "from-contiguous":
        draw_ratios(cases, operation, folder / f"{operation}.png")
    if any(case.over_cpython for case in statements):
        draw_python(statements, folder / "python.png")
    print(*sorted(folder.glob("*.png")), sep="\n")


main(*sys.argv[1:])
