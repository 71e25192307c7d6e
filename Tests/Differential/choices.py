"""Choices made from the bytes of one draw, which costs Hypothesis a tenth of many draws. Zeros make
the simplest choice."""

from hypothesis import strategies as st


class Choices:
    """A number that choices consume."""

    def __init__(self, drawn):
        self.left = int.from_bytes(drawn, "little")

    def number(self, low, high):
        """A number in a range, `low` for zeros."""
        self.left, chosen = divmod(self.left, high - low + 1)
        return low + chosen

    def pick(self, options):
        return options[self.number(0, len(options) - 1)]

    def chance(self, one_in):
        return self.number(1, one_in) == one_in


def choices(size):
    return st.binary(min_size=size, max_size=size)
