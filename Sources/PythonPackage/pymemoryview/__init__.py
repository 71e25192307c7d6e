"""CPython's memoryview, implemented by libPyMemoryView.so instead of the interpreter.

    import pymemoryview
    pymemoryview.install()

From then on the library implements `memoryview`: the type stays the same object, existing views use
the library too, and programs and extension modules need no change. Methods that later versions of
Python added to memoryview, such as `count()` and `index()`, are available too.

    with pymemoryview.install():     # temporarily
        ...
    pymemoryview.uninstall()         # restore the interpreter's own memoryview

    python3 -m pymemoryview script.py args...       # run a program with it
    python3 -m pymemoryview -m module args...
    python3 -m pymemoryview --bench                 # compare speeds
    python3 -m pymemoryview inspect file            # show a file through a memoryview

`install(strict=True)`, or PYMEMORYVIEW_STRICT=1 in the environment, selects exactly the behaviour of
this version of Python.

Operations that succeed without the library also succeed with it. The GIL is released while 1 MiB or
more of a bytes object is copied or compared, where no other thread or forked child can observe it;
never with install(strict=True). `set_threads(n)`, or PYMEMORYVIEW_THREADS=n in the environment, makes
n threads share each large copy of strided memory, installed or not.

While the library is installed, and not in strict mode, memoryview has the method `__arrow_c_array__`, so
that libraries for Arrow take its items without a copy, such as `pyarrow.array(view)`.
`from_arrow(array)` makes a memoryview of an Arrow array, installed or not.

install() and uninstall() must be called in the main interpreter, from 3.12 on while it is the only one,
and apply to every interpreter of the process, including those with their own GIL. Otherwise they
raise RuntimeError, unless there is nothing to do. This package can be imported in each interpreter.
From 3.11 on, an interpreter that starts after Py_Finalize has its own memoryview until install() is
called; before, the library stays installed.

Array libraries take a memoryview's memory by DLPack, if the library is installed and not in strict
mode: `numpy.from_dlpack(view)`. `from_dlpack(array)` is the other way, in any mode.

Data:

installed -- whether the library is installed
strict    -- whether it is installed in strict mode
threads   -- number of threads that share a large copy, by default 1
version   -- version of the library, such as "0.4.0"

In free-threaded builds of CPython, install() and uninstall() must be called while there is only one
thread, else they raise RuntimeError; importing this package does not enable the GIL.

Requires CPython 3.9 or later, on 64-bit Linux, and a libpython that was not loaded with
RTLD_LOCAL. Elsewhere, importing this package raises ImportError and changes nothing.
"""

import os
import sys

__all__ = [
    "install", "uninstall", "from_dlpack", "from_arrow", "set_threads", "show", "show_views", "repr_html",
    "installed", "strict", "threads", "version",
]


def _refusal():
    """Why this interpreter is not supported; None if it is."""
    if sys.version_info < (3, 9):
        return "needs CPython 3.9 or later, not %d.%d" % sys.version_info[:2]
    if sys.implementation.name != "cpython":
        return "works in CPython, not in %s" % sys.implementation.name
    if sys.platform != "linux":
        return "works on Linux, not on %s" % sys.platform
    if sys.maxsize < 2**32:
        return "needs a 64-bit interpreter"
    return None


def _library():
    """The file name of the library for this interpreter's layout of objects."""
    has_no_lock = "t" in getattr(sys, "abiflags", "")
    return "libPyMemoryViewT.so.0" if has_no_lock else "libPyMemoryView.so.0"


def _load():
    """Load the library in this file's folder as the module `pymemoryview._native`."""
    refusal = _refusal()
    if refusal is not None:
        raise ImportError("pymemoryview " + refusal)
    from importlib.machinery import ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    name = __name__ + "._native"
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), _library())
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
    """The result of install(): a context manager that restores the previous state on exit."""

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
    """Replace the interpreter's implementation of memoryview, also for existing objects.

    strict: behave exactly as this version of Python, as its own tests expect. The environment
    variable PYMEMORYVIEW_STRICT=1 has the same effect.

    Installing again is harmless, and never ends strict mode. Else raises RuntimeError in a
    sub-interpreter, and from 3.12 on while there is one.

    The result may be used as a context manager, which restores the previous state on exit.
    """
    before = _native.installed(), _native.strict()
    _native.install(strict=strict)
    return _Installation(before)


def uninstall():
    """Restore the interpreter's own memoryview; views made meanwhile stay valid.

    Does nothing if the library is not installed. Else raises RuntimeError where install() does, and if
    the library was preloaded, because then it cannot be uninstalled.
    """
    _native.uninstall()


def from_dlpack(x, /):
    """Make a memoryview of the memory of an array, which is not copied, by DLPack.

    x: an object with the method `__dlpack__`, such as an array of NumPy, PyTorch or JAX. It must be in
    memory of the processor. The view is read-only if the array is, or if its library has a version
    of DLPack before 1.0, which cannot say whether it is.

    Raises BufferError if there is no format for the items.
    """
    try:
        capsule = x.__dlpack__(max_version=(1, 3), copy=False)
    except TypeError:  # These arguments came with DLPack 1.0.
        capsule = x.__dlpack__()
    return _native.from_capsule(capsule)


def set_threads(n):
    """Set how many threads share each large copy of strided memory, in the whole process.

    n: 1 to 64; 0: one per processor that the process may use. Copies of 8 MiB or more are shared.
    """
    _native.set_threads(n)


def show(view):
    """The facts of a memoryview, for a notebook to show: fields, layout, answers to requests.

    The result has `_repr_html_`, which the type of memoryviews, CPython's own, has not.
    """
    from .notebook import Shown

    return Shown(view)


def repr_html(view):
    """The same as HTML."""
    from . import notebook

    return notebook.repr_html(view)


def show_views(shell=None):
    """Let a notebook show every memoryview that a cell returns so. shell: IPython's."""
    from . import notebook

    notebook.show_views(shell)


def from_arrow(array):
    """Make a read-only memoryview of an Arrow array of numbers, without a copy.

    array: any object with the method `__arrow_c_array__`. Fixed-size lists become axes. Raises
    ValueError for an array with nulls, and for other types.
    """
    export = getattr(type(array), "__arrow_c_array__", None)
    if export is None:
        name = type(array).__name__
        raise TypeError("from_arrow() needs an object with __arrow_c_array__, not %r" % name)
    return _native.from_arrow(*export(array))


def __getattr__(name):
    if name in ("installed", "strict", "threads"):
        return getattr(_native, name)()
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


def __dir__():
    return sorted(set(globals()) | set(__all__))
