"""Draw the results: share of memcpy over size (sizes.png) and by shape (shapes.png), and statements in
CPython (python.png).

usage: plot.py RESULTS FOLDER
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plot
from matplotlib.ticker import FuncFormatter

from layouts import read_layout
from results import PERMUTED, Results, geometric_mean, in_bytes

# Name, attribute of its ratio, color, and marker.
PEERS = [
    ("PyTorch", "over_torch", "#8a4fb0", "^"), ("NumPy", "over_numpy", "#3f8f3f", "s"),
    ("CPython", "over_cpython", "#d1600a", "D"), ("newest CPython", "over_newest", "#8c5a2b", "v"),
]
OURS = "#0b62a4"
MOST_SHARE = 1.6
LIMIT_OF_SHAPES, LIMIT_OF_SIZES, LIMIT_OF_MANY, LIMIT_OF_TRAFFIC = 0.85, 0.42, 0.4, 0.9


def share(case, attribute):
    """The share of memcpy that a peer reaches; None if it was not measured."""
    ratio = getattr(case, attribute)
    return case.over_memory / ratio if ratio else None


def measured(results):
    """The peers with results, the newest CPython only if it is another one."""
    return [peer for peer in PEERS if any(getattr(case, peer[1]) for case in results.cases)
            and (peer[1] != "over_newest" or results.versions["newest"])]


def handles_of(peers):
    """Lines of a legend for the peers."""
    return [plot.Line2D([], [], color=color, marker=marker, label=name)
            for name, _, color, marker in peers]


def clean(area):
    area.grid(True, which="major", color="#dddddd", linewidth=0.7)
    area.set_axisbelow(True)
    area.spines[["top", "right"]].set_visible(False)


def even_part(number):
    return number & -number


def parity(case):
    """Whether a case is on a curve: `even`, if its extents are powers of two and as equal as possible;
    `odd`, if it has one row more than those and one column less; None if it is on none."""
    if not case.transposed() or case.operation != "to-contiguous":
        return None
    rows, columns = read_layout(case.layout).extents
    for name, more in ("even", 0), ("odd", 1):
        evens = rows - more, columns + more
        if all(even_part(extent) == extent for extent in evens) and evens[1] in (evens[0], 2 * evens[0]):
            return name
    return None


def draw_sizes_of(area, cases, peers):
    cases = sorted(cases, key=lambda case: case.bytes)
    area.plot([case.bytes for case in cases], [case.over_memory for case in cases], color=OURS,
              linewidth=2.4, marker="o", markersize=4)
    for _, attribute, color, marker in peers:
        points = [(case.bytes, share(case, attribute)) for case in cases if share(case, attribute)]
        if points:
            area.plot(*zip(*points), color=color, linewidth=1.2, marker=marker, markersize=3.5)
    area.hlines(LIMIT_OF_SIZES, 1 << 10, 1 << 20, color="black", linestyle=":", linewidth=1)
    area.set_xscale("log", base=4)
    area.xaxis.set_major_formatter(FuncFormatter(lambda value, _: in_bytes(int(value))))
    area.tick_params(axis="x", rotation=45, labelsize=8)
    clean(area)


def draw_sizes(results, path):
    cases = [case for case in results.cases if parity(case)]
    if not cases:
        return
    figure, areas = plot.subplots(2, 4, figsize=(17, 8), sharex=True, sharey=True)
    for row, kind in zip(areas, ("even", "odd")):
        for area, item in zip(row, "1248"):
            draw_sizes_of(area, [case for case in cases if (case.item, parity(case)) == (item, kind)],
                          measured(results))
            area.set_title(f"items of {item} bytes, {kind} extents", fontsize=10)
        row[0].set_ylabel("share of memcpy")
    handles = handles_of([("ours", "", OURS, "o"), *measured(results)])
    figure.legend(handles=handles, loc="upper center", ncol=len(handles), frameon=False, fontsize=11)
    figure.supxlabel("bytes of items; dotted: the limit for the mean")
    figure.tight_layout(rect=(0, 0, 1, 0.95))
    figure.savefig(path, dpi=110)


def shape_groups(results):
    """Title, cases, attribute of our share, limit."""
    to = [case for case in results.cases if case.operation == "to-contiguous"]
    for name in (*PERMUTED, "many"):
        limit = LIMIT_OF_MANY if name == "many" else LIMIT_OF_SHAPES
        title = "many tiny axes" if name == "many" else f"permutations: {name}"
        yield title, name, [case for case in to if name in case.groups], limit
    yield ("gathers and scatters, share of their own traffic", None,
           [case for case in results.cases if case.gathers()], LIMIT_OF_TRAFFIC)


def draw_shapes_of(area, title, group, cases, limit, peers):
    """A bar for each case, and a mark for each peer."""
    places = range(len(cases))
    ours = [case.over_memory if group else case.over_traffic() for case in cases]
    names = [f"{case.groups[group]}  ({case.item} B)" if group
             else f"{case.operation} {case.layout.split('.')[1]}  ({case.item} B)" for case in cases]
    bars = area.barh(places, [min(value, MOST_SHARE) for value in ours], height=0.7,
                     color=[OURS if value >= limit else "#7fb2dd" for value in ours])
    area.bar_label(bars, [f"{value:.2f}" for value in ours], padding=2, fontsize=7)
    for _, attribute, color, marker in peers:
        points = [(min(share(case, attribute) * ours[place] / case.over_memory, MOST_SHARE), place)
                  for place, case in enumerate(cases) if share(case, attribute)]
        if points:
            area.plot(*zip(*points), marker, color=color, markersize=4)
    area.axvline(limit, color="black", linestyle=":", linewidth=1)
    area.set_yticks(places, names, fontsize=7)
    area.set_ylim(len(cases) - 0.4, -0.6)
    area.set_xlim(0, MOST_SHARE * 1.06)
    area.set_title(f"{title}: mean {geometric_mean(ours):.2f}", fontsize=10, loc="left")
    clean(area)


def draw_shapes(results, path):
    groups = [group for group in shape_groups(results) if group[2]]
    if not groups:
        return
    rows = [len(cases) + 3 for _, _, cases, _ in groups]
    figure, areas = plot.subplots(len(groups), 1, figsize=(11, 0.19 * sum(rows) + 1), squeeze=False,
                                  gridspec_kw={"height_ratios": rows})
    peers = measured(results)
    for area, group in zip(areas.flat, groups):
        draw_shapes_of(area, *group, peers)
    figure.legend(handles=handles_of(peers), loc="upper right", ncol=len(peers), frameon=False)
    figure.supxlabel("share of memcpy; dotted: the limit; pale: below it", fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.99))
    figure.savefig(path, dpi=110)


def draw_python(statements, path):
    """A bar for each statement, from 1 to its ratio."""
    cases = [case for case in statements if case.over_cpython][::-1]
    if not cases:
        return
    figure, area = plot.subplots(figsize=(10, 1 + 0.24 * len(cases)))
    ratios = [case.over_cpython for case in cases]
    bars = area.barh([case.title for case in cases], [ratio - 1 for ratio in ratios], left=1,
                     color=[OURS if ratio >= 1 else "#d1600a" for ratio in ratios])
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
    results, folder = Results(results), Path(folder)
    for earlier in folder.glob("*.png"):
        earlier.unlink()
    draw_sizes(results, folder / "sizes.png")
    draw_shapes(results, folder / "shapes.png")
    draw_python(results.statements, folder / "python.png")
    print(*sorted(folder.glob("*.png")), sep="\n")


main(*sys.argv[1:])
