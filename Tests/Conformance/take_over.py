"""Take over the memoryview of the running interpreter, in one of these modes:

stock      nothing is loaded
strict     imported, install(strict=True)
default    imported, install()
preloaded  loaded by LD_PRELOAD with PYMEMORYVIEW_STRICT=1 in the environment
aside      the library for interpreters of the other kind, likewise, which must change nothing
"""

import importlib.machinery
import importlib.util
import os
import re
import sys

# Free-threaded interpreters have another layout of objects.
LIBRARY, OTHER = "libPyMemoryView.so.0", "libPyMemoryViewT.so.0"
if "t" in sys.abiflags:
    LIBRARY, OTHER = OTHER, LIBRARY


def loaded_libraries(name=LIBRARY):
    """Paths of the loaded libraries with a name."""
    with open("/proc/self/maps") as maps:
        return sorted(set(re.findall(rf"/\S*{re.escape(name)}", maps.read())))


def load(path):
    """The native module of a library, as the package loads it."""
    name = "pymemoryview._native"
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_file_location(name, path, loader=loader)
    )
    loader.exec_module(module)
    return module


def take_over(mode, folder):
    """Take over memoryview and verify it. Returns the native module; None if the interpreter's own
    memoryview stays."""
    path = os.path.join(folder, LIBRARY)
    if mode in ("stock", "aside"):
        others = [os.path.join(folder, OTHER)] if mode == "aside" else []
        assert not loaded_libraries(), loaded_libraries()
        assert loaded_libraries(OTHER) == others, loaded_libraries(OTHER)
        return None
    if mode == "preloaded":
        assert loaded_libraries() == [path], loaded_libraries()
    native = load(path)
    assert loaded_libraries() == [path], loaded_libraries()
    if mode == "preloaded":
        assert native.installed(), "preloading has taken over nothing"
    else:
        native.install(strict=mode == "strict")
    assert native.installed()
    assert native.strict() == (mode != "default")
    return native
