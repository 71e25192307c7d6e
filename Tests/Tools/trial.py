"""Running commands, virtual environments and files of unittest cases, for the tests with Python."""

import os
import re
import shlex
import shutil
import subprocess


class Failure(Exception):
    """A required command that failed."""


def run(*command, **environment):
    """The output of a command; Failure if it fails."""
    ended = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, **{name: str(value) for name, value in environment.items()}},
    )
    if ended.returncode != 0:
        raise Failure(f"{shlex.join(str(part) for part in command)}\n{ended.stdout}")
    return ended.stdout


def interpreter(python):
    """The interpreter of a Python that find_pythons returned."""
    return python.config.with_name("python3")


def make_venv(python, folder, packages=()):
    """A virtual environment with packages, made once. Returns its interpreter."""
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        run(interpreter(python), "-m", "venv", folder)
        if packages:
            pip_install(folder / "bin/python", *packages)
        done.touch()
    return folder / "bin/python"


def pip_install(program, *arguments):
    run(program, "-m", "pip", "-q", "--disable-pip-version-check", "install", *arguments)


def check(tally, name, program, test, **environment):
    """Run a file of unittest cases with an interpreter and count them."""
    title = f"{test.name} {name}"
    try:
        printed = run(program, "-B", test, **environment)
    except Failure as failure:
        tally.check(title, str(failure))
        return
    ran = int(re.search(r"^Ran (\d+) test", printed, re.M)[1])
    skipped = sum(int(count) for count in re.findall(r"skipped=(\d+)", printed))
    tally.add(ran - skipped, 0)
    print(f"ok     {title}: {ran - skipped} tests, {skipped} skipped", flush=True)
