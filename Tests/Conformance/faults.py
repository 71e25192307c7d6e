"""Operations of memoryview in which every allocation of the process fails in turn.

usage: faults.py MODE LIBDIR, with failing_malloc.so preloaded and PYTHONMALLOC=malloc

Each must raise MemoryError or return its usual result, work again afterwards and leak no memory.
Mode "stock" shows where the interpreter's own memoryview does not.

PYMV_FAULTS_STEP=n in the environment fails every n-th allocation only.
"""

import array
import ctypes
import gc
import os
import sys
import traceback

from take_over import LIBRARY, load, loaded_libraries, take_over

ALLOCATOR = ctypes.PyDLL(None)
arm, disarm = ALLOCATOR.faults_arm, ALLOCATOR.faults_disarm
live_blocks = ALLOCATOR.faults_live_blocks
arm.argtypes = [ctypes.c_long, ctypes.c_long]
arm.restype = None
disarm.restype = live_blocks.restype = ctypes.c_long

# Some free lists of the interpreter grow for a while.
ROUNDS, WARM_UP = 140, 120

ALL_LATER = sys.maxsize

# Up to 3.11 the interpreter raises an exception without its message if it cannot allocate that.
LOSES_TEXTS = sys.version_info < (3, 12)


def operations(data):
    """Functions by name; all of them read or write the memory of a bytearray."""
    view = memoryview(data)
    table = view.cast("H").cast("B").cast("H", [3, 4])
    doubles = memoryview(array.array("d", range(6)))
    floats = memoryview(array.array("f", range(6)))
    many = range(300)

    def assign():
        view[2:8:2] = b"abc"

    def overlap():
        view[1:] = view[:-1]

    def misfit(call, *args, **names):
        try:
            return call(*args, **names)
        except (TypeError, ValueError, IndexError, NotImplementedError) as error:
            return f"{type(error).__name__}: {error}"

    return {
        "make": lambda: memoryview(data).nbytes,
        "make by keyword": lambda: memoryview(object=data).nbytes,
        "make of many": lambda: misfit(memoryview, *many),
        "make by many keywords": lambda: misfit(memoryview, **{f"n{i}": i for i in many}),
        "slice": lambda: view[3:20:2].tolist(),
        "item": lambda: doubles[3],
        "cast": lambda: view.cast("B", shape=[4, 6]).tolist(),
        "cast with many": lambda: misfit(view.cast, *many),
        "bad cast": lambda: misfit(view.cast, "@@"),
        "tolist": lambda: table.tolist(),
        "tobytes": lambda: table.tobytes("F"),
        "tobytes with many": lambda: misfit(view.tobytes, *many),
        "strided bytes": lambda: view[::-3].tobytes(),
        "hex": lambda: view.hex(":", 3),
        "hex with many": lambda: misfit(view.hex, *many),
        "shape": lambda: (table.shape, table.strides, table.suboffsets),
        "repr": lambda: repr(view)[:10],
        "equal": lambda: (doubles == floats, view == data, doubles[::2] == doubles[:3]),
        "hash": lambda: hash(memoryview(b"a constant")[::2]),
        "iterate": lambda: list(doubles),
        "contains": lambda: (3.0 in doubles, 3 in view),
        "assign": assign,
        "assign to itself": overlap,
        "bad index": lambda: misfit(view.__getitem__, 1000),
        "bad value": lambda: misfit(view.__setitem__, 0, 1000),
        "readonly": lambda: view.toreadonly().tolist(),
        "with": lambda: memoryview(data).__enter__().release(),
        "join": lambda: b"".join([view[1:3], view[2:5]]),
        **exchanges(table),
    }


def exchanges(view):
    """The same of methods that only this library's memoryview has, in default mode."""
    if not hasattr(view, "__arrow_c_array__"):
        return {}
    return {
        "to arrow": lambda: len(view.__arrow_c_array__()),
        "to dlpack": lambda: repr(view.__dlpack__(max_version=(1, 0)))[:9],
        "to dlpack before 1.0": lambda: repr(view.__dlpack__())[:9],
        "dlpack device": lambda: view.__dlpack_device__(),
    }


def try_with(first, last, operation):
    """The outcome of an operation in which the allocations from the first to the last fail."""
    arm(first, last)
    try:
        outcome = operation()
    except MemoryError:
        outcome = MemoryError
    finally:
        disarm()
    return outcome


