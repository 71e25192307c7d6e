"""Reads the results of measure.py."""

import json
from pathlib import Path
from statistics import median_low

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
LIBRARIES = ("ours", "cpython", "numpy")


class Case:
    """One case: what it is, our time in seconds, and how many times as long the peers take."""

    def __init__(self, name, times, last_level_cache):
        self.name = name
        self.operation, self.layout, self.item, size = name.split("/")
        self.bytes = int(size)
        self.large = self.bytes > last_level_cache
        self.seconds = times["ours"][name]
        peer = "memcmp" if self.operation.startswith("equal") else "memcpy"
        # Both times are from one program, so that they are of the same memory.
        self.over_memory = self.ratio(times["ours"], f"{peer}/{size}")
        self.over_cpython = self.ratio(times["cpython"], name)
        self.over_numpy = self.ratio(times["numpy"], name)

    def ratio(self, times, name):
        return times[name] / self.seconds if name in times else None

    def rate(self):
        """Bytes of items per second, in GB; None where no items are accessed."""
        return self.bytes / self.seconds / 1e9 if self.bytes else None

    def stepped(self):
        return ".step" in self.layout

    def moves_axes(self):
        """Whether the order of the axes differs from that in memory."""
        axes = self.layout.partition(".")[2]
        return not self.stepped() and list(axes) != sorted(axes)

    def copies(self):
        return self.operation in ("to-contiguous", "from-contiguous", "copy-data")

    def label(self):
        return f"{self.operation} {self.layout} {self.item} {in_bytes(self.bytes)}"


def in_bytes(count):
    for unit, size in ("MiB", 1 << 20), ("KiB", 1 << 10):
        if count >= size:
            return f"{count / size:.3g} {unit}" if count / size < 100 else f"{count // size} {unit}"
    return f"{count} B"


class PythonCase:
    """A statement in CPython: its time with the interpreter's memoryview over its time with ours."""

    def __init__(self, title, stock, installed):
        self.title, self.seconds = title, installed
        self.over_cpython = stock / installed if stock else None

    def label(self):
        return self.title


def contents(folder, library):
    """The contents of each result file of a library, in the order in which cases were
    registered."""
    for path in sorted(Path(folder).glob(f"{library}-*.json")):
        content = json.loads(path.read_text())
        content["benchmarks"].sort(key=lambda result: result.get("family_index", 0))
        yield content


def read_times(folder, library):
    """The median time of each name; the lower one of two for the same case."""
    times = {}
    for content in contents(folder, library):
        for result in content["benchmarks"]:
            if result.get("error_occurred"):
                raise SystemExit(f"{library}: {result['name']}: {result['error_message']}")
            if result.get("run_type") != "aggregate":
                seconds = result["real_time"] * UNITS[result["time_unit"]]
                times.setdefault(result.get("run_name", result["name"]), []).append(seconds)
    return {case_name(name): median_low(taken) for name, taken in times.items()}


def case_name(run_name):
    """A case's name as it was registered, without the suffix of Google Benchmark."""
    return run_name.partition("/repeats:")[0]


def last_level_cache(folder):
    """Bytes; 0 where nothing was measured."""
    caches = (cache["size"] for content in contents(folder, "ours")
              for cache in content["context"]["caches"])
    return max(caches, default=0)


def versions(folder):
    """Of CPython and NumPy, as text."""
    context = next(contents(folder, "numpy"), {}).get("context")
    return f"CPython {context['python']}, NumPy {context['numpy']}" if context else "CPython"


def read_cases(folder):
    """All cases."""
    times = {library: read_times(folder, library) for library in LIBRARIES}
    cache = last_level_cache(folder)
    return [Case(name, times, cache) for name in times["ours"] if name.count("/") == 3]


def read_python(folder):
    """The results inside CPython, if there are any."""
    path = Path(folder) / "python.json"
    return [PythonCase(**row) for row in json.loads(path.read_text())] if path.exists() else []
