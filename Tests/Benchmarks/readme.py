"""Write the figures of the last run between two comments of README.md.

usage: readme.py RESULTS README
"""

import re
import sys
from pathlib import Path

from results import Results, geometric_mean

BEGIN, END = "<!-- figures: make bench, make readme-table -->", "<!-- end of figures -->"


def case(name):
    """The case whose name starts so."""
    return lambda found: found.name.startswith(name + "/")


def permuted(found):
    return found.permuted() and found.operation == "to-contiguous"


# What was done, and the cases; the second entry of a pair follows a semicolon.
ROWS = [
    ("permutations of 2 to 6 axes, 36 to 134 MB, mean", [permuted]),
    ("doubles, 4096 × 4096, transposed", [case("to-contiguous/4096x4096.10/8")]),
    ("bytes, 8192 × 8192, transposed", [case("to-contiguous/8192x8192.10/1")]),
    ("images N,H,W,C to N,C,H,W, 4-byte items, 64 channels",
     [case("to-contiguous/7x160x225x64.0312/4")]),
    ("24 axes of 2, reversed", [case("to-contiguous/2^24.nmlkjihgfedcba9876543210/4")]),
    ("2-d transpositions of 1 KiB to 1 MiB, mean", [lambda found: found.medium()]),
    ("every second of 16 Mi 4-byte items", [case("to-contiguous/16777216.step2/4")]),
    ("`==` of 1 MiB of bytes; of doubles",
     [case("equal/1048576.step1/B"), case("equal/131072.step1/d")]),
    ("`==` of shorts and doubles, 256 Ki", [case("equal-formats/262144.step1/h,d")]),
    ("`hex` of 1 MiB; of 16 MiB", [case("hex/1048576.step1/B"), case("hex/16777216.step1/B")]),
    ("`count` in 16 MiB of bytes", [case("count/16777216.step1/B")]),
    ("a view of bytes, created and freed; a slice; a request", [
        case("create-free/view/B"), case("slice-free/view/B"), case("request-release/view/B")]),
]


def number(ratio):
    return "" if ratio is None else f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def share(ratio):
    return "" if ratio is None else f"{ratio:.2f}"


def is_bounded(found):
    """Whether memcpy or memcmp does comparable work."""
    return found.copies() or found.operation in ("equal", "hex")


def cell(results, selections, attribute, text):
    cases = results.cases
    if attribute == "over_memory":
        cases = [found for found in cases if is_bounded(found)]
    means = (geometric_mean(getattr(found, attribute) for found in cases if wanted(found))
             for wanted in selections)
    return "; ".join(text(mean) for mean in means).strip("; ")


def table(results):
    columns = [(title, attribute) for title, attribute in results.peers()[1:]]
    heads = [f"× {title}" for title, _ in columns]
    yield f"| work | {' | '.join(heads)} | share of memcpy or memcmp |"
    yield "|---" * (len(heads) + 2) + "|"
    for title, selections in ROWS:
        cells = [cell(results, selections, attribute, number) for _, attribute in columns]
        cells.append(cell(results, selections, "over_memory", share))
        yield f"| {title} | {' | '.join(cells)} |"


def main(results, readme):
    results, readme = Results(results), Path(readme)
    missing = [title for title, selections in ROWS
               if not all(any(map(wanted, results.cases)) for wanted in selections)]
    if missing:
        sys.exit(f"the last run of make bench did not measure: {', '.join(missing)}")
    text, lines = readme.read_text(), "\n".join(table(results))
    pattern = f"(?s)({re.escape(BEGIN)}\n).*?({re.escape(END)})"
    if not re.search(pattern, text):
        sys.exit(f"{readme} lacks the comment {BEGIN}")
    readme.write_text(re.sub(pattern, lambda found: f"{found[1]}{lines}\n{found[2]}", text))


main(*sys.argv[1:])
