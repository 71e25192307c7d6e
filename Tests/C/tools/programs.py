"""Building and running the cmocka programs."""

import os
import re
import subprocess
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent

# The command that runs programs of another architecture.
EMULATOR = os.environ.get("PYMV_EMULATOR", "").split()


def programs(folder):
    """Names such as "parity/errors" of the programs in a folder of Tests/C."""
    return sorted(f"{folder}/{path.stem}" for path in (SOURCES / folder).glob("*.c"))


def build(out, names, **variables):
    """Build programs into a folder with programs.mk. Returns what make printed if it failed."""
    command = ["make", "-s", "-f", str(SOURCES / "programs.mk"), f"OUT={out}"]
    command += [f"PROGRAMS={' '.join(names)}"]
    command += [f"{name}={value}" for name, value in variables.items()]
    made = subprocess.run(
        command, cwd=SOURCES.parent.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS")},
    )
    return made.stdout if made.returncode != 0 else ""


def run(program, tally, wrapper=(), quiet=False, **environment):
    """Run one program and count its tests, and one more failure if it ended abnormally.

    Environment variables whose value is None are removed.
    """
    variables = dict(os.environ)
    for name, value in environment.items():
        variables.pop(name, None)
        if value is not None:
            variables[name] = str(value)
    began = time.monotonic()
    ended = subprocess.run(
        [*wrapper, *EMULATOR, str(program)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=variables,
        errors="replace",
    )
    elapsed = time.monotonic() - began
    passed, failed = counts(ended.stdout)
    problem = ending(ended.returncode, passed, failed)
    tally.add(passed, failed + bool(problem))
    if problem or failed:
        print(ended.stdout)
        print(f"FAILED {program}: {problem or f'{failed} tests'}", flush=True)
    elif not quiet:
        print("\n".join(line for line in ended.stdout.splitlines() if is_summary(line)))
        print(f"ok     {Path(program).name}: {passed} tests in {elapsed:.1f} s", flush=True)


def counts(output):
    """Numbers of passed and failed tests, from cmocka's summary."""
    passed = re.search(r"^\[  PASSED  \] (\d+) test\(s\)\.", output, re.M)
    failed = re.search(r"^\[  FAILED  \] (\d+) test\(s\), listed below", output, re.M)
    return int(passed[1]) if passed else 0, int(failed[1]) if failed else 0


def ending(status, passed, failed):
    """How a program ended abnormally, apart from failed tests; empty if it did not."""
    if passed + failed == 0:
        return f"ran no test, exit status {status}"
    if status != failed:
        return f"exit status {status} with {failed} failed tests"
    return ""


def is_summary(line):
    return line.startswith(("[=======", "[  PASSED", "# "))
