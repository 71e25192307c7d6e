"""The project's targets for speed, and which of them the measured cases meet."""

SEARCHES = ("hex", "count", "index", "contains")
STRIDED = ("assign", "hash")
MOST_BYTES = 512_000


def permuted(case):
    return case.copies() and case.moves_axes() and case.large and item_size(case) <= 16


def moves_items(case):
    """Whether adjacent items of one array are not adjacent in the other."""
    return case.layout[-1] != str(len(case.layout.partition(".")[2]) - 1)


def item_size(case):
    return int(case.item)


def equal(case):
    return case.operation == "equal" and case.large


def small(case):
    return case.copies() and case.bytes <= 4096


def contiguous(case):
    return not case.moves_axes() and (not case.stepped() or case.layout.endswith(".step1"))


def integers(case):
    return case.item not in "fd"


# Title, attribute of a case, least ratio, and the cases it applies to.
TARGETS = [
    ("large permutations, items of 4-16 bytes: x memcpy", "over_memory", 0.8,
     lambda case: permuted(case) and item_size(case) >= 4),
    ("large permutations, items of 1-3 bytes: x memcpy", "over_memory", 0.5,
     lambda case: permuted(case) and item_size(case) < 4),
    ("large permutations: x CPython", "over_cpython", 8,
     permuted),
    ("large permutations, last axis moved: x NumPy", "over_numpy", 4,
     lambda case: permuted(case) and moves_items(case)),
    ("large permutations, last axis kept: x NumPy", "over_numpy", 1,
     lambda case: permuted(case) and not moves_items(case)),
    ("large, steps along one axis: x CPython", "over_cpython", 8,
     lambda case: case.copies() and case.stepped() and case.large),
    ("large, steps along one axis: x NumPy", "over_numpy", 1,
     lambda case: case.copies() and case.stepped() and case.large),
    ("strided copies of 64 B to 4 KiB: x CPython", "over_cpython", 2,
     lambda case: small(case) and not contiguous(case)),
    ("contiguous copies of 64 B to 4 KiB: x CPython", "over_cpython", 2,
     lambda case: small(case) and contiguous(case)),
    ("==, contiguous integers: x memcmp", "over_memory", 0.9,
     lambda case: equal(case) and contiguous(case) and integers(case)),
    ("==, contiguous floats: x memcmp", "over_memory", 0.5,
     lambda case: equal(case) and contiguous(case) and not integers(case)),
    ("==, records of integers: x memcmp", "over_memory", 0.5,
     lambda case: case.operation == "equal-records"),
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

# The same for statements in CPython, by their titles.
PYTHON_TARGETS = [
    ("Python, == of 1 MiB byte views: x CPython", 40, {"== of 1 MiB of bytes"}),
    ("Python, [::2].tobytes(): x CPython", 8, {"[::2].tobytes(), 512 KiB"}),
    ("Python, creation: x CPython", 1, {"memoryview(bytes)", "memoryview(bytearray)"}),
    ("Python, slicing: x CPython", 1, {"view[10:500]", "view[10:500:2]"}),
]

NOTE = """
large: more bytes than the last-level cache. CPython copies through a scratch row of the
  innermost axis: for one axis it is as large as the array, and above 32 MiB new pages each time.
large permutations, last axis kept: CPython too copies whole rows with memcpy, when it copies to
  contiguous memory; both are bound by the memory, and neither can be 8 times as fast.
==, strided: CPython unpacks and compares item by item in the order of the indices, natively for one
  native format on both sides; so a ratio of 8 is one to the work on items, not to the memory.
count, index, in: PySequence_*, which in CPython goes through all items as objects."""


def judge(cases, attribute, least, concerns):
    """Columns for one target: cases, met, least and median ratio, and the case with the least."""
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


def print_targets(cases, statements):
    print(f"\n{'target':50}{'least':>6}  {'':8}{'cases met':>10}{'worst':>8}{'median':>8}  worst case")
    for title, attribute, least, concerns in TARGETS:
        print_target(title, least, judge(cases, attribute, least, concerns))
    for title, least, titles in PYTHON_TARGETS:
        judged = judge(statements, "over_cpython", least, lambda case: case.title in titles)
        print_target(title, least, judged)


def print_target(title, least, judged):
    if judged is None:
        print(f"{title:50}{least:6}  not measured")
        return
    count, met, worst, median, which = judged
    verdict = "met" if met == count else "not met"
    share = f"{met}/{count}"
    print(f"{title:50}{least:6}  {verdict:8}{share:>10}{worst:8.2f}{median:8.2f}  {which}")


def print_sizes(files):
    """Sizes of the stripped libraries; `make test-exports` checks the remainder of that target."""
    total = sum(path.stat().st_size for path in files)
    verdict = "met" if total <= MOST_BYTES else "not met"
    print(f"{'both libraries, stripped: bytes':48}≤ {MOST_BYTES:6}  {verdict:8}{total:>10}")
