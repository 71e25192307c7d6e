"""Run the programs of the guides as their pages say, and compare what they print.

    check_start.py ROOT PREFIX WORK

A page shows a file (`literalinclude` with a caption), then commands (`sh`), then what they print (`text`).
PREFIX is where the library is installed; the programs run in the folder WORK.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

PAGES = ["start.md", "ownership.md"]
FEWEST = 6
PROGRAM = re.compile(
    r"```\{literalinclude\} (\S+)\n(?::\w+:[^\n]*\n)*?:caption: (\S+)\n```\n+"
    r"```sh\n(.*?)```\n+```text\n(.*?)```", re.S)


def environment(prefix):
    found = [str(path.parent) for path in prefix.glob("lib/**/pymemoryview/__init__.py")]
    return {**os.environ, "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig",
            "LD_LIBRARY_PATH": f"{prefix}/lib", "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(found[0]).parent) if found else ""}


def outcome(source, name, commands, expected, work, variables):
    """What is wrong with a program; empty if nothing."""
    shutil.copy(source, work / name)
    result = subprocess.run(["sh", "-ec", commands], cwd=work, env=variables, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    if result.returncode != 0:
        return f"exit status {result.returncode}: {result.stdout}"
    return "" if result.stdout == expected else f"prints {result.stdout!r}, not {expected!r}"


def main():
    root, prefix, work = map(Path, sys.argv[1:4])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    tally, guide = Tally(), root / "Sources" / "Guide"
    for page in PAGES:
        for include, name, commands, expected in PROGRAM.findall((guide / page).read_text()):
            problem = outcome(guide / include, name, commands, expected, work, environment(prefix))
            tally.check(f"{page}: {name} prints what the page says", problem)
    if tally.passed + tally.failed < FEWEST:
        tally.check("programs found", f"fewer than {FEWEST}")
    tally.finish()


main()
