"""The exports of a library with their versions, and the committed lists of them in Tests/ABI.

A list has a line name@version for each name; without "@" for a name without a version.
"""

import subprocess
from pathlib import Path

LISTS = Path(__file__).resolve().parents[2] / "ABI"


def names_and_versions(lines):
    return dict((line.replace("@@", "@") + "@").split("@")[:2] for line in lines)


def exports(library):
    """The names that a library exports, and their versions; "" if they have none."""
    printed = subprocess.run(
        ["nm", "-D", "--defined-only", library], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    return names_and_versions(line.split()[-1] for line in printed.splitlines())


def exports_list(library):
    """The text of the list for a library."""
    found = sorted(exports(library).items())
    return "".join(f"{name}@{version}\n" if version else f"{name}\n" for name, version in found)


def listed_exports(soname):
    """The committed list: names and their versions."""
    return names_and_versions((LISTS / f"{soname}.exports").read_text().splitlines())
