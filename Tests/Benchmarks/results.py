"""Reading what measure.py kept."""

import json
from pathlib import Path

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
LARGE = 8 << 20


class Case:
    """One case: what it is, our time in seconds, and how many times as long the peers take."""

    def __init__(self, name, times):
        self.name = name
        self.operation, self.layout, self.item, size = name.split("/")
        self.bytes = int(size)
        self.seconds = times["ours"][name]
        peer = "memcmp" if self.operation.startswith("equal") else "memcpy"
        # In one program, so that memory of the same kind is compared.
        self.over_memory = self.ratio(times["ours"], f"{peer}/{size}")
        self.over_cpython = self.ratio(times["cpython"], name)
        self.over_numpy = self.ratio(times["numpy"], name)

    def ratio(self, times, name):
        return times[name] / self.seconds if name in times else None

    def rate(self):
        """Bytes of items per second, in GB; None where no items are touched."""
        return self.bytes / self.seconds / 1e9 if self.bytes else None

    def stepped(self):
        return ".step" in self.layout

    def moves_axes(self):
        """Whether the axes are in another order than in memory."""
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


def read_times(folder):
    """The best time of each name, for each library."""
    times = {"ours": {}, "cpython": {}, "numpy": {}}
    for path in sorted(Path(folder).glob("*.json")):
        best = times[path.name.split("-")[0]]
        for result in json.loads(path.read_text())["benchmarks"]:
            if result.get("error_occurred"):
                raise SystemExit(f"{path.name}: {result['name']}: {result['error_message']}")
            name = result["name"].removesuffix("/real_time")
            seconds = result["real_time"] * UNITS[result["time_unit"]]
            best[name] = min(seconds, best.get(name, seconds))
    return times


def read_cases(folder):
    """All cases, in the order in which they were measured."""
    times = read_times(folder)
    return [Case(name, times) for name in times["ours"] if name.count("/") == 3]
