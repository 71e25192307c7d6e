"""Compare instructions and allocations of the small operations with the thresholds.

usage: gates.py PROGRAM COUNTER THRESHOLDS SCRATCH [set]

PROGRAM is built from gates.c, COUNTER from failing_malloc.c. Counts, unlike times, do not depend on
the load of the machine. Start-up and loops cancel out, because a count is the difference of two
runs, divided by the difference of their lengths. With `set`, the thresholds are set from the
measured counts.
"""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

COUNT = 1000
# The ratio of a new threshold to the measured count, and the ratio from which on it is stale.
ROOM = 1.05
STALE = 1.25


def per_operation(totals):
    """Count for each operation, of the totals {(operation, times): count}."""
    counts = {}
    for operation, times in totals:
        if (operation, 2 * times) in totals:
            difference = totals[operation, 2 * times] - totals[operation, times]
            counts[operation] = difference / times
    return counts


def run(command, **variables):
    ended = subprocess.run(
        command, env=dict(os.environ, **variables), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    if ended.returncode != 0:
        sys.exit(f"{ended.stdout}{command[0]} failed with status {ended.returncode}")
    return ended.stdout


def count_instructions(command, scratch, **variables):
    """Instructions of each operation of a program that runs it so many times, and twice as often."""
    for old in scratch.glob("callgrind.out*"):
        old.unlink()
    run([
        "valgrind", "--tool=callgrind", f"--callgrind-out-file={scratch}/callgrind.out",
        *command,
    ], **variables)
    totals = {}
    for dump in scratch.glob("callgrind.out.*"):
        text = dump.read_text(errors="replace")
        name = re.search(r"^desc: Trigger: Client Request: (\S+) (\d+)$", text, re.M)
        total = re.search(r"^(?:totals|summary): (\d+)", text, re.M)
        if name and total:
            totals[name[1], int(name[2])] = int(total[1])
    return per_operation(totals)


def count_allocations(program, counter):
    totals = {}
    for line in run([program, str(COUNT)], LD_PRELOAD=str(counter)).splitlines():
        operation, times, count = line.split()
        totals[operation, int(times)] = int(count)
    return per_operation(totals)


def read_thresholds(path):
    """Most instructions and most allocations for each operation."""
    thresholds = {}
    for line in path.read_text().splitlines():
        fields = line.split("#")[0].split()
        if fields:
            thresholds[fields[0]] = int(fields[1]), int(fields[2])
    return thresholds


def write_thresholds(path, instructions, allocations):
    lines = [line for line in path.read_text().splitlines() if line.startswith("#")]
    for operation, count in sorted(instructions.items()):
        most = math.ceil(count * ROOM)
        lines.append(f"{operation:20}{most:12}{math.ceil(allocations[operation]):13}")
    path.write_text("\n".join(lines) + "\n")


def verdict(measured, allowed):
    if any(count > most for count, most in zip(measured, allowed)):
        return "EXCEEDED"
    if any(most > STALE * count for count, most in zip(measured, allowed)):
        return "stale threshold: lower it"
    return ""


def print_comparison(instructions, allocations, allowed):
    """Print the table; returns whether anything is exceeded or missing."""
    failed = False
    print(f"{'operation':22}{'instructions':>14}{'most':>7}{'allocations':>14}{'most':>7}")
    for operation in sorted(allowed.keys() | instructions.keys()):
        measured = instructions.get(operation, 0), allocations.get(operation, 0)
        most = allowed.get(operation, (0, 0))
        remark = verdict(measured, most) if operation in instructions else "NOT MEASURED"
        failed |= remark.isupper()
        print(
            f"{operation:22}{measured[0]:14.1f}{most[0]:7}{measured[1]:14.1f}{most[1]:7}"
            f"  {remark}".rstrip()
        )
    return failed


def main(program, counter, thresholds, scratch, *options):
    scratch = Path(scratch).resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    instructions = count_instructions([program, str(COUNT)], scratch)
    allocations = count_allocations(program, Path(counter).resolve())
    if "set" in options:
        write_thresholds(Path(thresholds), instructions, allocations)
    allowed = read_thresholds(Path(thresholds))
    failed = print_comparison(instructions, allocations, allowed)
    if failed:
        sys.exit("a small operation costs more than Tests/Gates/thresholds.txt allows")


if __name__ == "__main__":
    main(*sys.argv[1:])
