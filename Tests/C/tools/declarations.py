"""The declarations of the public headers."""

import re


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
