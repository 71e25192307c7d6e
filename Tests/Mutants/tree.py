"""A copy of the project with all mutants in it, built once."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from schemata import Numbering
from syntax import Parser

HERE = Path(__file__).resolve().parent
LAYERS = ["Layout", "StridedCopy", "ItemFormat", "BufferProtocol", "MemoryView"]
COPIED = ["Makefile", "Package.swift", "Include", "Sources", "Tests"]
ROUNDS = 12

ERROR = re.compile(r"^(\S+/Sources/\w+/\S+\.swift):(\d+):\d+: error:", re.M)
NUMBER = re.compile(r"pymv(?:_m|[A-Z]\w*)\((\d+)")
TARGET = re.compile(r"(\.target\(\s*name: \"(?:%s)\",)(\s*dependencies: \[)?" % "|".join(LAYERS))


def write_if_changed(path, content):
    """Leaves the time of an equal file alone, so that it is not built again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def files_of(root, names):
    for name in names:
        top = root / name
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def package_text(text):
    """Package.swift with a target for the switch, on which the mutated layers depend."""
    def with_dependency(found):
        if found[2]:
            return f"{found[1]}{found[2]}\"MutantSwitch\", "
        return f"{found[1]} dependencies: [\"MutantSwitch\"],"

    text, count = TARGET.subn(with_dependency, text)
    if count != len(LAYERS):
        raise SystemExit(f"Package.swift: found {count} targets of {len(LAYERS)} layers")
    return text.replace(
        '  .target(name: "CSupport"),\n',
        '  .target(name: "CSupport"),\n  .target(name: "MutantSwitch"),\n',
    )


class Tree:
    """The copy in `folder` of the project in `project`."""

    def __init__(self, project, folder):
        self.project = Path(project).resolve()
        self.folder = Path(folder).resolve()
        self.dropped_file = self.folder.parent / "rejected.json"
        self.dropped = set()
        if self.dropped_file.exists():
            self.dropped = set(json.loads(self.dropped_file.read_text()))
        self.trees = None

    # --- sources ---

    def copy(self):
        wanted = set()
        for path in files_of(self.project, COPIED):
            name = path.relative_to(self.project)
            wanted.add(name)
            if name.parts[:1] == ("Sources",) and name.parts[1] in LAYERS and path.suffix == ".swift":
                continue
            content = path.read_bytes()
            if str(name) == "Package.swift":
                content = package_text(content.decode()).encode()
            write_if_changed(self.folder / name, content)
            shutil.copymode(path, self.folder / name)
        for path in files_of(HERE, ["MutantSwitch"]):
            name = Path("Sources") / path.relative_to(HERE)
            wanted.add(name)
            write_if_changed(self.folder / name, path.read_bytes())
        return wanted

    def parse(self):
        """The syntax trees of all mutated files, which need the project's own build."""
        parser = Parser(self.project, self.project / ".build/release")
        paths = [
            path for layer in LAYERS
            for path in sorted((self.project / "Sources" / layer).glob("*.swift"))
        ]
        self.trees = list(parser.parse_all(paths))

    def write(self):
        """Writes the mutated files; returns the numbering."""
        numbering = Numbering(self.dropped)
        for path, tree in self.trees:
            content = numbering.add_file(path, tree)
            write_if_changed(self.folder / path.relative_to(self.project), content)
        helpers = (HERE / "Mutating.swift").read_bytes()
        for layer in LAYERS:
            write_if_changed(self.folder / "Sources" / layer / "Mutating.swift", helpers)
        return numbering

    def remove_others(self, wanted):
        for path in files_of(self.folder, COPIED):
            name = path.relative_to(self.folder)
            if name not in wanted and name.name != "Mutating.swift":
                path.unlink()

    # --- build ---

    def make(self, *targets):
        """Runs make in the copy; returns its status and output."""
        environment = {
            name: value for name, value in os.environ.items()
            if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
        }
        ended = subprocess.run(
            ["make", "-C", self.folder, *targets], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment, errors="replace", text=True,
        )
        return ended.returncode, ended.stdout

    def drop(self, numbering, output):
        """Drops the mutants at the places of the compiler's errors; returns their number."""
        keys = {mutant.id: mutant.key for mutant in numbering.mutants}
        found = set()
        for path, line in ERROR.findall(output):
            found |= ids_near(Path(path).read_text().splitlines(), int(line), keys)
        new = {keys[id] for id in found} - self.dropped
        self.dropped |= new
        self.dropped_file.write_text(json.dumps(sorted(self.dropped), indent=1))
        return len(new)

    def build(self, *targets):
        """Builds with all mutants that the compiler accepts; returns the numbering."""
        wanted = self.copy()
        self.parse()
        for _ in range(ROUNDS):
            numbering = self.write()
            self.remove_others(wanted)
            status, output = self.make(*targets)
            if status == 0:
                return numbering
            dropped = self.drop(numbering, output)
            print(f"the compiler rejects {dropped} mutants", flush=True)
            if not dropped:
                sys.exit(f"{output[-8000:]}\nthe mutated project does not build")
        sys.exit("the mutated project does not build")


def ids_near(lines, line, keys):
    """Numbers of the mutants on a line; if there are none, those of the nearest lines."""
    for reach in range(6):
        text = "\n".join(lines[max(0, line - 1 - reach) : line + reach])
        found = {int(number) for number in NUMBER.findall(text)}
        found |= {number + 1 for number in found}
        if found & keys.keys():
            return found & keys.keys()
    return set()
