"""Random texts of the format grammar, and such texts with a few bytes changed."""

LETTERS = list("?cbBhHiIlLqQnNefdgFDspxPzZuw") + [
    "Zf", "Zd", "Zg", "[bfloat16]", "[float8_e4m3fn]", "[unknown;float8_e5m2]", "X{}", "X{i{}}",
]
NAMES = ["a", "b", "a b", "", "ä", "{", "}", "(2)"]
CHANGES = "(){}[]T&X:,;@<>=i3 0Zfxä".encode()
DEEPEST = 4


class Texts:
    def __init__(self, random):
        self.random = random

    def text(self):
        """A format, as bytes."""
        return self.items(0).encode()

    def damaged(self):
        """A text that once was a format."""
        text = bytearray(self.text())
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randint(0, len(text))
            removed = self.random.choice([0, 0, 1])
            text[at : at + 1 - removed] = b"" if removed else bytes([self.random.choice(CHANGES)])
        return bytes(text)

    def often(self, part, made):
        """A made text, or nothing: `part` of the time it is there."""
        return made() if self.random.random() < part else ""

    def spaces(self):
        return self.random.choice([""] * 12 + [" ", "  ", "\t"])

    def order(self):
        return self.random.choice("@=<>!^") + self.spaces()

    def number(self):
        return f"{self.spaces()}{self.random.randint(0, 4)}{self.spaces()}"

    def shape(self):
        extents = [self.number() for _ in range(self.random.choice([1, 1, 2, 3]))]
        return f"({','.join(extents)}){self.spaces()}"

    def items(self, depth):
        text = ""
        for _ in range(self.random.choice([0, 1, 1, 1, 2, 2, 3, 4])):
            text += self.spaces() + self.often(0.25, self.order) + self.item(depth)
            text += self.often(0.4, self.name)
        return text + self.spaces() + self.often(0.15, self.order)

    def item(self, depth):
        shapes = self.often(0.3, self.shape) + self.often(0.1, self.shape)
        start = shapes + self.often(0.3, self.order) + self.often(0.1, self.order)
        kind = self.random.random()
        if kind < 0.08 and depth < DEEPEST:
            return f"{start}&{self.spaces()}{self.item(depth + 1)}"
        count = self.often(0.35, lambda: f"{self.random.randint(0, 5)}{self.spaces()}")
        if kind < 0.25 and depth < DEEPEST:
            return f"{start}{count}T{{{self.items(depth + 1)}}}"
        letter = self.random.choice(LETTERS)
        return start + ("" if letter[0] == "X" else count) + letter

    def name(self):
        return f"{self.spaces()}:{self.random.choice(NAMES)}:"
