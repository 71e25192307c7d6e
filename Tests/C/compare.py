"""Compare observations of this library with CPython's, except for listed differences.

usage: compare.py VERSION OURS THEIRS [DIFFERENCES]

OURS and THEIRS are folders of observation files, one for each test program, of the same names; or
two files. DIFFERENCES, by default differences.txt beside this file, has a line for each allowed
difference, of five fields with " | " between them, and comments after "#" at the start of a line:

    versions | program: claim | CPython's text | our text | reason

Versions are like "<3.12", ">=3.11", ">=3.10,<3.12" or "all". Claim and texts are patterns in which
"*" stands for anything. An observation that one side lacks has the text "(nothing)"; the text
"(a value)" stands for any observation without an error. A difference that no line allows fails, and
so does a line that allows nothing although VERSION is in its range.
"""

import re
import sys
from pathlib import Path

NOTHING = "(nothing)"
VALUE = "(a value)"


class Entry:
    """A line of the list of differences."""

    def __init__(self, line, number):
        fields = [field.strip() for field in line.split(" | ")]
        if len(fields) != 5 or not all(fields):
            raise SystemExit(f"line {number} of the differences has not five fields: {line}")
        self.versions, self.claim, theirs, ours, self.reason = fields
        self.number = number
        self.uses = 0
        self.patterns = [pattern(text) for text in (self.claim, theirs, ours)]

    def covers(self, version):
        return self.versions == "all" or all(
            holds(version, condition) for condition in self.versions.split(",")
        )

    def allows(self, claim, theirs, ours):
        texts = (claim, theirs, ours)
        return all(p.fullmatch(text) for p, text in zip(self.patterns, texts))


def pattern(text):
    """A regular expression for a text in which "*" stands for anything, or for "(a value)"."""
    if text == VALUE:
        return re.compile(r"(?!.*[Ee]rror: )(?!\(nothing\)$).*", re.S)
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.S)


def holds(version, condition):
    """Tell whether (3, 11, 2) meets a condition such as "<3.12" or "==3.11"."""
    match = re.fullmatch(r"(<|<=|==|>=|>)(\d+(?:\.\d+)*)", condition.strip())
    if match is None:
        raise SystemExit(f"not a condition on versions: {condition}")
    bound = tuple(int(part) for part in match[2].split("."))
    part = version[: len(bound)]
    return {
        "<": part < bound, "<=": part <= bound, "==": part == bound,
        ">=": part >= bound, ">": part > bound,
    }[match[1]]


def read_entries(path, version):
    """The entries of a list of differences that apply to a version."""
    lines = enumerate(path.read_text().splitlines(), 1)
    entries = [Entry(line, n) for n, line in lines if line.strip() and not line.startswith("#")]
    return [entry for entry in entries if entry.covers(version)]


def read_observations(path):
    """Texts by "program: claim" of all observation files in a folder, or of one file."""
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    observations = {}
    for file in files:
        for line in file.read_text(errors="replace").splitlines():
            claim, _, seen = line.partition(" => ")
            key = f"{file.stem}: {claim}"
            if key in observations:
                raise SystemExit(f"{file}: two observations for one claim: {claim}")
            observations[key] = seen
    return observations


def compare(version, ours, theirs, differences):
    """Compare two folders. Returns the number of observations, of allowed differences, and a list
    of problems."""
    ours, theirs = read_observations(ours), read_observations(theirs)
    entries = read_entries(differences, version)
    allowed, problems = 0, []
    for claim in sorted(ours.keys() | theirs.keys()):
        our_text, their_text = ours.get(claim, NOTHING), theirs.get(claim, NOTHING)
        if our_text == their_text:
            continue
        entry = next((e for e in entries if e.allows(claim, their_text, our_text)), None)
        if entry is None:
            problems.append(f"{claim}\n    CPython: {their_text}\n    ours:    {our_text}")
        else:
            entry.uses += 1
            allowed += 1
    for entry in entries:
        if entry.uses == 0:
            problems.append(f"stale: line {entry.number} allows nothing: {entry.claim}")
    return len(theirs), allowed, problems


def main(arguments):
    version = tuple(int(part) for part in re.findall(r"\d+", arguments[0]))
    differences = Path(__file__).with_name("differences.txt")
    if len(arguments) > 3:
        differences = Path(arguments[3])
    count, allowed, problems = compare(version, Path(arguments[1]), Path(arguments[2]), differences)
    for problem in problems:
        print(problem)
    print(f"{arguments[0]}: {count} observations, {allowed} listed differences")
    sys.exit(1 if problems or not count else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
