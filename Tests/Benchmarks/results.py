"""Reads the results of measure.py."""

import json
from math import exp, log
from pathlib import Path
from statistics import median_low

from layouts import Steps, read_layout, read_shapes

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
LIBRARIES = ("ours", "cpython", "newest", "numpy", "torch")
PERMUTED = ("chosen", "named", "images", "random")
LINE = 64


def peer_name(case):
    """The function of libc that bounds a case, with the number of bytes: memcpy of the result,
    memcmp, or memchr; None where no items are accessed."""
    operation, _, item, size = case.split("/")
    if size == "0":
        return None
    if operation.startswith("equal"):
        return f"memcmp/{size}"
    if (operation, item) == ("index", "B"):
        return f"memchr/{size}"
    return f"memcpy/{2 * int(size) if operation == 'hex' else size}"


class Case:
    """One case: what it is, our time in seconds, and how many times as long the peers take."""

    def __init__(self, name, times, last_level_cache, groups):
        self.name = name
        self.operation, self.layout, self.item, size = name.split("/")
        self.bytes = int(size)
        self.large = self.bytes > last_level_cache
        self.groups = groups.get((self.layout, self.item), {})
        self.seconds = times["ours"][name]
        # Both times are from one program, so that they are of the same memory.
        self.over_memory = self.ratio(times["ours"], peer_name(name))
        self.over_cpython = self.ratio(times["cpython"], name)
        self.over_newest = self.ratio(times["newest"], name) or self.over_cpython
        self.over_numpy = self.ratio(times["numpy"], name)
        self.over_torch = self.ratio(times["torch"], name)
        padded = name.replace(".10/", "+64.10/")
        self.over_padded = self.ratio(times["ours"], padded) if padded != name else None

    def ratio(self, times, name):
        return times[name] / self.seconds if name in times else None

    def rate(self):
        """Bytes of items per second, in GB; None where no items are accessed."""
        return self.bytes / self.seconds / 1e9 if self.bytes else None

    def stepped(self):
        return ".step" in self.layout

    def contiguous(self):
        return self.layout.endswith(".step1")

    def copies(self):
        return self.operation in ("to-contiguous", "to-unaligned", "from-contiguous", "copy-data")

    def permuted(self):
        """Whether it is a large permutation of shapes.tsv."""
        return self.copies() and any(group in self.groups for group in PERMUTED)

    def transposed(self):
        """Whether it is a transposition of two axes."""
        return self.copies() and self.layout.endswith(".10") and "+" not in self.layout

    def medium(self):
        return self.transposed() and 1000 <= self.bytes <= 1.01 * (1 << 20)

    def gathers(self):
        """Whether it is a large copy of every n-th item, or of reversed ones."""
        return self.copies() and self.large and (
            self.stepped() and not self.contiguous() or ".0-1" in self.layout)

    def over_traffic(self):
        """The time that memcpy takes to move as many bytes as this copy must, over ours. A cache line
        is read as a whole; one that is written in part must be read and written."""
        if not self.gathers() or not self.over_memory:
            return None
        layout, item, spread = read_layout(self.layout), int(self.item), 1
        if isinstance(layout, Steps):
            spread = max(1, min(abs(layout.step), LINE / item))
        written = spread if spread == 1 or self.operation != "from-contiguous" else 2 * spread
        return self.over_memory * (1 + written) / 2

    def label(self):
        name = "".join(f" ({name})" for name in list(self.groups.values())[:1])
        return f"{self.operation} {self.layout} {self.item} {in_bytes(self.bytes)}{name}"


def in_bytes(count):
    for unit, size in ("MiB", 1 << 20), ("KiB", 1 << 10):
        if count >= size:
            return f"{count / size:.3g} {unit}" if count / size < 100 else f"{count // size} {unit}"
    return f"{count} B"


def shape_groups():
    """For each layout and item of shapes.tsv, its name in each group."""
    groups = {}
    for shape in read_shapes():
        groups.setdefault((shape.layout, shape.item), {})[shape.group] = shape.name
    return groups


def geometric_mean(ratios):
    """Of numbers, without those that are None; None if there are none."""
    found = [log(ratio) for ratio in ratios if ratio]
    return exp(sum(found) / len(found)) if found else None


class PythonCase:
    """A statement in CPython: its time with the interpreter's memoryview over its time with ours."""

    def __init__(self, title, stock, installed):
        self.title, self.seconds = title, installed
        self.over_cpython = stock / installed if stock else None

    def label(self):
        return self.title


class Results:
    """All results of a run."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.versions = {library: self.version(library) for library in LIBRARIES[1:]}
        caches = (cache["size"] for content in self.contents("ours")
                  for cache in content["context"]["caches"])
        self.last_level_cache = max(caches, default=0)
        self.cases = self.read_cases()
        self.statements = [PythonCase(**row) for row in self.read("python.json") or []]
        self.start_seconds = self.read("start.json")

    def read(self, name):
        path = self.folder / name
        return json.loads(path.read_text()) if path.exists() else None

    def contents(self, library):
        """The contents of each result file of a library, in the order in which cases were
        registered."""
        for path in sorted(self.folder.glob(f"{library}-*.json")):
            content = json.loads(path.read_text())
            content["benchmarks"].sort(key=lambda result: result.get("family_index", 0))
            yield content

    def version(self, library):
        """As text; None if the library was not measured."""
        context = next(self.contents(library), {}).get("context", {})
        return context.get(library, context.get("python"))

    def times(self, library):
        """The median time of each name; the lower one of two for the same case."""
        times = {}
        for content in self.contents(library):
            for result in content["benchmarks"]:
                if result.get("error_occurred"):
                    raise SystemExit(f"{library}: {result['name']}: {result['error_message']}")
                if result.get("run_type") != "aggregate":
                    seconds = result["real_time"] * UNITS[result["time_unit"]]
                    name = case_name(result.get("run_name", result["name"]))
                    times.setdefault(name, []).append(seconds)
        return {name: median_low(taken) for name, taken in times.items()}

    def read_cases(self):
        times = {library: self.times(library) for library in LIBRARIES}
        groups = shape_groups()
        return [Case(name, times, self.last_level_cache, groups)
                for name in times["ours"] if name.count("/") == 3]

    def peers(self):
        """Title and attribute of the peers that were measured."""
        found = [("memcpy", "over_memory"), (f"CPython {self.versions['cpython']}", "over_cpython")]
        for title, library in ("CPython", "newest"), ("NumPy", "numpy"), ("PyTorch", "torch"):
            if self.versions[library]:
                found.append((f"{title} {self.versions[library]}", f"over_{library}"))
        return found


def case_name(run_name):
    """A case's name as it was registered, without the suffix of Google Benchmark."""
    return run_name.partition("/repeats:")[0]
