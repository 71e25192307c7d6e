"""CPython's memoryview by libPyMemoryView.so, in place of the interpreter's own.

    import pymemoryview
    pymemoryview.install()

From then on `memoryview` is served by the library: the type stays the same object, existing views
included, and every program and extension module uses it without knowing. What later versions of
Python added to memoryview is there too, such as `count()` and `index()`.

    with pymemoryview.install():     # for a while
        ...
    pymemoryview.uninstall()         # give the interpreter its own back

    python3 -m pymemoryview script.py args...       # run a program with it
    python3 -m pymemoryview -m module args...
    python3 -m pymemoryview --bench                 # compare speeds

`install(strict=True)`, or PYMEMORYVIEW_STRICT=1 in the environment, keeps to what this version of
Python does.

Nothing that succeeds in Python fails. The GIL is released while 1 MiB or more of a bytes object is
copied or compared, where no thread or forked child can tell; with install(strict=True) never.
`set_threads(n)`, or PYMEMORYVIEW_THREADS=n in the environment, has n threads share each large copy of
strided memory, installed or not.

install() is for the main interpreter and holds for every interpreter of the process, those with a GIL
of their own included. Sub-interpreters that exist already get all but the methods that their version
of Python lacks, in 3.12 and later; those that start afterwards get everything. Importing this package
in a sub-interpreter raises ImportError.

Data:

installed -- whether memoryview is taken over now
strict    -- whether it is, and keeps to this version of Python
threads   -- number of threads that share a large copy, 1 unless told otherwise
version   -- version of the library, such as "0.1.0"

Needs CPython 3.9 or later with the global interpreter lock, on 64-bit Linux, and a libpython whose
symbols extension modules can see: not one that a program loaded with RTLD_LOCAL. Elsewhere importing
this package raises ImportError and changes nothing.
"""

import os
import sys

__all__ = ["install", "uninstall", "set_threads", "installed", "strict", "threads", "version"]


def _refusal():
    """Why this interpreter cannot be served; None if it can."""
    if sys.version_info < (3, 9):
        return "needs CPython 3.9 or later, not %d.%d" % sys.version_info[:2]
    if sys.implementation.name != "cpython":
        return "works in CPython, not in %s" % sys.implementation.name
    if "t" in getattr(sys, "abiflags", ""):
        return "does not work in free-threaded builds of CPython"
    if sys.platform != "linux":
        return "works on Linux, not on %s" % sys.platform
    if sys.maxsize < 2**32:
        return "needs a 64-bit interpreter"
    return None


def _load():
    """Load the library that lies beside this file as the module `pymemoryview._native`."""
    refusal = _refusal()
    if refusal is not None:
        raise ImportError("pymemoryview " + refusal)
    from importlib.machinery import ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    name = __name__ + "._native"
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libPyMemoryView.so")
    if not os.path.exists(path):
        raise ImportError("pymemoryview: %s is missing" % path, name=name, path=path)
    spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[name] = module
    return module


_native = _load()

version = _native.version


class _Installation:
    """What install() returns: a context manager that puts back on exit what was before."""

    def __init__(self, before):
        self._before = before

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        if (_native.installed(), _native.strict()) == self._before:
            return
        uninstall()
        installed, strict = self._before
        if installed:
            _native.install(strict=strict)

    def __repr__(self):
        return "<pymemoryview %s, %sinstalled%s>" % (
            version, "" if _native.installed() else "not ", ", strict" if _native.strict() else ""
        )


def install(strict=False):
    """Take over the interpreter's memoryview, existing objects included.

    strict: keep to exactly what this version of Python does, as its own tests want it; also chosen
    by PYMEMORYVIEW_STRICT=1 in the environment.

    Installing again is harmless, and never relaxes what is strict. The result need not be used; as
    a context manager it puts back on exit what was installed before.
    """
    before = _native.installed(), _native.strict()
    _native.install(strict=strict)
    return _Installation(before)


def uninstall():
    """Give the interpreter its own memoryview back; views made meanwhile stay valid.

    Does nothing if it is not taken over. RuntimeError if the library was preloaded, because then
    there is no way back.
    """
    _native.uninstall()


def set_threads(n):
    """Set how many threads share each large copy of strided memory, in the whole process.

    n: 1 to 64; 0: one for each processor that the process may use. Copies from 8 MiB on are shared.
    """
    _native.set_threads(n)


def __getattr__(name):
    if name in ("installed", "strict", "threads"):
        return getattr(_native, name)()
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


def __dir__():
    return sorted(set(globals()) | set(__all__))
