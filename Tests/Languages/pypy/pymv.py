"""Views of memory for PyPy, and for CPython, with cffi: what an example needs of pymv.h."""

import builtins
import os
from pathlib import Path

from cffi import FFI

ffi = FFI()
ffi.cdef(Path(os.environ["PYMV_DEFINITIONS"]).read_text())
lib = ffi.dlopen(os.environ["PYMV_LIBRARY"])
OMITTED = -(2**63)


def raise_taken():
    """Raise Python's exception of the kind of the thread's error."""
    kind = ffi.new("const char **")
    text = ffi.string(lib.PyMV_TakeError(kind)).decode()
    raise getattr(builtins, ffi.string(kind[0]).decode(), RuntimeError)(text)


class Owner:
    """What is kept until the last view of the memory is gone."""

    kept = {}

    def __init__(self, memory, released):
        self.memory, self.released = memory, released
        self.handle = ffi.new_handle(self)
        Owner.kept[self.handle] = self

    @staticmethod
    @ffi.callback("PyMV_DestroyFunc")
    def destroy(memory, handle):
        """Called in the thread that drops the last view."""
        owner = Owner.kept.pop(handle)
        owner.released()


class View:
    """A view. It drops its reference when it is closed, at the end of `with`, or collected."""

    def __init__(self, reference):
        if reference == ffi.NULL:
            raise_taken()
        self.object = ffi.gc(reference, lib.PyMV_DecRef)

    @classmethod
    def of(cls, memory, format, shape, released, readonly=False):
        """View memory of cffi; `released` is called once, after the last view of it."""
        owner = Owner(memory, released)
        try:
            return cls(lib.PyMV_FromArray(
                memory, format.encode(), 0, len(shape), shape, ffi.NULL, ffi.NULL, readonly,
                Owner.destroy, owner.handle,
            ))
        except BaseException:
            del Owner.kept[owner.handle]
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        ffi.release(self.object)

    def slice(self, axis, start=OMITTED, stop=OMITTED, step=OMITTED):
        return View(lib.PyMV_Slice(self.object, axis, start, stop, step))

    def transpose(self):
        return View(lib.PyMV_Transpose(self.object, ffi.NULL))

    def field(self, name):
        return View(lib.PyMV_GetField(self.object, name.encode()))

    def info(self):
        info = ffi.new("PyMV_Info *", {"struct_size": ffi.sizeof("PyMV_Info")})
        return info if lib.PyMV_GetInfo(self.object, info) == 0 else raise_taken()

    @property
    def shape(self):
        info = self.info()
        return tuple(info.shape[0:info.ndim])

    def __getitem__(self, index):
        value = ffi.new("double *")
        return value[0] if lib.PyMV_GetDouble(self.object, index, value) == 0 else raise_taken()

    def __setitem__(self, index, value):
        if lib.PyMV_SetDouble(self.object, index, value) < 0:
            raise_taken()

    def items(self, ctype):
        """The items in C order."""
        size = self.info().nbytes
        items = ffi.new(f"{ctype}[]", size // ffi.sizeof(ctype))
        if lib.PyMV_ReadInto(self.object, items, size, ord("C")) < 0:
            raise_taken()
        return list(items)
