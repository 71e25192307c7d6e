"""The project's targets for speed, and which of them the measured cases meet."""

from results import LARGE, in_bytes

SEARCHES = ("hex", "count", "index", "contains")
STRIDED = ("assign", "hash")


def large(case):
    return case.bytes >= LARGE


def permuted(case):
    return case.copies() and case.moves_axes() and large(case)


def item_size(case):
    return int(case.item)


def equal(case):
    return case.operation == "equal" and large(case)


def small(case):
    return case.copies() and case.bytes <= 4096


def contiguous(case):
    return not case.moves_axes() and (not case.stepped() or case.layout.endswith(".step1"))


def integers(case):
    return case.item not in "fd"


# Title, attribute of a case, least ratio, and which cases it is about.
TARGETS = [
    ("large permutations, items of 4-16 bytes: x memcpy", "over_memory", 0.8,
     lambda case: permuted(case) and 4 <= item_size(case) <= 16),
    ("large permutations, items of 1-3 bytes: x memcpy", "over_memory", 0.5,
     lambda case: permuted(case) and item_size(case) < 4),
    ("large permutations: x CPython", "over_cpython", 8,
     lambda case: permuted(case) and item_size(case) <= 16),
    ("large permutations: x NumPy", "over_numpy", 4,
     lambda case: permuted(case) and item_size(case) <= 16),
    ("large, steps along one axis: x CPython", "over_cpython", 8,
     lambda case: case.copies() and case.stepped() and large(case)),
    ("large, steps along one axis: x NumPy", "over_numpy", 1,
     lambda case: case.copies() and case.stepped() and large(case)),
    ("strided copies of 64 B to 4 KiB: x CPython", "over_cpython", 2,
     lambda case: small(case) and not contiguous(case)),
    ("contiguous copies of 64 B to 4 KiB: x CPython", "over_cpython", 2,
     lambda case: small(case) and contiguous(case)),
    ("==, contiguous integers: x memcmp", "over_memory", 0.9,
     lambda case: equal(case) and contiguous(case) and integers(case)),
    ("==, contiguous floats: x memcmp", "over_memory", 0.5,
     lambda case: equal(case) and contiguous(case) and not integers(case)),
    ("==, strided: x CPython", "over_cpython", 8,
     lambda case: equal(case) and not contiguous(case)),
    ("==, different formats: x CPython", "over_cpython", 50,
     lambda case: case.operation == "equal-formats"),
    *((f"{operation}: x CPython", "over_cpython", 8,
       lambda case, operation=operation: case.operation == operation and case.bytes > 4096)
      for operation in SEARCHES),
    *((f"{operation}, strided: x CPython", "over_cpython", 8,
       lambda case, operation=operation: case.operation == operation and not contiguous(case)
       and case.bytes > 4096)
      for operation in STRIDED),
    ("tolist: x CPython", "over_cpython", 1.2, lambda case: case.operation == "tolist"),
    ("create + free: x CPython", "over_cpython", 2.5, lambda case: case.operation == "create-free"),
    ("slice + free: x CPython", "over_cpython", 2, lambda case: case.operation == "slice-free"),
    ("request + release: x CPython", "over_cpython", 1,
     lambda case: case.operation == "request-release"),
]


def judge(cases, attribute, least, concerns):
    """Columns for one target: cases, met, least and median ratio, and which case is the least."""
    found = sorted(
        ((getattr(case, attribute), case) for case in cases if concerns(case)
         and getattr(case, attribute) is not None),
        key=lambda pair: pair[0],
    )
    if not found:
        return None
    ratios = [ratio for ratio, _ in found]
    met = sum(ratio >= least for ratio in ratios)
    return len(found), met, ratios[0], ratios[len(ratios) // 2], found[0][1].label()


def print_targets(cases):
    print(f"\n{'target':50}{'least':>6}  {'':8}{'cases met':>10}{'worst':>8}{'median':>8}  worst case")
    for title, attribute, least, concerns in TARGETS:
        judged = judge(cases, attribute, least, concerns)
        if judged is None:
            print(f"{title:50}{least:6}  not measured")
            continue
        count, met, worst, median, which = judged
        verdict = "met" if met == count else "not met"
        share = f"{met}/{count}"
        print(f"{title:50}{least:6}  {verdict:8}{share:>10}{worst:8.2f}{median:8.2f}  {which}")


def print_sizes(files):
    """Sizes of the stripped libraries; the rest of that target is in `make test-exports`."""
    total = sum(path.stat().st_size for path in files)
    verdict = "met" if total <= 400 << 10 else "not met"
    print(f"{'both libraries, stripped: at most 400 KiB':58}{verdict:8}{in_bytes(total):>10}")
