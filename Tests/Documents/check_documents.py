"""Check what the documents refer to: paths, and numbers that the sources define.

    check_documents.py ROOT
"""

import re
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:Sources|Tests|Include)/[\w./+-]+\w)`")
# Document, pattern with the number, source, pattern with the number there, unit of the document.
NUMBERS = [
    ("Sources/Guide/limits.md", r"axes of a view \| (\d+)",
     "Sources/Layout/StridedArray.swift", r"maximumAxisCount: Int \{ (\d+)", 1),
    ("Sources/Guide/limits.md", r"share a copy \| (\d+)",
     "Sources/Kernels/include/Workers.h", r"PYMV_K_MOST_THREADS = (\d+)", 1),
    ("Sources/Guide/limits.md", r"shipped ones \| (\d+);",
     "Sources/FormatTables/include/FormatTables.h", r"PYMV_MOST_SCALARS = (\d+)", 1),
    ("Sources/Guide/limits.md", r"names of (\d+) bytes",
     "Sources/FormatTables/include/FormatTables.h", r"PYMV_MOST_SCALAR_NAME = (\d+)", 1),
    ("Sources/Guide/limits.md", r"items of (\d+) bytes",
     "Sources/FormatTables/include/FormatTables.h", r"PYMV_MOST_SCALAR_SIZE = (\d+)", 1),
    ("Sources/Guide/limits.md", r"parsed formats that are kept \| (\d+) KiB",
     "Sources/FormatTables/programs.c", r"storage\[1 << (\d+)\]", 1024),
    ("Sources/Guide/limits.md", r"a copy of their own \| (\d+) KiB",
     "Sources/MemoryViewTables/native_formats.c", r"storage\[1 << (\d+)\]", 1024),
    ("Sources/Guide/versions.md", r"`libpymv\.so\.(\d+)`",
     "Makefile", r"(?:\nABI := |libpymv\.so\.)(\d+)", 1),
]


def broken_references(root, document):
    text = (root / document).read_text()
    broken = [link for link in LINK.findall(text) if not (root / document.parent / link).exists()]
    return " ".join(broken + [path for path in PATH.findall(text) if not (root / path).exists()])


def number_in(root, path, pattern):
    found = re.search(pattern, (root / path).read_text())
    return int(found.group(1)) if found else None


def wrong_number(root, document, pattern, source, source_pattern, unit):
    written, defined = number_in(root, document, pattern), number_in(root, source, source_pattern)
    if written is None or defined is None:
        return "not found"
    if "<<" in source_pattern:
        defined = 1 << defined
    return "" if written * unit == defined else f"{written * unit}, but {defined} in {source}"


def main():
    tally, root = Tally(verbose=False), Path(sys.argv[1])
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-co", "--exclude-standard", "*.md"],
        capture_output=True, text=True, check=True,
    ).stdout
    for document in map(Path, listed.split()):
        tally.check(f"{document}: what it refers to exists", broken_references(root, document))
    for number in NUMBERS:
        tally.check(f"{number[0]}: {number[1]}", wrong_number(root, *number))
    tally.finish()


main()
