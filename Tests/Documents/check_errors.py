"""Check that the guide to errors has every text that the sources raise, and no other.

    check_errors.py ROOT
"""

import re
import sys
from pathlib import Path

from error_texts import error_texts

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

ROW = re.compile(r"^\| `([^`]+)` \|", re.M)


def main():
    tally, root = Tally(verbose=False), Path(sys.argv[1])
    page, texts = (root / "Sources/Guide/errors.md").read_text(), error_texts(root)
    rows = set(ROW.findall(page))
    for text in texts:
        tally.check(f"errors.md: {text}", "" if f"`{text}`" in page else "is missing")
    for row in sorted(rows.difference(texts)):
        tally.check(f"errors.md: {row}", "is raised nowhere")
    tally.finish()


main()
