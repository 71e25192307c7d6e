"""Compare the library with reference.py and values.py: random texts, and items of random bytes in them.

usage: check_random.py LIBDIR [CASES [SEED]]
"""

import ctypes
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "C" / "tools"), str(HERE.parent / "Conformance")]

from library import Library
from random_texts import Texts
from reference import FormatError, notation, read
from take_over import take_over
from tally import Tally
from values import NoCharacter, value_of

# Larger items take too long.
LARGEST = 2000
# Fields do not tell a string of one character from a single character, whose zeros are kept.
ONE_CHARACTER = re.compile(rb"(?<!\d)0*1\s*[uw]")
INVALID = (object(), None, 5, ())


def comparable(value):
    """A value with floats by their text, so that NaN equals NaN, and strings without zeros at the end."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(comparable, value))
    if isinstance(value, str):
        return value.rstrip("\0")
    return repr(value) if isinstance(value, (float, complex)) else value


def has_nan(value):
    if isinstance(value, (tuple, list)):
        return any(map(has_nan, value))
    return isinstance(value, (float, complex)) and value != value


class Comparison:
    def __init__(self, library, seed):
        self.library = library
        self.random = random.Random(seed)
        self.texts = Texts(self.random)
        self.refused = self.read = self.items = 0

    def problem(self):
        """Compare one text; what is wrong, or None."""
        text = self.texts.text() if self.random.random() < 0.6 else self.texts.damaged()
        columns, written = self.library.read(text)
        try:
            found = read(text)
        except FormatError as error:
            self.refused += 1
            return text_problem(text, columns, ["error", str(error.position)])
        self.read += 1
        expected = [str(found.size), str(found.alignment), notation(found.fields)]
        problem = text_problem(text, columns, expected) or self.written_problem(text, written, expected)
        if problem or found.size > LARGEST:
            return problem
        self.items += 2
        # How NumPy writes structures inside structures is ambiguous without explicit padding.
        is_nested = any(f.type == "T" and f.depth > 0 for f in found.fields)
        return self.items_problem(written if is_nested else text, found, written)

    def written_problem(self, text, written, expected):
        again, _ = self.library.read(written)
        if again[0] == expected[0] and again[2:] == expected[2:]:
            return None
        return f"{text!r} is written as {written!r}: {again}, not {expected}"

    # --- items ---

    def memory(self, data):
        return ctypes.create_string_buffer(data, len(data) + 1)

    def items_problem(self, text, found, written):
        some = self.random.choice([(0, 0, 0, 1), (0, 0, 0, 1, 2, 65, 128, 255)])
        data = bytes(self.random.choice(some) for _ in range(2 * found.size))
        memory = self.memory(data)
        view = self.library.view(memory, text, found.size, 2)
        try:
            values = [value_of(found, data[: found.size]), value_of(found, data[found.size :])]
        except NoCharacter:
            return refusal_problem(text, view)
        claims = [
            ("items", lambda: comparable(view.tolist()) == comparable(values)),
            ("==", lambda: (view == view) == (not has_nan(values))),
            ("in", lambda: has_nan(values) or has_text(found) or values[0] in view),
            ("what is written", lambda: self.are_written(text, found, view)),
            ("another text", lambda: self.are_same(memory, written, found, view, text)),
        ]
        for claim, holds in claims:
            try:
                if not holds():
                    return f"{claim} of {text!r} with {data!r}: {view.tolist()}, not {values}"
            except Exception as error:
                return f"{claim} of {text!r} with {data!r}: {error!r}"
        return None

    def are_written(self, text, found, view):
        """Items that are written are those that were read, and invalid ones change nothing."""
        memory = self.memory(b"\xee" * (2 * found.size))
        other = self.library.view(memory, text, found.size, 2)
        other[0], other[1] = view[0], view[1]
        before = bytes(memory)
        for item in self.invalid_items(view[0]):
            try:
                other[0] = item
            except (TypeError, ValueError):
                if bytes(memory) != before:
                    return False
            else:
                # Truth values are written from any object.
                other[0] = view[0]
        return comparable(other.tolist()) == comparable(view.tolist())

    def invalid_items(self, item):
        if not isinstance(item, tuple) or not item:
            return INVALID
        return INVALID + (item + (1,), item[:-1], item[:-1] + (object(),), (object(),) + item[1:])

    def are_same(self, memory, written, found, view, text):
        if ONE_CHARACTER.search(text):
            return True
        other = self.library.view(memory, written, found.size, 2)
        is_equal = (other == view) == (view == view)
        return is_equal and comparable(other.tolist()) == comparable(view.tolist())


def has_text(found):
    """A string without the zeros at its end is not found where they are kept."""
    return any(f.type == "w" for f in found.fields)


def text_problem(text, columns, expected):
    return None if columns == expected else f"{text!r}: {columns}, read again as {expected}"


def refusal_problem(text, view):
    try:
        view.tolist()
    except ValueError:
        return None
    return f"{text!r}: a character beyond Unicode is read"


def main():
    folder = Path(sys.argv[1]).resolve()
    cases, seed = map(int, sys.argv[2:] + ["4000", "1"][len(sys.argv) - 2 :])
    take_over("default", str(folder))
    comparison = Comparison(Library(str(folder / "libPyMemoryView.so")), seed)
    tally = Tally(verbose=False)
    for _ in range(cases):
        tally.check(f"random text, seed {seed}", comparison.problem())
    print(f"{comparison.read} formats, {comparison.refused} refused texts, {comparison.items} items")
    tally.finish()


main()
