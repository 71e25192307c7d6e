"""Search the model of the protocol with spin, and see that it notices faults.

    check_model.py ROOT FOLDER OPERATIONS

ROOT: the sources. FOLDER: for programs that spin makes. OPERATIONS: of each of two threads. The
functions that the model says it stands for must exist. Set CC to choose a compiler.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
MODEL = HERE / "protocol.pml"
COMPILER = os.environ.get("CC", "cc")
# Collapse compression; a search that needs more memory, in MiB, fails.
CFLAGS = ["-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=3000"]
DEPTH = "-m100000"

# Name: how the search must fail, in spin's words. 0 is the memory, 1 the managed buffer.
ACCESS_AFTER_RELEASE = r"assertion violated is_there\["
UNORDERED_ACCESS = r"assertion violated \(\(\(accessed&"
USE_OF_RELEASED_VIEW = r"assertion violated +!\(has_ended\["
RELEASE_OF_PINNED_VIEW = r"assertion violated \(pins\["
USE_OF_HELD_VIEW = r"assertion violated +(!\(is_over\[|\(holds\[)"
MUTANTS = {
    "PIN_WITHOUT_COUNT": USE_OF_RELEASED_VIEW,
    "PIN_WITHOUT_FLAG": USE_OF_RELEASED_VIEW,
    "RELEASE_IN_TWO_STEPS": RELEASE_OF_PINNED_VIEW,
    "RELEASE_COUNTS_EARLY": USE_OF_RELEASED_VIEW,
    "RELEASE_WAITS": r"invalid end state",
    "RELEASED_TWICE": ACCESS_AFTER_RELEASE,
    "NON_ATOMIC_DECREMENT": ACCESS_AFTER_RELEASE,
    "NON_ATOMIC_REFERENCE": r"assertion violated \( !\(is_there\[0\]\)",
    "PIN_RELAXED": UNORDERED_ACCESS,
    "LAST_RELAXED": UNORDERED_ACCESS,
    "CHECK_RELAXED": UNORDERED_ACCESS,
    "JOIN_UNPINNED": ACCESS_AFTER_RELEASE,
    "JOIN_WITHOUT_REFERENCE": ACCESS_AFTER_RELEASE,
    "EXPORT_WITHOUT_REFERENCE": r"assertion violated \(exports\[0\]==0\)",
}
HOST_MUTANTS = {
    "COPY_UNCOUNTED": UNORDERED_ACCESS,
    "LOCK_NOT_RETAKEN": UNORDERED_ACCESS,
}
HOLD_MUTANTS = {
    "HOLD_CHECKS_EARLY": USE_OF_HELD_VIEW,
    "LISTS_FOUND_EARLY": USE_OF_HELD_VIEW,
    "RELEASE_WITHOUT_BARRIER": USE_OF_HELD_VIEW,
    "RELEASE_WITHOUT_WAIT": USE_OF_HELD_VIEW,
    "RELEASE_WAITS_EARLY": USE_OF_HELD_VIEW,
    "RELEASE_WHILE_HELD": r"invalid end state",
    "UNHOLD_EARLY": ACCESS_AFTER_RELEASE,
    "UNHOLD_RELAXED": UNORDERED_ACCESS,
}
FENCE_MUTANTS = {
    "HOLD_WITHOUT_FENCE": USE_OF_HELD_VIEW,
    "RELEASE_WITHOUT_BARRIER": USE_OF_HELD_VIEW,
}
# With holds, searches of more operations need several times the memory.
MOST_OPERATIONS_WITH_HOLDS = 2
# Names and definitions of the variants of the protocol.
VARIANTS = {
    "": [],
    "-host": ["HOST"],
    "-holds": ["HOLDS"],
    "-holds-fence": ["HOLDS", "HOLDERS_FENCE"],
}
MUTANTS_OF = {
    "": MUTANTS,
    "-host": HOST_MUTANTS,
    "-holds": HOLD_MUTANTS,
    "-holds-fence": FENCE_MUTANTS,
}


def missing_functions(root):
    """Functions that a comment "code:" names and its file does not define."""
    missing = []
    named = re.findall(r"code: (\S+): ([\w, ]+)", MODEL.read_text())
    for path, functions in named:
        file = root / "Sources" / path
        text = file.read_text() if file.exists() else ""
        for function in functions.replace(" ", "").split(","):
            definition = rf"(func|var) {function}\b|^[\w *]*\b{function}\([^;]*\{{"
            if not re.search(definition, text, re.MULTILINE):
                missing.append(f"{path} has no function {function}")
    return missing if named else ["the model names no functions"]


def search(folder, name, defines, optimize="-O0"):
    """Run spin. Returns its output; the seconds are those of the search. Short searches take less
    time than optimizing them."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    options = {"cwd": place, "check": True, "capture_output": True, "text": True}
    run = lambda *command: subprocess.run(command, **options)
    try:
        run("spin", "-a", *(f"-D{define}" for define in defines), MODEL.resolve())
        run(COMPILER, optimize, *CFLAGS, "-o", "pan", "pan.c")
        start = time.monotonic()
        output = run("./pan", DEPTH).stdout
    except subprocess.CalledProcessError as error:
        return f"{error.cmd[0]} failed: {error.stdout}{error.stderr}", 0
    return output, time.monotonic() - start


