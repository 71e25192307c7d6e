"""The interpreters that are tested, and how each is started in a mode."""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

OLDEST = (3, 9)
MODES = ["stock", "strict", "default", "preloaded"]
# The libraries for interpreters with the GIL, and for free-threaded ones.
LIBRARIES = ["libPyMemoryView.so", "libPyMemoryViewT.so"]
QUESTIONS = """
import json, sys, sysconfig
maps = open("/proc/self/maps").read()
try:
    import _testbuffer, test.test_buffer, test.test_memoryview
    has_tests = True
except ImportError:
    has_tests = False
print(json.dumps({
    "name": ".".join(map(str, sys.version_info[:3])),
    "version": sys.version_info[:2],
    "implementation": sys.implementation.name,
    "threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "shared": "libpython" in maps,
    "has_tests": has_tests,
}))
"""


class Interpreter:
    def __init__(self, command, answers, modes):
        self.command = str(command)
        self.name = answers["name"]
        self.version = tuple(answers["version"])
        self.is_free_threaded = answers["threaded"]
        self.modes = modes

    def environment(self, mode, library):
        """The environment to start it in."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith("PYMEMORYVIEW_")}
        variables.pop("LD_PRELOAD", None)
        variables.update(PYTHONHASHSEED="1", PYTHONDONTWRITEBYTECODE="1")
        if mode in ("preloaded", "aside"):
            name = LIBRARIES[self.is_free_threaded ^ (mode == "aside")]
            variables.update(LD_PRELOAD=str(library.with_name(name)), PYMEMORYVIEW_STRICT="1")
        return variables

    def run(self, mode, library, script, *args, **options):
        """Run one of our scripts; returns the ended process with its output. A path without a
        folder is one of this folder."""
        script = Path(__file__).parent / script
        return subprocess.run(
            [self.command, "-X", "faulthandler", str(script), *map(str, args)],
            env=self.environment(mode, library), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", stdin=subprocess.DEVNULL, **options,
        )


def ask(command, threaded=False):
    """The properties of a python3; None if it cannot be tested. `threaded`: accept free-threaded
    builds."""
    import json

    try:
        ended = subprocess.run(
            [command, "-c", QUESTIONS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except OSError:
        return None
    if ended.returncode != 0:
        return None
    answers = json.loads(ended.stdout)
    usable = (
        answers["implementation"] == "cpython" and (threaded or not answers["threaded"])
        and tuple(answers["version"]) >= OLDEST and answers["has_tests"]
    )
    return answers if usable else None


def candidates():
    yield Path("/usr/bin/python3")
    pyenv = shutil.which("pyenv")
    root = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    if pyenv:
        root = subprocess.run([pyenv, "root"], stdout=subprocess.PIPE, text=True).stdout.strip()
    yield from sorted(Path(root).glob("versions/3.*/bin/python3"))


def host_program(command, scratch):
    """A program that runs this interpreter with its shared libpython; None if it has none."""
    beside = Path(command).with_name("python3-shared")
    if beside.exists():
        return beside
    config = Path(command).with_name("python3-config")
    if not config.exists():
        return None
    flags = []
    for option in "--cflags", "--ldflags":
        flags += subprocess.run(
            [config, "--embed", option], stdout=subprocess.PIPE, text=True
        ).stdout.split()
    program = scratch / "python3"
    source = Path(__file__).with_name("host.c")
    scratch.mkdir(parents=True, exist_ok=True)
    compiler = os.environ.get("CC", "cc")
    built = subprocess.run([compiler, "-o", program, source, *flags], stderr=subprocess.PIPE)
    return program if built.returncode == 0 else None


def find_interpreters(command, scratch):
    """All interpreters to test, or the one with the given command. Only a command finds
    free-threaded ones.

    Preloading does not work with an interpreter that has no shared libpython; a program that is
    linked to its library is tested instead.
    """
    found = []
    names = set()
    for path in [Path(shutil.which(command) or command)] if command else candidates():
        answers = ask(path, threaded=bool(command))
        if answers is None or answers["name"] in names:
            continue
        names.add(answers["name"])
        if answers["threaded"]:
            answers["name"] += "t-shared" if answers["shared"] else "t"
            modes = [*MODES, "aside"] if answers["shared"] else ["stock", "strict", "default"]
            found.append(Interpreter(path, answers, modes))
            continue
        if answers["shared"]:
            found.append(Interpreter(path, answers, MODES))
            continue
        found.append(Interpreter(path, answers, ["stock", "strict", "default"]))
        program = host_program(path, scratch / answers["name"])
        shared = program and ask(program)
        if shared and shared["shared"]:
            shared["name"] += "-shared"
            found.append(Interpreter(program, shared, ["stock", "preloaded"]))
    return sorted(found, key=lambda interpreter: interpreter.version)


def parse_arguments():
    """The library and the interpreters that `LIBDIR SCRATCH [--python COMMAND]` names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("libraries", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--python")
    options = parser.parse_args()
    library = options.libraries.resolve() / "libPyMemoryView.so"
    return library, find_interpreters(options.python, options.scratch.resolve())
