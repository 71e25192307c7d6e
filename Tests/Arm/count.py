"""Count the instructions of kernels under qemu, and compare them with thresholds.

usage: count.py THRESHOLDS COMMAND... [set]

COMMAND runs counted.c with qemu's options to log each instruction and system call on standard error.
Start-up and loops cancel out, because a count is the difference between running an operation twice
and once. With `set`, the thresholds are set from the counts.
"""

import math
import subprocess
import sys
from pathlib import Path

# The ratio of a new threshold to the count, and the ratio from which on it is stale.
ROOM, STALE = 1.05, 1.25
MARK, INSTRUCTION = "getppid(", "Trace "


def count_between_marks(lines):
    """Numbers of logged instructions between one mark and the next."""
    counts = [0]
    for line in lines:
        if MARK in line:
            counts.append(0)
        elif line.startswith(INSTRUCTION):
            counts[-1] += 1
    return counts


def measure(command):
    """Instructions by operation."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        counts = count_between_marks(process.stderr)
        names = process.stdout.read().split()
    if process.returncode != 0 or not names or len(counts) != 3 * len(names) + 1:
        sys.exit(f"{command[0]}: status {process.returncode}, {len(counts)} marks, {names}")
    # Before the first mark is the warm-up of the first operation; afterwards three parts for each.
    return {name: counts[3 * i + 2] - counts[3 * i + 1] for i, name in enumerate(names)}


def read_thresholds(path):
    rows = [line.split() for line in path.read_text().splitlines() if not line.startswith("#")]
    return {name: int(most) for name, most in rows}


def write_thresholds(path, counts):
    lines = [line for line in path.read_text().splitlines() if line.startswith("#")]
    lines += [f"{name:28}{math.ceil(ROOM * count):10}" for name, count in counts.items()]
    path.write_text("\n".join(lines) + "\n")


def verdict(count, most):
    if count > most:
        return "EXCEEDED"
    return "stale threshold: lower it" if most > STALE * count else ""


def main(thresholds, *command):
    path = Path(thresholds)
    counts = measure([part for part in command if part != "set"])
    if "set" in command:
        write_thresholds(path, counts)
    allowed = read_thresholds(path)
    remarks = [verdict(count, allowed.get(name, 0)) for name, count in counts.items()]
    print(f"{'operation':28}{'instructions':>14}{'most':>10}")
    for (name, count), remark in zip(counts.items(), remarks):
        print(f"{name:28}{count:14}{allowed.get(name, 0):10}  {remark}".rstrip())
    if "EXCEEDED" in remarks or counts.keys() != allowed.keys():
        sys.exit(f"more instructions, or other operations, than in {path}")


main(*sys.argv[1:])
