"""Check that each sentence of the headers that promises something is named by a test.

    check_claims.py ROOT              check the table claims.tsv, and fail if anything is missing
    check_claims.py ROOT --summary    print the numbers only
    check_claims.py ROOT --update     add new sentences to the table, without a test, and drop old ones

A row of the table has the id of a sentence (header_claims.py), what holds it, and the sentence as it stood when
that was decided: a changed sentence must be looked at again. What holds it is one of

    FILE:TEST …     functions of tests, by the name of their file, such as flat_items:info_describes_the_array
    FILE            a whole test program, with its suffix
    duty            a duty of the caller, which no test of the library can observe
    remark …        promises nothing, for the reason given
    -               nothing yet
"""

import re
import sys
from pathlib import Path

from header_claims import claims

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

HEADERS = ["pymv.h", "pymemoryview/memoryview.h", "pymemoryview/buffer.h"]
TABLE = Path(__file__).with_name("claims.tsv")


def read_table():
    rows = [line.split("\t") for line in TABLE.read_text().splitlines()] if TABLE.exists() else []
    return {name: (held, sentence) for name, held, sentence in rows}


def kind(held):
    word = held.split(" ")[0]
    return {"duty": "duty", "remark": "remark", "-": "nothing"}.get(word, "test")


class Tests:
    """The files of tests by name, and whether they have a function."""

    def __init__(self, root):
        self.files = {}
        for path in (root / "Tests").rglob("*"):
            if path.suffix in (".c", ".py", ".sh"):
                for name in (path.name, path.stem, f"{path.parent.name}/{path.stem}"):
                    self.files.setdefault(name, []).append(path)

    def problem(self, name):
        """Why a test does not exist; empty if it does."""
        file, _, function = name.partition(":")
        # A stem may be that of several programs, one of which has the function.
        found = self.files.get(file, [])
        if not found:
            return f"no test {file}"
        pattern = rf"\b(?:def {function}|static void {function}|{function}\(\) \{{)"
        return "" if not function or any(re.search(pattern, path.read_text()) for path in found) else f"no {name}"


def check_row(tally, name, sentence, row, tests):
    if row is None:
        tally.check(name, f"not in {TABLE.name}: {sentence}")
    elif row[1] != sentence:
        tally.check(name, f"was {row[1]!r}, is {sentence!r}: does its test still hold it?")
    elif kind(row[0]) == "nothing":
        tally.check(name, f"no test: {sentence}")
    elif kind(row[0]) == "test":
        tally.check(name, " ".join(filter(None, map(tests.problem, row[0].split()))))
    else:
        tally.check(name)


def check(root, table):
    tally, tests, known = Tally(verbose=False), Tests(root), set()
    for header in HEADERS:
        for name, sentence in claims(root / "Include" / header):
            tally.check(name, "is the id of two sentences" if name in known else "")
            known.add(name)
            check_row(tally, name, sentence, table.get(name), tests)
    for name in table.keys() - known:
        tally.check(name, "no such sentence")
    tally.finish()


def summarize(root, table):
    for header in HEADERS:
        counts = {"test": 0, "duty": 0, "remark": 0, "nothing": 0}
        for name, sentence in claims(root / "Include" / header):
            row = table.get(name, ("-", sentence))
            counts[kind(row[0]) if row[1] == sentence else "nothing"] += 1
        print("{}: {} sentences, {test} named by a test, {duty} duties of the caller, {remark} remarks, "
              "{nothing} without".format(Path(header).name, sum(counts.values()), **counts))


def update(root, table):
    lines = []
    for header in HEADERS:
        for name, sentence in claims(root / "Include" / header):
            held, before = table.get(name, ("-", sentence))
            lines.append(f"{name}\t{held}\t{before}")
    TABLE.write_text("\n".join(lines) + "\n")


def main():
    root, table = Path(sys.argv[1]), read_table()
    {"--summary": summarize, "--update": update}.get(" ".join(sys.argv[2:]), check)(root, table)


main()
