"""The texts of errors that the library raises, as its sources have them.

    error_texts.py ROOT     print them

Directives of printf become "…". Not included: texts of the object runtime, which are CPython's for
the same operations on its own objects.
"""

import re
import sys
from pathlib import Path

# Folders without such texts: the runtime, and the module for Swift, whose errors are the library's.
OTHERS = {"ObjectRuntime", "StridedViews"}
C = ["MemoryViewTables/texts.c", "HostTables/host_symbols.c", "HostTables/native_module.c"]
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
RAISING = re.compile(r"(?:PyErr_(?:Format|SetString)|\(\*import_error)[(,](.*?)\);", re.S)
DIRECTIVE = re.compile(r"%[.\d]*[hlz]*[a-z]")
# Literals with a space that are no errors of their own, but parts of others.
NO_ERRORS = re.compile(r"^[^a-zA-Z]*$|^<|memory at %p|^(?:at (?:least|most)|keyword |positional )$|^a unicode char|^str or ")


def swift_literals(path):
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", path.read_text(), flags=re.M)
    code = re.sub(r"(?:assert|precondition)\w*\([^\n]*", "", code)
    return [text for text in LITERAL.findall(code) if " " in text]


def c_literals(path):
    for call in RAISING.findall(path.read_text()):
        texts = LITERAL.findall(call)
        if texts:
            yield "".join(texts)


def error_texts(root):
    sources = Path(root) / "Sources"
    texts = {text for path in sources.glob("*/*.swift") if path.parent.name not in OTHERS
             for text in swift_literals(path)}
    texts |= {text for path in C for text in c_literals(sources / path)}
    texts = {text.replace('\\"', '"') for text in texts if not NO_ERRORS.search(text)}
    return sorted({DIRECTIVE.sub("…", text) for text in texts})


if __name__ == "__main__":
    print("\n".join(error_texts(sys.argv[1])))