def states_of(output):
    found = re.search(r"([\d.e+]+) states, stored", output)
    return int(float(found.group(1))) if found else 0


def is_complete(output):
    return (
        "errors: 0" in output
        and "Search not completed" not in output
        and "max search depth too small" not in output
        and states_of(output) > 0
    )


def lines_of(place, output):
    """Lines of the model: all that the search compiled, and those that it reached. An inline
    definition counts as reached if one of its uses was."""
    listed = subprocess.run(["./pan", "-d"], cwd=place, capture_output=True, text=True).stdout
    steps = set(re.findall(r"state +(\d+) -\(tr.*?\.pml:(\d+)", listed))
    missed = {(state, line) for line, state in re.findall(r"\.pml:(\d+), state (\d+),", output)}
    return {line for _, line in steps}, {line for _, line in steps - missed}


def search_model(pool, folder, operations):
    """The searches that must find nothing. Returns whether they did."""
    sizes = [(2, operations), (3, 1)]
    jobs = []
    for threads, count in sizes:
        for variant, more in VARIANTS.items():
            if "HOLDS" in more:
                count = min(count, MOST_OPERATIONS_WITH_HOLDS)
            name = f"{threads}-threads-{count}-operations{variant}"
            defines = [f"THREADS={threads}", f"OPERATIONS={count}", *more]
            optimize = "-O0" if "HOST" in more else "-O2"
            jobs.append((name, pool.submit(search, folder, name, defines, optimize)))
    good, total, compiled, reached = True, 0, set(), set()
    for name, job in jobs:
        output, seconds = job.result()
        states = states_of(output)
        total += states
        print(f"{name}: {states:,} states in {seconds:.0f} s")
        if not is_complete(output):
            good = False
            print(f"FAILED: {name}, see {folder / name}; spin -t -p replays an error\n{output}")
            continue
        for lines, more in zip((compiled, reached), lines_of(folder / name, output)):
            lines |= more
    if good and (not reached or compiled - reached):
        good = False
        print(f"FAILED: no search reaches the lines {sorted(map(int, compiled - reached))}")
    print(f"{total:,} states, each with all its interleavings, without an error" if good else "")
    return good and total > 0


def search_mutants(pool, folder):
    """The searches that must fail. Returns whether they did, and as expected."""
    jobs = []
    for variant, mutants in MUTANTS_OF.items():
        for name, expected in mutants.items():
            defines = ["THREADS=2", "OPERATIONS=2", f"MUTANT_{name}", *VARIANTS[variant]]
            place = f"mutant-{name}{variant}"
            jobs.append((name, expected, pool.submit(search, folder, place, defines)))
    survivors = [n for n, expected, job in jobs if not re.search(expected, job.result()[0])]
    for name in survivors:
        print(f"FAILED: the model does not notice MUTANT_{name}")
    print(f"{len(jobs) - len(survivors)} of {len(jobs)} faults noticed")
    unknown = set(re.findall(r"MUTANT_(\w+)", MODEL.read_text())) ^ {n for n, *_ in jobs}
    for name in unknown:
        print(f"FAILED: MUTANT_{name} is only in one of the model and this list")
    return not survivors and not unknown


def main():
    root, folder, operations = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    missing = missing_functions(root)
    for text in missing:
        print(f"FAILED: {text}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        good = search_model(pool, folder.resolve(), operations)
        good = search_mutants(pool, folder.resolve()) and good
    sys.exit(not good or bool(missing))


main()
