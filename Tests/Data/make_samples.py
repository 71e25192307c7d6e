#!/usr/bin/env python3
"""Write the sample files of this folder. Needs only the standard library.

Every run writes the same bytes: values are computed, and rounded before they are packed so that
the last bit of a sine does not matter.
"""

import cmath
import math
import pathlib
import struct

FOLDER = pathlib.Path(__file__).resolve().parent


def npy(name, descr, shape, items, *, version=1, fortran=False):
    """Write a .npy file; `items` are the packed items in file order."""
    header = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape!r}, }}"
    length = struct.Struct("<H" if version == 1 else "<I")
    start = 8 + length.size
    padding = -(start + len(header) + 1) % 64
    text = (header + " " * padding + "\n").encode("utf-8" if version == 3 else "latin-1")
    magic = b"\x93NUMPY" + bytes([version, 0])
    (FOLDER / name).write_bytes(magic + length.pack(len(text)) + text + b"".join(items))


def daylight():
    """Hours of daylight on the 1st and 16th of each month, at latitudes from 0 to 60 north."""
    items = []
    for half_month in range(24):
        day = 1 + half_month * 365 / 24
        tilt = math.radians(23.44) * math.sin(2 * math.pi * (day - 81) / 365)
        for latitude in range(0, 61, 10):
            hour_angle = math.acos(-math.tan(math.radians(latitude)) * math.tan(tilt))
            items.append(struct.pack("<d", round(24 / math.pi * hour_angle, 3)))
    npy("daylight.npy", "<f8", (24, 7), items)


def distances():
    """Great-circle distances in km between cities, first axis fastest."""
    cities = [(52.52, 13.40), (48.86, 2.35), (51.51, -0.13), (40.42, -3.70), (41.90, 12.50),
              (59.33, 18.07), (38.72, -9.14), (37.98, 23.73), (64.15, -21.94)]

    def distance(a, b):
        (p1, l1), (p2, l2) = [tuple(map(math.radians, city)) for city in (a, b)]
        h = math.sin((p2 - p1) / 2) ** 2
        h += math.cos(p1) * math.cos(p2) * math.sin((l2 - l1) / 2) ** 2
        return round(2 * 6371.0 * math.asin(math.sqrt(h)), 1)

    items = [struct.pack("<f", distance(row, column)) for column in cities[:6] for row in cities]
    npy("distances-fortran.npy", "<f4", (9, 6), items, fortran=True)


def hills():
    """Heights in metres, big-endian 16-bit integers, npy version 2."""
    items = []
    for y in range(20):
        for x in range(30):
            ridge = 400 * math.exp(-((y - 6 - x / 5) ** 2) / 12)
            peak = 900 * math.exp(-((x - 20) ** 2 + (y - 13) ** 2) / 18)
            items.append(struct.pack(">h", round(ridge + peak) - 20))
    npy("hills-bigendian.npy", ">i2", (20, 30), items, version=2)


def planets():
    """Names as fixed-width text, npy version 3."""
    names = ["Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune"]
    greek = ["Ἑρμῆς", "Ἀφροδίτη", "Γῆ", "Ἄρης", "Ζεύς", "Κρόνος", "Οὐρανός", "Ποσειδῶν"]
    rows = [name for pair in zip(names, greek) for name in pair]
    items = [name.ljust(8, "\0").encode("utf-32-le") for name in rows]
    npy("planets.npy", "<U8", (8, 2), items, version=3)


def roots():
    """The twelfth roots of unity, complex numbers."""
    items = []
    for k in range(12):
        root = cmath.exp(2j * math.pi * k / 12)
        items.append(struct.pack("<2d", round(root.real, 6) + 0.0, round(root.imag, 6) + 0.0))
    npy("roots.npy", "<c16", (12,), items)


