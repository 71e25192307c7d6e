"""The structs in Arrow's capsules, and calls of their functions as a consumer in C makes them."""

import ctypes

from_capsule = ctypes.pythonapi.PyCapsule_GetPointer
from_capsule.restype, from_capsule.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)
# Releases the GIL, so that the callee must take it; keeps it.
Release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
ReleaseWithLock = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)


class Schema(ctypes.Structure):
    NAME = b"arrow_schema"


class Array(ctypes.Structure):
    NAME = b"arrow_array"


Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p),
]


def struct_in(capsule, kind):
    return kind.from_address(from_capsule(capsule, kind.NAME))


def address(writable):
    """The address of an exporter's memory."""
    return ctypes.addressof(ctypes.c_char.from_buffer(writable))


def moved(struct):
    """A copy of a struct that the original has lost to it."""
    copy = type(struct)()
    ctypes.pointer(copy)[0] = struct
    struct.release = None
    return copy


def release(struct):
    Release(struct.release)(ctypes.addressof(struct))


def release_with_lock(struct):
    ReleaseWithLock(struct.release)(ctypes.addressof(struct))


def release_in_foreign_thread(struct):
    """Release a struct in a thread that Python does not know."""
    library = ctypes.CDLL(None)
    thread = ctypes.c_ulong()
    start = library.pthread_create
    start.argtypes = [ctypes.c_void_p] * 4
    # The result of the function, which has none, is ignored.
    assert start(ctypes.byref(thread), None, struct.release, ctypes.addressof(struct)) == 0
    library.pthread_join.argtypes = [ctypes.c_ulong, ctypes.c_void_p]
    assert library.pthread_join(thread, None) == 0


def release_after_the_end(struct):
    """Have a struct released when the process ends, after the interpreter."""
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    kept = library.malloc(ctypes.sizeof(struct))
    ctypes.memmove(kept, ctypes.byref(struct), ctypes.sizeof(struct))
    exiting = getattr(library, "__cxa_atexit")
    exiting.argtypes = [ctypes.c_void_p] * 3
    assert exiting(struct.release, kept, None) == 0
