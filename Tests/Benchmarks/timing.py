"""What the measurements of libraries in Python share: time operations, and write Google
Benchmark's JSON."""

import json
import sys
import time

LEAST_SECONDS = 0.005
SMALL, REPETITIONS = 1 << 20, 3


def seconds(operation, calls):
    start = time.perf_counter()
    for _ in range(calls):
        operation()
    return time.perf_counter() - start


def measure(operation, repetitions):
    """Times per call, each measured over as many calls as take LEAST_SECONDS."""
    calls = 1
    while (taken := seconds(operation, calls)) < LEAST_SECONDS:
        calls *= max(2, min(10, round(1.4 * LEAST_SECONDS / max(taken, 1e-9))))
    return [taken / calls] + [seconds(operation, calls) / calls for _ in range(repetitions - 1)]


def run(cases, results, operations, context):
    """Measure the cases of a file of names operation/layout/item/bytes. `operations` maps names to
    functions that return a function to call repeatedly, or None if the library cannot do that."""
    measured = []
    for name in open(cases).read().split():
        operation, layout, item, size = name.split("/")
        prepared = operations[operation](layout, item) if operation in operations else None
        if prepared:
            repetitions = REPETITIONS if int(size) <= SMALL else 1
            for taken in measure(prepared, repetitions):
                measured.append({"name": name, "real_time": taken * 1e9, "time_unit": "ns"})
    context = {"python": sys.version.split()[0], **context}
    with open(results, "w") as file:
        json.dump({"context": context, "benchmarks": measured}, file, indent=1)
