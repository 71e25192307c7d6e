"""The tests that mutants have to fail: each is one command in the mutated project."""

import os
import pickle
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Gates"))

from gates import count_instructions

SUITES = ["LayoutTests", "StridedCopyTests", "ItemFormatTests"]
PROGRAM_FOLDERS = ["own", "parity", "observed"]
MEMORY = 8 << 30
# A test that takes this much longer than without a mutant does not end.
PATIENCE = 8
LEAST_SECONDS = 10
# An operation that needs this many times the instructions fails the gates.
SLOWER = 1.05


@dataclass
class Check:
    name: str
    command: list
    environment: dict = field(default_factory=dict)
    # Whether the observations of the program are compared.
    observes: bool = False
    # Whether the observations are a table of instructions for each operation.
    counts: bool = False
    seconds: float = 0.0
    observations: object = None
    reached: bytes = b""


def swift_checks(project):
    bundle = project / ".build/ordinary/release/PyMemoryViewPackageTests.xctest"
    for suite in SUITES:
        command = [bundle, "--testing-library", "swift-testing", "--filter", suite]
        yield Check(f"test-swift {suite}", command)


def program_checks(project):
    for folder in PROGRAM_FOLDERS:
        for source in sorted((project / "Tests/C" / folder).glob("*.c")):
            yield Check(
                f"{folder}/{source.stem}", [project / "build/tests/ours" / source.stem],
                {"PYMV_LIBDIR": project / "build/lib"}, observes=folder != "own",
            )


def other_checks(project):
    library, python = project / "build/lib", ["/usr/bin/python3", "-B"]
    kernels, shim = project / "build/tests/kernels", project / "build/bin/ffi-shim"
    yield Check("selftest", [shim, "selftest"])
    yield Check("formats", [*python, "Tests/Formats/check_random.py", library, "400"])
    yield Check("kernels small", [kernels, "small"], {"PYMV_KERNELS_STEP": "7"})
    yield Check("kernels random", [kernels, "1"], {"PYMV_KERNELS_STEP": "23"})
    pydll = "Tests/Flat/through_pydll.py"
    yield Check("flat", [*python, pydll, library / "libPyMemoryView.so"])
    observations = [*python, "Tests/Conformance/compare_observations.py", library]
    yield Check("conformance", [*observations, project / "build/tests/hosted", "--python", python[0]])
    yield Check("gates", [project / "build/tests/gates/gates", "20"], counts=True)


def all_checks(project):
    return [*swift_checks(project), *program_checks(project), *other_checks(project)]


def limit_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def comparable(text):
    """Observations without addresses."""
    return re.sub(rb"0x[0-9a-f]{6,}", b"0x", text)


class Runner:
    """Runs checks in the mutated project."""

    def __init__(self, project):
        self.project = Path(project)

    def run(self, check, seconds, **variables):
        """Returns whether it passed, and its observations."""
        with tempfile.TemporaryDirectory() as scratch:
            observations = Path(scratch) / "observations"
            environment = {**os.environ, **check.environment, **variables, "TMPDIR": scratch}
            if check.observes:
                environment["PYMV_OBSERVATIONS"] = observations
            environment = {name: str(value) for name, value in environment.items()}
            if check.counts:
                return self.count(check, scratch, {n: str(v) for n, v in variables.items()})
            passed = self.ends_well(check.command, seconds, environment)
            return passed, comparable(observations.read_bytes()) if observations.exists() else None

    def ends_well(self, command, seconds, environment):
        process = subprocess.Popen(
            list(map(str, command)), cwd=self.project, env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=limit_memory,
        )
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            # What it has started, too.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()

    def count(self, check, scratch, variables):
        """Runs under callgrind; the operations themselves have been run before."""
        try:
            return True, count_instructions(check.command, Path(scratch), **variables)
        except SystemExit:
            return False, None

    def stamp(self, check):
        """Changes if the check or the libraries are built anew."""
        files = [*(self.project / "build/lib").glob("*.so"), self.project / "Tests/Formats"]
        files += [Path(part) for part in check.command if Path(part).is_file()]
        return [str(part) for part in check.command], [file.stat().st_mtime for file in files]

    def measure_all(self, checks, mutant_count):
        """Measures the checks that have changed; exits if one fails without a mutant."""
        store = self.project.parent / "measured"
        known = pickle.loads(store.read_bytes()) if store.exists() else {}
        for check in checks:
            stamp, *results = known.get(check.name, (None,))
            if stamp == self.stamp(check):
                check.seconds, check.observations, check.reached = results
            elif not self.measure(check, mutant_count):
                sys.exit(f"{check.name} fails without any mutant")
            known[check.name] = self.stamp(check), check.seconds, check.observations, check.reached
            store.write_bytes(pickle.dumps(known))

    def measure(self, check, mutant_count):
        """Runs a check without a mutant, and finds out which places it reaches."""
        reached = self.project.parent / "reached"
        reached.write_bytes(bytes(mutant_count + 1))
        began = time.monotonic()
        passed, check.observations = self.run(check, 600)
        check.seconds = time.monotonic() - began
        if not check.counts:
            self.run(check, 600, PYMV_MUTANT=-1, PYMV_MUTANTS_REACHED=reached)
            check.reached = reached.read_bytes()
        return passed

    def kills(self, check, mutant):
        """Whether a check fails with a mutant."""
        seconds = max(LEAST_SECONDS, PATIENCE * check.seconds)
        passed, observations = self.run(check, seconds, PYMV_MUTANT=mutant.id)
        if not passed:
            return True
        if check.counts:
            return any(
                count > SLOWER * check.observations[name] + 1 for name, count in observations.items()
            )
        return check.observes and observations != check.observations
