"""Compare `python -m pymemoryview inspect` with ffi-shim.

    check_inspect.py SHIM DATA FILES [SEED]

For each sample file, with several options and widths, and for FILES damaged ones: the same report or the
same refusal. Different may be paths and versions, times, hashes, and what versions of Python differ in.
"""

import contextlib
import io
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
import pymemoryview
from pymemoryview import inspect_file, notebook
from tally import Tally

MASKS = [
    (r"(?m)^  (library|runtime) .*$", r"  \1"),
    (r"in \d+\.\d+ (us|ms), \S+ GB/s", "in time"),
    (r"(?m)^(  hash\(.*\)) +-?\d+(\.\.\.)?$", r"\1 number"),
    # Versions of Python differ.
    (r"(?m)^  len\(m\) +(TypeError: 0-dim memory has no length|1)$", "  len(m) of one item"),
    (r"(?m)^(ffi-shim|pymemoryview): ", ""),
]
OPTIONS = [[], ["--color=always"], ["--format", "<h"], ["--format", "B", "--shape", "3,4", "--strides", "7,-1",
           "--offset", "20"], ["--shape", "2,2,2"], ["--format", "5s", "--shape", "0,3"], ["--format", "iB"],
           ["--format", "y"], ["--format", "0s"], ["--shape", "3,x"], ["--shape", ""], ["--offset", "-1"],
           ["--shape", "2", "--strides", "9223372036854775807"], ["--offset", "8", "--format", "Zd"],
           ["--shape", "99999999999999999999"], ["--strides", "1", "--shape", "3", "--format", "e"],
           ["--format", "3w", "--shape", "2"], ["--format", ">P", "--shape", "1"], ["--format", "?"]]
PATTERNS = [b"P5 # c\n3 2\n255\nabcdef", b"P2 2 2 300 1 2 3 299", b"P1 3 2 101 0 1 0", b"P4 9 2\n\x80\x00\xff\xff",
            b"P3 1 1 255 9 8 7", b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE X\nENDHDR\nabcd",
            b"P6 1 2 65535\nabcdefghijkl"]


def masked(text):
    for pattern, replacement in MASKS:
        text = re.sub(pattern, replacement, text)
    return text


def of_shim(shim, arguments):
    result = subprocess.run([shim, "inspect", *arguments], capture_output=True, timeout=60)
    return result.returncode, masked((result.stdout + result.stderr).decode(errors="replace"))


def of_package(arguments):
    # The terminal asks standard output.
    output = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace")
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        status = inspect_file.main(arguments)
    output.flush()
    return status, masked(output.buffer.getvalue().decode())


def difference(one, other):
    if one == other:
        return ""
    lines = zip(one[1].splitlines() + ["(end)"], other[1].splitlines() + ["(end)"])
    first = next((f"{a!r}, not {b!r}" for a, b in lines if a != b), "")
    return f"exit {one[0]} and {other[0]}; {first}"


def compare(tally, name, shim, arguments):
    try:
        problem = difference(of_package(arguments), of_shim(shim, arguments))
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    tally.check(name, problem)


def damaged(generator, sources):
    """A file of which some bytes are changed, doubled or cut off."""
    data = bytearray(generator.choice(sources))
    for _ in range(generator.choice([1, 1, 2, 4])):
        at = generator.randrange(min(len(data), generator.choice([16, 64, 200])) or 1)
        kind = generator.randrange(4)
        if kind == 0:
            data[at:at + 1] = bytes([generator.randrange(256)])
        elif kind == 1:
            data[at:at + 1] = generator.choice([b"9", b"0", b" ", b"#", b"\n", b"'", b")", b",", b"-", b"\xff"])
        elif kind == 2:
            del data[at:at + generator.randrange(1, 6)]
        else:
            data[at:at] = data[at:at + generator.randrange(1, 9)]
    if generator.random() < 0.1:
        del data[generator.randrange(len(data) or 1):]
    return bytes(data)


def check_svg(tally, path, folder):
    target = Path(folder, "layout.svg")
    of_package([str(path), "--svg", str(target)])
    root = ElementTree.parse(target).getroot()
    cells = len(root.findall(".//{http://www.w3.org/2000/svg}rect")) - 1
    tally.check(f"--svg of {path.name} has a cell for each byte", "" if cells == 192 else cells)


def check_notebook(tally):
    view = memoryview(bytes(range(24))).cast("H", (3, 4))
    html = pymemoryview.show(view)._repr_html_()
    for part in ("(3, 4)", "<svg", "cannot cast to unsigned bytes if the format flag is present"):
        tally.check(f"a notebook shows {part}", "" if part in html else "it does not")
    tally.check("show() has the facts as text", "" if "shape         (3, 4)" in repr(pymemoryview.show(view)) else "no")

    view.release()
    tally.check("a released view is shown by its repr",
                "" if "released memory" in pymemoryview.repr_html(view) else "it is not")

    class Formatter:
        types = {}
        for_type = types.__setitem__

    shell = type("Shell", (), {"display_formatter": type("D", (), {"formatters": {"text/html": Formatter}})})
    pymemoryview.show_views(shell)
    tally.check("show_views() registers the type",
                "" if Formatter.types == {memoryview: notebook.repr_html} else Formatter.types)


def main(shim, data, files, seed=20):
    tally, generator = Tally(verbose=False), random.Random(int(seed))
    samples = sorted(path for path in Path(data).iterdir() if path.suffix != ".py")
    for columns in ("80", "37"):
        os.environ["COLUMNS"] = columns
        for path in samples:
            for options in OPTIONS if columns == "80" else OPTIONS[:2]:
                compare(tally, f"{path.name} {' '.join(options)} {columns}", shim, [str(path), *options])
    sources, refused = [path.read_bytes()[:2000] for path in samples] + PATTERNS, 0
    with tempfile.TemporaryDirectory() as folder:
        check_svg(tally, Path(data, "roots.npy"), folder)
        path = Path(folder, "file")
        for number in range(int(files)):
            path.write_bytes(damaged(generator, sources))
            compare(tally, f"damaged file {number}", shim, [str(path)])
            refused += of_package([str(path)])[0] == 2
    check_notebook(tally)
    print(f"{refused} of {files} damaged files were refused")
    tally.finish()


main(*sys.argv[1:])
