"""Check vectors.tsv: every line against reference.py, sizes and offsets against struct, ctypes and NumPy.

usage: check_vectors.py [TEXT...]

With texts, print the lines that they would have in the file. NumPy is used if this interpreter has it,
ctypes' structures from CPython 3.12 on.
"""

import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "C" / "tools"))

from samples import array_objects, ctypes_objects, numpy_objects
from reference import FormatError, notation, read, unescaped
from tally import Tally

FEWEST = 450

def expected(text):
    """The columns of a text as reference.py reads it, without the source."""
    try:
        found = read(text)
    except FormatError as error:
        return ["error", str(error.position), error.reason]
    return [str(found.size), str(found.alignment), notation(found.fields)]


def load(path):
    """The lines of the file: texts and their other columns, without the source."""
    rows = [line.split("\t") for line in path.read_text().split("\n") if line and line[:1] != "#"]
    return [(unescaped(row[0]), row[1:-1]) for row in rows]


def check_lines(rows, tally):
    for text, columns in rows:
        wanted = expected(text)
        tally.check(f"{text!r}", None if columns == wanted else f"{columns}, read again as {wanted}")
    texts = [text for text, _ in rows]
    tally.check("no text stands twice", None if len(set(texts)) == len(texts) else "some do")
    tally.check("there are enough", None if len(texts) >= FEWEST else f"{len(texts)}")


def check_struct(rows, tally):
    """What struct accepts has the size that struct computes."""
    accepted = 0
    for text, columns in rows:
        try:
            size = struct.calcsize(text)
        except (struct.error, ValueError):
            continue
        accepted += 1
        tally.check(f"struct {text!r}", None if columns[0] == str(size) else f"{columns[0]}, struct {size}")
    print(f"struct reads {accepted} of {len(rows)} texts", flush=True)


def check_exporter(name, objects, rows, tally):
    """Formats of living objects are in the file, with the itemsize and offsets of the exporter."""
    known, seen = dict(rows), 0
    for label, exporter, offsets in objects:
        view = memoryview(exporter)
        text = view.format.encode("utf-8", "surrogateescape")
        tally.check(f"{label}: {text!r} is in the file", None if text in known else "it is not")
        if text in known and known[text][0] != "error":
            seen += 1
            problem = members_problem(read(text), offsets, view.itemsize) if offsets else None
            tally.check(f"{label}: {text!r}", problem)
    print(f"{name}: {seen} formats", flush=True)


def members_problem(found, offsets, itemsize):
    """How the members of the structure that a format describes differ; None if they do not."""
    members = {f.name.decode(): f.offset for f in found.fields if f.depth == 1}
    if members != offsets:
        return f"offsets {members}, of the exporter {offsets}"
    return None if found.size <= itemsize else f"size {found.size}, of the exporter {itemsize}"


def check_numpy_reader(rows, tally):
    """NumPy reads formats too; one value has the same size and offsets there."""
    try:
        from numpy._core._internal import _dtype_from_pep3118
    except ImportError:
        return
    compared = 0
    for text, columns in rows:
        found = read(text) if columns[0] != "error" else None
        kind = numpy_type(_dtype_from_pep3118, text) if found and is_one_value(found) else None
        if kind is not None:
            compared += 1
            tally.check(f"NumPy reads {text!r}", numpy_problem(found, kind))
    print(f"NumPy reads {compared} texts", flush=True)


def is_one_value(found):
    """Whether a format is one value without a name. NumPy makes structures of all others."""
    outer = [f for f in found.fields if f.depth == 0]
    return len(outer) == 1 and outer[0].name is None and outer[0].size == found.size


def numpy_type(reader, text):
    """NumPy's type of a text; None if it refuses the text."""
    try:
        return reader(text.decode())
    except Exception:
        return None


def numpy_problem(found, kind):
    if found.size != kind.itemsize:
        return f"size {found.size}, NumPy {kind.itemsize}"
    has_names = all(f.name is not None for f in found.fields if f.depth == 1)
    if not kind.names or not has_names:
        return None
    return members_problem(found, {name: kind.fields[name][1] for name in kind.names}, kind.itemsize)


def main():
    for text in sys.argv[1:]:
        print("\t".join([text, *expected(unescaped(text)), "grammar"]))
    if sys.argv[1:]:
        return
    rows, tally = load(HERE / "vectors.tsv"), Tally(verbose=False)
    check_lines(rows, tally)
    check_struct(rows, tally)
    check_exporter("ctypes", ctypes_objects(), rows, tally)
    check_exporter("array", array_objects(), rows, tally)
    check_exporter("NumPy", numpy_objects(), rows, tally)
    check_numpy_reader(rows, tally)
    tally.finish()


main()
