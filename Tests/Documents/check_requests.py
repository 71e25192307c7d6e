"""Check the table of requests in the guide against buffer.h: every flag, its value, and what it includes.

    check_requests.py ROOT
"""

import re
import sys
from pathlib import Path

from error_texts import error_texts

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

DEFINE = re.compile(r"^#define PyBUF_(\w+) +([^/\n]+)", re.M)
ROW = re.compile(r"^\| `PyBUF_(\w+)` \| (\w+) \|([^|]*)\|([^|]*)\|(.*)$", re.M)
NO_REQUESTS = {"MAX_NDIM", "READ", "WRITE", "WRITEABLE"}


def flags_of(header):
    """The values of the flags, computed as C does."""
    values = {}
    for name, expression in DEFINE.findall(header):
        values[name] = eval(re.sub(r"PyBUF_(\w+)", lambda flag: str(values[flag.group(1)]), expression))
    return values


def filled(value, flags):
    asks = lambda name: value & flags[name] == flags[name]
    return ", ".join(["yes" if asks("ND") else "no", "yes" if asks("STRIDES") else "no",
                      "yes, if any" if asks("INDIRECT") else "no"]).replace("yes, yes, yes, if", "yes, yes, if")


def problem(row, flags, texts):
    name, value, includes, fields, refused = row
    if name not in flags:
        return "no such flag"
    if int(value, 16) != flags[name]:
        return f"{value}, but {flags[name]:#x} in buffer.h"
    parts = [flags[part] for part in re.findall(r"`(\w+)`", includes)]
    if any(flags[name] & part != part for part in parts):
        return f"does not include {includes}"
    if name != "FORMAT" and fields.strip() != filled(flags[name], flags):
        return f"fills {filled(flags[name], flags)}, not {fields}"
    unknown = set(re.findall(r"`(memoryview: [^`]+)`", refused)).difference(texts)
    return f"no such text: {unknown}" if unknown else ""


def main():
    root, tally = Path(sys.argv[1]), Tally(verbose=False)
    flags = flags_of((root / "Include/pymemoryview/buffer.h").read_text())
    rows = ROW.findall((root / "Sources/Guide/requests.md").read_text())
    texts = error_texts(root)
    for row in rows:
        tally.check(f"requests.md: PyBUF_{row[0]}", problem(row, flags, texts))
    missing = flags.keys() - {row[0] for row in rows} - NO_REQUESTS
    tally.check("requests.md has every flag", " ".join(sorted(missing)))
    tally.finish()


main()