def glider():
    """Eight generations of a glider in the game of life, three axes of truth values."""
    size = 10
    alive = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
    items = []
    for _ in range(8):
        items += [bytes([(y, x) in alive]) for y in range(size) for x in range(size)]
        neighbours = {}
        for y, x in alive:
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    if dy or dx:
                        place = ((y + dy) % size, (x + dx) % size)
                        neighbours[place] = neighbours.get(place, 0) + 1
        alive = {p for p, n in neighbours.items() if n == 3 or (n == 2 and p in alive)}
    npy("glider.npy", "|b1", (8, size, size), items)


def small_arrays():
    """One item without an axis, no item at all, and half-precision floats."""
    npy("scalar.npy", "<i8", (), [struct.pack("<q", 299792458)])
    npy("empty.npy", "<f8", (0, 3), [])
    npy("halves.npy", "<f2", (4, 4), [struct.pack("<e", 2.0 ** (k - 8)) for k in range(16)])


def wave(name, channels, bits, frames):
    """Write PCM audio at 8 kHz; `frames` are tuples of samples from -1 to 1."""
    rate, width = 8000, bits // 8
    peak = (1 << (bits - 1)) - 1
    data = b"".join(
        round(sample * peak).to_bytes(width, "little", signed=True)
        for frame in frames
        for sample in frame
    )
    data += b"\0" * (len(data) % 2)
    chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * width,
                        channels * width, bits)
    size = len(frames) * channels * width
    body = b"WAVE" + chunk + struct.pack("<4sI", b"data", size) + data
    (FOLDER / name).write_bytes(struct.pack("<4sI", b"RIFF", len(body)) + body)


def tones():
    """A fading A on the left with the fifth above it on the right; a single short one in 24 bits."""

    def tone(frequency, k):
        return round(math.sin(2 * math.pi * frequency * k / 8000) * (1 - k / 1600), 6)

    wave("tone.wav", 2, 16, [(tone(440, k), tone(660, k) * 0.5) for k in range(1600)])
    wave("tone-24bit.wav", 1, 24, [(tone(440, k),) for k in range(101)])


def mix(low, high, part):
    return tuple(a + (b - a) * part for a, b in zip(low, high))


def sunset_pixel(x, y):
    """Colour of a pixel of a sun above the sea."""
    if y >= 22:
        sea = mix((200, 90, 70), (20, 25, 70), (y - 22) / 10)
        glitter = abs(x - 30) < 2 + (y - 22) / 2 and (x * 7 + y * 5) % 4 != 0
        return mix(sea, (255, 200, 110), 0.75) if glitter else sea
    distance = math.hypot(x - 30, y - 17)
    sky = mix((40, 35, 95), (250, 140, 80), (y / 22) ** 1.3)
    if distance < 6:
        return mix((255, 250, 210), (255, 205, 90), distance / 6)
    return mix((255, 190, 100), sky, min(1, (distance - 6) / 9))


def pictures():
    """A colour picture, a grey one and a grey one of 16 bits."""
    pixels = [channel for y in range(32) for x in range(48) for channel in sunset_pixel(x, y)]
    body = bytes(round(channel) for channel in pixels)
    (FOLDER / "sunset.ppm").write_bytes(b"P6\n# sun above the sea\n48 32\n255\n" + body)

    grey = bytearray()
    for y in range(32):
        for x in range(48):
            u, v = (x - 23.5) / 14, (y - 15.5) / 14
            square = u * u + v * v
            light = (0.5 * u - 0.4 * v + 0.77 * math.sqrt(1 - square)) if square < 1 else 0
            grey.append(round(12 + 235 * max(0, min(1, light))))
    (FOLDER / "ball.pgm").write_bytes(b"P5 48 32 255\n" + grey)

    wide = [struct.pack(">H", min(65535, (x * 65535) // 31)) for y in range(4) for x in range(32)]
    (FOLDER / "ramp-16bit.pgm").write_bytes(b"P5\n32 4\n65535\n" + b"".join(wide))


def main():
    daylight()
    distances()
    hills()
    planets()
    roots()
    glider()
    small_arrays()
    tones()
    pictures()


if __name__ == "__main__":
    main()
