"""Build, package and install a second time, in other circumstances, and compare every byte.

usage: run.py ROOT WHEEL_VENV SCRATCH

ROOT is built already, with its wheel. The second build has another folder, date, umask, time zone,
locale and order of files in folders, and as root, another user.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools")]

from tally import Tally

SOURCES = ["Makefile", "Package.swift", "README.md", "LICENSE", "Include", "Sources", "Tests"]
# Built files, beside those that are installed; with debug information where they have it.
BUILT = [
    "build/lib/*.so*", "build/bin/ffi-shim", "build/wheel/*.whl",
    ".build/release/*.so", ".build/release/*.so.[0-9]",
]
NOBODY = 65534
LATER = ["faketime", "-f", "+400d"]
OTHER_USER = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def copy_sources(root, folder):
    """Copy the sources in an order that is not the usual one."""
    files = [path for name in SOURCES for path in [root / name, *(root / name).rglob("*")]]
    for path in sorted((path for path in files if path.is_file()), reverse=True):
        copy = folder / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


def search_path():
    """PATH with the folder of the Swift compiler and the system's, which any user can read."""
    swift = shutil.which(os.environ.get("SWIFT", "swift"))
    return f"{Path(swift).resolve().parent}:/usr/bin:/bin"


def another_user_has_swift(environment):
    tried = [*OTHER_USER, "swift", "--version"]
    return subprocess.run(tried, env=environment, capture_output=True).returncode == 0


def other_circumstances(folder):
    """What to start commands with and their environment; gives the folder to another user."""
    home = folder / "home"
    home.mkdir()
    environment = {
        "PATH": search_path(), "HOME": str(home), "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8",
        "USER": "another",
    }
    prefix = LATER
    if os.geteuid() == 0 and another_user_has_swift(environment):
        prefix = [*OTHER_USER, *LATER]
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
    else:
        print("the same user builds again: another one needs root, and must reach the toolchain")
    return prefix, environment


def run(command, folder, **options):
    ended = subprocess.run(
        [str(part) for part in command], cwd=folder, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, **options,
    )
    if ended.returncode != 0:
        sys.exit(f"{ended.stdout}failed in {folder}")


def install(installed):
    return ["install", "PREFIX=/usr", f"DESTDIR={installed}", "STATIC=1", "PYTHON=/usr/bin/python3"]


def entry(path, with_mode):
    """What is compared of a file, folder or link."""
    mode = path.lstat().st_mode if with_mode else None
    if path.is_symlink():
        return mode, os.readlink(path)
    return mode, path.read_bytes() if path.is_file() else None


def tree(folder):
    return {str(path.relative_to(folder)): entry(path, True) for path in folder.rglob("*")}


def built(root):
    paths = [path for pattern in BUILT for path in root.glob(pattern)]
    return {str(path.relative_to(root)): entry(path, False) for path in paths}


def compare(tally, first, second):
    for name in sorted({*first, *second}):
        tally.check(name, "" if first.get(name) == second.get(name) else "differs")


def main(root, wheel_venv, scratch):
    root, scratch = Path(root), Path(scratch)
    tally = Tally()
    shutil.rmtree(scratch, ignore_errors=True)
    run(["make", *install(scratch / "installed")], root)
    with tempfile.TemporaryDirectory() as temporary:
        other = Path(temporary) / "another" / "folder"
        copy_sources(root, other)
        os.chmod(temporary, 0o755)
        prefix, environment = other_circumstances(other)
        targets = ["wheel", *install(other / "installed"), f"WHEEL_VENV={wheel_venv}"]
        run([*prefix, "make", *targets], other, env=environment, umask=0o077)
        compare(tally, built(root), built(other))
        compare(tally, tree(scratch / "installed"), tree(other / "installed"))
    tally.finish()


main(*sys.argv[1:])
