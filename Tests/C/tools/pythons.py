"""Finding the CPythons of a machine that programs can embed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = (3, 9)


class Python:
    """A CPython with headers and a library, by its python3-config."""

    def __init__(self, config):
        self.config = config
        script = "import platform, sys; print(platform.python_version(), sys.abiflags)"
        answer = printed([config.with_name("python3"), "-I", "-c", script]).split()
        self.threaded = answer[1:] == ["t"]
        self.name = answer[0] + "t" * self.threaded if answer else ""
        self.version = tuple(int(part) for part in re.findall(r"\d+", self.name)[:3])

    def usable(self):
        """Whether it is new enough and supports --embed."""
        return self.version >= OLDEST and bool(self.includes())

    def includes(self):
        """Compiler flags; the headers are system headers, for which the compiler gives no
        warnings."""
        return printed([self.config, "--embed", "--includes"]).replace("-I", "-isystem ")

    def ldflags(self):
        """Linker flags, with a run path to the library's folder."""
        flags = printed([self.config, "--embed", "--ldflags"])
        folders = re.findall(r"-L(\S+)", flags)
        return " ".join([flags, *(f"-Wl,-rpath,{folder}" for folder in folders)])


def printed(command):
    """The output of a command; empty if it fails."""
    try:
        ended = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except OSError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


def candidates():
    """python3-config programs: the given one, or the system's and those of pyenv's versions."""
    if "PYMV_PYTHON_CONFIG" in os.environ:
        yield Path(os.environ["PYMV_PYTHON_CONFIG"])
        return
    yield Path("/usr/bin/python3-config")
    pyenv = shutil.which("pyenv")
    root = printed([pyenv, "root"]) if pyenv else os.environ.get("PYENV_ROOT", "")
    if root:
        yield from sorted(Path(root).glob("versions/3.*/bin/python3-config"))


def find_pythons(threaded=False):
    """All usable CPythons, oldest first, one for each version: those with the GIL, and with
    `threaded` the free-threaded ones too."""
    found = {}
    for config in candidates():
        if config.exists():
            python = Python(config)
            if python.usable() and (threaded or not python.threaded):
                found.setdefault(python.name, python)
    return sorted(found.values(), key=lambda python: python.version)
