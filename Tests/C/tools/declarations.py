"""The declarations of the public headers."""

import re

VIEW, RUNTIME = "libPyMemoryView.so.0", "libPyMemoryViewRuntime.so.0"
FLAT = "libpymv.so.0"
VIEW_HEADERS = {"buffer.h", "memoryview.h", "prefixed.h", "pymv.h"}


def headers(include):
    """All public headers, the umbrella last."""
    return sorted(include.glob("*/*.h")) + sorted(include.glob("*.h"))


def declared_functions(text):
    """Pairs of a function's name and the place of its declaration in the text of a header."""
    pattern = r"^PyAPI_FUNC\([^()]*\)\s*(\w+)\(|^\w[\w ]*[ *](PyMV_\w+)\("
    return [(match[1] or match[2], match.start()) for match in re.finditer(pattern, text, re.M)]


def declared_data(text):
    """Names of the data that the text of a header declares."""
    return re.findall(r"^PyAPI_DATA\([^()]*\)\s*(\w+);", text, re.M)


def declared_names(text):
    return {name for name, _ in declared_functions(text)} | set(declared_data(text))


def names_by_library(include):
    """The names that each library exports, by soname."""
    # Called only by an interpreter that loads the library as an extension module.
    names = {VIEW: {"PyInit__native"}, RUNTIME: set()}
    for header in headers(include):
        library = VIEW if header.name in VIEW_HEADERS else RUNTIME
        names[library] |= declared_names(header.read_text())
    names[FLAT] = declared_names((include / "pymv.h").read_text())
    return names
