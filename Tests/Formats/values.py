"""A second reading of the values of items: simple, slow, and written from the specification alone."""

import ctypes
import math
import struct


class NoCharacter(Exception):
    """A code point beyond those of Unicode."""


def value_of(found, item):
    """The value of an item, given as bytes, in a format that reference.read() returned."""
    values = values_of(found.fields, item, 0)
    return values[0] if len(values) == 1 else tuple(values)


def values_of(fields, item, base):
    """The values of fields and the members among them; offsets count from `base`."""
    values, rest = [], fields
    while rest:
        field, members = rest[0], members_of(rest)
        for number in range(field.count):
            start = base + field.offset + number * field.itemsize
            values.append(array_at(field, members, field.shape, item, start))
        rest = rest[1 + len(members) :]
    return values


def members_of(fields):
    """The fields after the first that are inside it."""
    inside = [f.depth > fields[0].depth for f in fields[1:]]
    return fields[1 : 1 + (inside.index(False) if False in inside else len(inside))]


def array_at(field, members, shape, item, start):
    if not shape:
        return one_value(field, members, item, start)
    step = field.itemsize * math.prod(shape[1:])
    return [array_at(field, members, shape[1:], item, start + i * step) for i in range(shape[0])]


def one_value(field, members, item, start):
    if field.type == "T":
        return tuple(values_of(members, item, start - field.offset))
    data, order = item[start : start + field.itemsize], field.byteorder.replace("|", "<")
    if field.type == "w":
        return characters(data, order)
    if field.type[0] == "Z":
        half = field.itemsize // 2
        return complex(*(number(field.type[1], part, order) for part in (data[:half], data[half:])))
    return number(field.type, data, order)


def characters(data, order):
    points = struct.unpack(f"{order}{len(data) // 4}I", data)
    if any(point > 0x10FFFF for point in points):
        raise NoCharacter
    return "".join(map(chr, points)).rstrip("\0")


def number(code, data, order):
    """A value without parts."""
    if code in "sx":
        return data
    if code == "p":
        return data[1 : 1 + data[0]] if data else b""
    little = data if order == "<" else data[::-1]
    if code == "P":
        return int.from_bytes(little, "little")
    if code == "g":
        return ctypes.c_longdouble.from_buffer_copy(little).value
    if code == "[bfloat16]":
        return struct.unpack("<f", b"\0\0" + little)[0]
    if code == "[float8_e4m3fn]":
        return small_float(little[0], 4, 3)
    if code == "[float8_e5m2]":
        # The upper half of a binary16.
        return struct.unpack("<e", b"\0" + little)[0]
    return struct.unpack("<" + code, little)[0]


def small_float(bits, exponent_bits, fraction_bits):
    """A float of 8 bits without infinities."""
    sign = -1.0 if bits & 0x80 else 1.0
    exponent = (bits >> fraction_bits) & ((1 << exponent_bits) - 1)
    fraction = bits & ((1 << fraction_bits) - 1)
    lowest = 2 - (1 << (exponent_bits - 1))
    if bits & 0x7F == 0x7F:
        return math.nan
    if exponent == 0:
        return sign * math.ldexp(fraction, lowest - fraction_bits)
    return sign * math.ldexp(fraction + (1 << fraction_bits), exponent - 1 + lowest - fraction_bits)
