"""Run test programs that were built with a sanitizer; whatever it reports is a failure.

usage: sanitized.py address|thread|undefined LIBDIR BINDIR SYMBOLIZER FOLDER...

FOLDERs of Tests/C name the programs, which are in BINDIR. Before them the errors of
Tests/C/sanitizers/deliberate.c are made one after the other, and each must be reported as coming
from our library: a sanitizer that says nothing must not pass for a clean run. Nor must a build
without assertions.

Reports go to files, because a program may have its standard error captured or closed.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from programs import programs, run
from tally import Tally

REPORTED = 66

# Swift's builds of ThreadSanitizer ignore accesses in free, memcpy and similar functions by
# default.
OPTIONS = {
    "address": "detect_leaks=1:detect_stack_use_after_return=1:strict_init_order=1",
    "thread": "ignore_interceptors_accesses=0:ignore_noninstrumented_modules=0",
    "undefined": "print_stacktrace=1:halt_on_error=1",
}

VARIABLES = {"address": "ASAN_OPTIONS", "thread": "TSAN_OPTIONS", "undefined": "UBSAN_OPTIONS"}

# For each deliberate error: its name in the report, and the library that must have made it.
DELIBERATE = {
    "address": {
        "overflow": ("heap-buffer-overflow", "libPyMemoryView.so.0"),
        "over-release": ("heap-use-after-free", "libPyMemoryViewRuntime.so.0"),
        "leak": ("detected memory leaks", "libPyMemoryViewRuntime.so.0"),
    },
    "thread": {
        "race": ("data race", "libPyMemoryView.so.0"),
        "early-free": ("data race", "libPyMemoryViewRuntime.so.0"),
    },
    "undefined": {
        "count-overflow": ("signed integer overflow", "libPyMemoryView.so.0"),
        "misaligned": ("misaligned address", "libPyMemoryView.so.0"),
    },
}


class Sanitizer:
    """The sanitizer's settings, and what it has reported."""

    def __init__(self, kind, reports, symbolizer):
        self.kind = kind
        self.options = OPTIONS[kind]
        self.symbolizer = symbolizer
        self.folder = Path(reports)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.take_reports()

    def environment(self, **more):
        """Variables that make a program report into files and go on after a failed allocation."""
        options = [
            self.options, "allocator_may_return_null=1", f"exitcode={REPORTED}",
            f"log_path={self.folder}/report", f"external_symbolizer_path={self.symbolizer}",
        ]
        options += [f"{name}={value}" for name, value in more.items()]
        return {VARIABLES[self.kind]: ":".join(options)}

    def take_reports(self):
        """The text of all reports since the last call. A failed allocation is none: it is what
        allocator_may_return_null asks for."""
        lines = []
        for path in sorted(self.folder.glob("report.*")):
            lines += path.read_text(errors="replace").splitlines(keepends=True)
            path.unlink()
        allowed = "WARNING: AddressSanitizer failed to allocate"
        return "".join(line for line in lines if allowed not in line)


def check_that_it_reports(sanitizer, program, tally):
    """Make each deliberate error and look for it in the reports."""
    for error, (name, library) in DELIBERATE[sanitizer.kind].items():
        environment = {**os.environ, **sanitizer.environment(symbolize=0)}
        status = subprocess.run([program, error], env=environment).returncode
        report = sanitizer.take_reports()
        if error == "leak" and "LeakSanitizer has encountered a fatal error" in report:
            print("# leaks are not looked for: LeakSanitizer may not use ptrace here", flush=True)
            sanitizer.options += ":detect_leaks=0"
            continue
        problem = ""
        if status != REPORTED or name not in report:
            problem = f"not reported, exit status {status}\n{report}"
        elif not any(f"{library}+0x" in frame for frame in innermost_frames(report)):
            problem = f"reported, but not for {library}\n{report}"
        tally.check(f"deliberate {error} is reported", problem)


def check_that_it_asserts(sanitizer, program, tally):
    """Break what copies assume, which ends the program: in Swift by a trap, in C by abort()."""
    environment = {**os.environ, **sanitizer.environment()}
    ended = subprocess.run(
        [program, "overlap"], env=environment, stderr=subprocess.PIPE, text=True)
    asserted = ended.returncode in (-signal.SIGILL, -signal.SIGTRAP, -signal.SIGABRT)
    sanitizer.take_reports()
    tally.check(
        "deliberate overlap fails an assertion",
        "" if asserted else f"exit status {ended.returncode}\n{ended.stderr}",
    )


def innermost_frames(report):
    """The first two frames: before an allocation's caller comes the allocator."""
    return [line for line in report.splitlines() if re.match(r"\s*#\d", line)][:2]


def main(kind, libraries, binaries, symbolizer, *folders):
    tally = Tally()
    sanitizer = Sanitizer(kind, Path(binaries) / "reports", symbolizer)
    check_that_it_reports(sanitizer, Path(binaries) / "deliberate", tally)
    check_that_it_asserts(sanitizer, Path(binaries) / "deliberate", tally)
    for folder in folders:
        for name in programs(folder):
            program = Path(binaries) / Path(name).name
            run(
                program, tally, PYMV_LIBDIR=libraries, PYMV_OBSERVATIONS=None,
                **sanitizer.environment(),
            )
            report = sanitizer.take_reports()
            if report:
                tally.check(f"{program} with the {kind} sanitizer", f"reported\n{report}")
    tally.finish()


main(*sys.argv[1:])
