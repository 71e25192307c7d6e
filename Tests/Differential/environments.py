"""Print the interpreters of virtual environments with Hypothesis and NumPy, one for each CPython.

usage: environments.py SCRATCH [PYTHON]

Each is made once, with the versions of requirements.txt; an interpreter for which they cannot be
installed, such as for lack of wheels, is skipped with a message on standard error.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

from interpreters import ask, candidates

REQUIREMENTS = HERE / "requirements.txt"


def environment(python, folder):
    """The interpreter of the environment in a folder; None if it cannot be made."""
    program, done = folder / "bin" / "python", folder / "requirements.txt"
    wanted = REQUIREMENTS.read_bytes()
    if done.exists() and done.read_bytes() == wanted:
        return program
    install = [program, "-m", "pip", "-q", "--disable-pip-version-check", "install",
               "--only-binary=:all:", "-r", REQUIREMENTS]
    for command in [python, "-m", "venv", "--clear", folder], install:
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            return None
    done.write_bytes(wanted)
    return program


def main(scratch, command=None):
    names = set()
    for python in [Path(shutil.which(command) or command)] if command else candidates():
        answers = ask(python)
        if answers is None or answers["name"] in names:
            continue
        names.add(answers["name"])
        program = environment(python, Path(scratch) / f"python-{answers['name']}")
        print(program if program else "", end=" ")
        if program is None:
            print(f"no differential tests in {python}", file=sys.stderr)


main(*sys.argv[1:])
