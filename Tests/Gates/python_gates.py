"""Compare instructions of small operations inside CPython with the interpreter's own memoryview.

usage: python_gates.py MARKS PACKAGE THRESHOLDS SCRATCH [--python COMMAND] [--set]

An operation may take at most the share of the interpreter's own instructions that THRESHOLDS gives
it, in default and in strict mode; in versions of CPython other than VERSION, at most as many. Those
for interpreting it are part of both, those of the loop around it of neither. With --set, the
thresholds are set from the measured shares; none is above 1.
"""

import argparse
import concurrent.futures
import subprocess
import sys
from pathlib import Path

from gates import count_instructions

SCRIPT = Path(__file__).with_name("python_operations.py")
COUNT = 300
# The version that the thresholds are for.
VERSION = "3.11"
# The difference of a new threshold from the measured share, and what the state of the interpreter's
# heap makes of difference.
ROOM, NOISE = 0.03, 0.03
MODES = "stock", "default", "strict"


def measure(options, mode):
    """Instructions of each operation, without those of the loop."""
    scratch = Path(options.scratch).resolve() / mode
    scratch.mkdir(parents=True, exist_ok=True)
    counts = count_instructions(
        [*options.python.split(), str(SCRIPT), options.marks, str(COUNT), mode, options.package],
        scratch, PYTHONHASHSEED="1",
    )
    loop = counts.pop("nothing")
    return {operation: count - loop for operation, count in counts.items()}


def version(python):
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([*python.split(), "-c", code], text=True, check=True,
                          stdout=subprocess.PIPE).stdout.strip()


def read_thresholds(path):
    lines = [line.split("#")[0].split() for line in path.read_text().splitlines()]
    return {fields[0]: [float(field) for field in fields[1:]] for fields in lines if fields}


def write_thresholds(path, shares):
    lines = [line for line in path.read_text().splitlines() if line.startswith("#")]
    for operation, measured in sorted(shares.items()):
        fields = "".join(f"{min(share + ROOM, 1):10.2f}" for share in measured)
        lines.append(f"{operation:20}{fields}")
    path.write_text("\n".join(lines) + "\n")


def print_comparison(counts, shares, allowed):
    """Print the table; returns whether anything is exceeded or missing."""
    failed = False
    print(f"{'operation':20}{'stock':>9}{'default':>9}{'strict':>9}{'shares':>13}{'most':>12}")
    for operation in sorted(allowed.keys() | shares.keys()):
        measured, most = shares.get(operation), allowed.get(operation)
        if measured is None or most is None:
            print(f"{operation:20}{'NOT MEASURED' if measured is None else 'NO THRESHOLD'}")
            failed = True
            continue
        exceeded = any(share > limit + NOISE for share, limit in zip(measured, most))
        failed |= exceeded
        print(
            f"{operation:20}" + "".join(f"{count[operation]:9.0f}" for count in counts)
            + "   %5.2f %5.2f   %5.2f %5.2f" % (*measured, *most)
            + ("  EXCEEDED" if exceeded else "")
        )
    return failed


def main():
    parser = argparse.ArgumentParser()
    for name in "marks", "package", "thresholds", "scratch":
        parser.add_argument(name)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--set", action="store_true")
    options = parser.parse_args()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda mode: measure(options, mode), MODES))
    stock = counts[0]
    shares = {
        operation: [count[operation] / stock[operation] for count in counts[1:]]
        for operation in stock
    }
    path = Path(options.thresholds)
    if options.set:
        write_thresholds(path, shares)
    allowed = read_thresholds(path)
    if version(options.python) != VERSION:
        allowed = dict.fromkeys(allowed, [1, 1])
    if print_comparison(counts, shares, allowed):
        sys.exit(f"an operation inside CPython costs more than {path.name} allows")


if __name__ == "__main__":
    main()
