"""Describe an ABI: the declarations of the public headers without comments and macros, and what
abidw (abigail-tools) makes of them.

Debug information of the libraries themselves names functions as Swift does, and abidw then reads
only the few written in C. A library of empty functions with the same declarations stands for them.
That the libraries export what the headers declare is checked by test-exports; that the types agree
is checked by the Swift compiler (Agreement*.swift, @c @implementation).
"""

import os
import re
import subprocess

COMPILER = os.environ.get("CC", "cc")
STANDARD_HEADERS = "".join(f"#include <{name}.h>\n" for name in ("stddef", "stdint", "sys/types"))
# Objects of these types are exported, but their layout is not public.
HIDDEN_LAYOUTS = "struct _longobject { char hidden; };\n"
ABIDW_OPTIONS = ["--no-show-locs", "--no-corpus-path", "--no-comp-dir-path", "--no-architecture"]


def own_lines(text, include):
    """The lines of preprocessed text that come from headers in a folder."""
    is_own = False
    for line in text.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            is_own = marker[1].startswith(f"{include}/")
        elif is_own and line.strip():
            yield line


def declarations(include):
    """The declarations of the public headers, one on each line."""
    command = [COMPILER, "-E", f"-I{include}", "-include", "PyMemoryView.h", "-xc", "/dev/null"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    text = " ".join(" ".join(own_lines(done.stdout, include)).split())
    text = re.sub(r"((?:[^;{}]|\{(?:[^{}]|\{[^{}]*\})*\})*;) ?", r"\1\n", text)
    return re.sub(r"_Static_assert.*\n", "", text)


def definitions(text, names):
    """C source that defines the names, out of their declarations; functions do nothing."""
    for line in text.splitlines():
        function = re.match(r"(?!typedef|struct)([^;{}(]*?\b(\w+)\(.*\));$", line)
        data = re.match(r"extern ([^;{}()]*?\b(\w+));$", line)
        if function and function[2] in names:
            yield function[1].replace("extern ", "", 1) + " { __builtin_trap(); }\n"
        elif data and data[2] in names:
            yield data[1] + ";\n"


def describe(text, names, soname, folder):
    """Write what abidw says of a library that exports the names to a file, and return its path.

    text: declarations.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source, library, described = folder / f"{soname}.c", folder / soname, folder / f"{soname}.xml"
    source.write_text(STANDARD_HEADERS + text + HIDDEN_LAYOUTS + "".join(definitions(text, names)))
    options = ["-std=gnu2x", "-g", "-shared", "-fPIC", "-w", f"-Wl,-soname,{soname}"]
    subprocess.run([COMPILER, *options, "-o", library, source], check=True)
    subprocess.run(["abidw", *ABIDW_OPTIONS, "--out-file", described, library], check=True)
    return described