def count(operation):
    arm(0, 0)
    operation()
    return disarm()


def is_without_text(outcome, usual):
    """Whether an outcome is the usual exception without its message."""
    is_text = isinstance(outcome, str) and isinstance(usual, str)
    return is_text and outcome.endswith(": ") and usual.startswith(outcome)


def problem_of_operation(first, last, operation, usual, exporter):
    """The problem of an operation when allocations fail, or None."""
    gains = []
    for _ in range(ROUNDS):
        before = live_blocks()
        outcome = try_with(first, last, operation)
        is_excused = LOSES_TEXTS and is_without_text(outcome, usual)
        if outcome is not MemoryError and outcome != usual and not is_excused:
            return f"gives {outcome!r:.200}"
        if operation() != usual:
            return "does something else afterwards"
        gains.append(live_blocks() - before)
    if min(gains[WARM_UP:]) > 0:
        return f"leaves {gains[-1]} blocks"
    try:
        exporter.append(1)
    except BufferError:
        return None
    return "has let the exporter go"


def next_function():
    """The address in tp_iternext of memoryview iterators."""
    return ctypes.c_size_t.from_address(id(type(iter(memoryview(b"")))) + 224).value


def everything():
    """The state that installing changes and uninstalling restores."""
    return next_function(), dict(vars(memoryview))


def problem_of_installing(first, last, native):
    """The problem of the first installation when allocations fail, or None."""
    has_iterators = hasattr(memoryview, "__iter__")  # Without them iteration is by index.
    before = everything()
    outcome = try_with(first, last, native.install)
    if outcome is MemoryError and (native.installed() or everything() != before):
        return "is installed nevertheless"
    native.install()
    if has_iterators and next_function() == before[0]:
        return "does not iterate afterwards"
    if memoryview(b"abc")[::-1].tolist() != [99, 98, 97]:
        return "does not work afterwards"
    native.uninstall()
    return None if everything() == before else "does not uninstall"


def problem_of_first_view(first, last, usual):
    """The problem of the first view of a preloaded library when allocations fail, or None."""
    outcome = try_with(first, last, next_function)
    if outcome not in (MemoryError, usual):
        return f"gives {outcome!r:.200}"
    return None if next_function() == usual else "does not iterate afterwards"


def in_child(function, *arguments):
    """The text that a function returns, or None; called in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            found = function(*arguments)
        except BaseException:
            found = traceback.format_exc()
        os.write(writer, (found or "").encode())
        os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        found = answer.read()
    status = os.waitpid(child, 0)[1]
    return f"ends with status {status:#x}" if status else found


def check(name, total, points, problem, *arguments):
    """Numbers of faults and of problems, each fault in a process of its own."""
    bad = 0
    for first, last in points:
        found = in_child(problem, first, last, *arguments)
        if found:
            bad += 1
            later = " and later" if last == ALL_LATER else ""
            print(f"{name}: allocation {first}{later} of {total} fails: {found}", flush=True)
    return len(points), bad


def check_operation(name, operation, exporter, step):
    for _ in range(3):
        usual = operation()
    total = count(operation)
    points = [(first, first) for first in range(1, total + 1, step)]
    return check(name, total, points, problem_of_operation, operation, usual, exporter)


def check_first(name, operation, problem, *arguments):
    """An operation in processes that have not done it before."""
    total = int(in_child(lambda: str(count(operation))))
    points = [(first, last) for first in range(1, total + 1) for last in (first, ALL_LATER)]
    return check(name, total, points, problem, *arguments)


def check_first_use(mode, folder):
    if mode == "stock":
        return []
    if mode == "preloaded":
        usual = int(in_child(lambda: str(next_function())))
        return [check_first("first view", next_function, problem_of_first_view, usual)]
    native = load(os.path.join(folder, LIBRARY))
    return [check_first("install", native.install, problem_of_installing, native)]


def main():
    mode, folder = sys.argv[1:]
    step = int(os.environ.get("PYMV_FAULTS_STEP", 1))
    results = check_first_use(mode, folder)
    take_over(mode, folder)
    print(f"loaded {loaded_libraries()}")
    gc.disable()
    data = bytearray(range(24))
    results += [check_operation(*named, data, step) for named in operations(data).items()]
    points, bad = (sum(column) for column in zip(*results))
    print(f"{points} faults in {len(results)} operations, {bad} with a problem")
    sys.exit(bad != 0)


main()
