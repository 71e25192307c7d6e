"""Compare the layout explorer with the library, for random layouts and keys.

    check_explorer.py LAYOUT.js [CASES [SEED]]

Run with the package pymemoryview. Compared are fields, contiguity, the address of every item, the answer to
every request, and what a key selects, or the error.
"""

import ctypes
import json
import random
import subprocess
import sys
from pathlib import Path

import pymemoryview
from arrays import Memory, random_case

FORMATS = {1: b"B", 2: b"H", 4: b"I", 8: b"Q"}
LIBRARY = ctypes.PyDLL(str(Path(pymemoryview.__file__).parent / "libPyMemoryView.so.0"))


class Buffer(ctypes.Structure):
    _fields_ = [("buf", ctypes.c_void_p), ("obj", ctypes.py_object), ("len", ctypes.c_ssize_t),
                ("itemsize", ctypes.c_ssize_t), ("readonly", ctypes.c_int), ("ndim", ctypes.c_int),
                ("format", ctypes.c_char_p), ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
                ("strides", ctypes.POINTER(ctypes.c_ssize_t)),
                ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)), ("internal", ctypes.c_void_p)]


LIBRARY.PyMV_FromArray.restype = ctypes.py_object
LIBRARY.PyMV_ItemPointer.restype = ctypes.c_void_p
LIBRARY.PyMV_ItemPointer.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.c_int]
ctypes.pythonapi.PyObject_GetBuffer.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.c_int]


def numbers(values):
    return None if values is None else (ctypes.c_ssize_t * len(values))(*values)


def view_of(case, memory):
    text = FORMATS.get(case["itemsize"], b"%ds" % case["itemsize"])
    return LIBRARY.PyMV_FromArray(
        ctypes.c_void_p(memory.start), text, ctypes.c_ssize_t(case["itemsize"]), len(case["shape"]),
        numbers(case["shape"]), numbers(case["strides"]), numbers(case["suboffsets"]),
        int(case["readonly"]), None, None)


def listed(array, count):
    return list(array[:count]) if array else None


def answer(view, flags):
    """The library's answer to a request, as the explorer describes it."""
    buffer = Buffer()
    try:
        ctypes.pythonapi.PyObject_GetBuffer(view, ctypes.byref(buffer), flags)
    except BufferError as error:
        return {"error": str(error)}
    fields = {"ndim": buffer.ndim, "format": buffer.format is not None,
              "shape": listed(buffer.shape, buffer.ndim), "strides": listed(buffer.strides, buffer.ndim),
              "suboffsets": listed(buffer.suboffsets, view.ndim)}
    ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))
    return fields


def address(start, path):
    """Follow the offsets and pointers of a path."""
    place = start + path[0]
    for offset in path[1:]:
        place = ctypes.c_void_p.from_address(place).value + offset
    return place


def pointer(view, indices):
    return LIBRARY.PyMV_ItemPointer(view, numbers(indices) if indices else None, 0)


def differences(said, view, start):
    """What the explorer says of a view, and the library does not."""
    facts = {"shape": list(view.shape), "strides": list(view.strides), "nbytes": view.nbytes,
             "suboffsets": list(view.suboffsets) or None,
             "contiguous": [view.c_contiguous, view.f_contiguous]}
    for name, fact in facts.items():
        if said[name] != fact:
            yield f"{name} {said[name]}, not {fact}"
    for name, flags, fields in said["requests"]:
        if fields != answer(view, flags):
            yield f"{name} {fields}, not {answer(view, flags)}"
    for indices, path in said["places"]:
        if address(start, path) != pointer(view, indices):
            yield f"item {indices} at {path}"


def selection_differences(said, view, key, start):
    try:
        result = eval(f"view[{key}]", {"view": view})
    except (IndexError, ValueError, TypeError, BufferError) as error:
        if said.get("error") != [type(error).__name__, str(error)]:
            yield f"{said}, not {type(error).__name__}: {error}"
        return
    if isinstance(result, memoryview):
        if "view" not in said:
            yield f"{said}, not a view"
        else:
            yield from differences(said["view"], result, start)
    elif "item" not in said:
        yield f"{said}, not an item"
    else:
        value = ctypes.string_at(address(start, said["item"]), view.itemsize)
        expected = result if isinstance(result, bytes) else result.to_bytes(view.itemsize, "little")
        if value != expected:
            yield f"another item, {value}, not {expected}"


def scramble(memory, case, generator):
    """Fill the last blocks with random items, so that a wrong item shows."""
    indirect = case["suboffsets"] and max(case["suboffsets"]) >= 0
    if not indirect:
        for block in memory.blocks:
            block.raw = generator.randbytes(len(block))


def case_differences(case, said, generator):
    if min(case["shape"], default=0) < 0:
        case = {**case, "strides": [0] * len(case["shape"])}
        try:
            LIBRARY.PyMV_FromArray(
                None, b"B", ctypes.c_ssize_t(case["itemsize"]), len(case["shape"]),
                numbers(case["shape"]), None, None, 0, None, None)
        except ValueError as error:
            if said.get("error") != ["ValueError", str(error)]:
                yield f"{said}, not {error}"
        return
    memory = Memory(case)
    scramble(memory, case, generator)
    view = view_of(case, memory)
    yield from differences(said["whole"], view, memory.start)
    yield from selection_differences(said["selected"], view, case["key"], memory.start)


def main(script, count=1000, seed=20):
    generator = random.Random(int(seed))
    cases = [random_case(generator) for _ in range(int(count))]
    node = subprocess.run(["node", str(Path(__file__).with_name("answers.js")), script],
                          input=json.dumps(cases), capture_output=True, text=True, check=True)
    wrong, kinds = 0, {"error": 0, "view": 0, "item": 0}
    with pymemoryview.install():
        for case, said in zip(cases, json.loads(node.stdout), strict=True):
            found = list(case_differences(case, said, generator))
            for difference in found[:3]:
                print(f"FAILED {json.dumps(case)}: {difference}")
            wrong += bool(found)
            kinds[next(iter(said.get("selected", said)))] += 1
    print(f"{len(cases)} layouts and keys ({kinds['view']} views, {kinds['item']} items, "
          f"{kinds['error']} errors), {wrong} differ")
    sys.exit(1 if wrong or min(kinds.values()) < len(cases) // 50 else 0)


main(*sys.argv[1:])
