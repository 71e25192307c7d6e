"""Random keys of integers, slices and `...`, and their selections."""

import math


class Refused(Exception):
    """An operation that the library refuses, with the text of the error."""


class _Key:
    def __getitem__(self, key):
        return key


def read(text):
    """Evaluate the text of a key."""
    return eval(f"key[{text}]", {"key": _Key()})


def random_index(choose, extent):
    if extent == 0 or choose.chance(24):
        return choose.pick((extent, -extent - 1, extent + 7))
    return choose.number(0, 2 * extent - 1) - (extent if choose.chance(3) else 0)


def in_range(choose, extent):
    """An index, from either end, most often within the extent."""
    index = random_index(choose, extent)
    return index if index < extent or choose.chance(24) else index - extent


def random_slice(choose, extent):
    def bound():
        return str(choose.number(-extent - 1, extent + 1)) if choose.chance(2) else ""

    step = choose.pick(("", "", ":2", ":-1", ":-2", ":3", ":-3", ":1"))
    return f"{bound()}:{bound()}{':0' if choose.chance(64) else step}"


def random_part(choose, extent):
    return str(in_range(choose, extent)) if choose.chance(2) else random_slice(choose, extent)


def random_key(choose, shape):
    """The text of a key for a view of this shape."""
    kind = choose.number(0, 11)
    if kind == 0 and shape:
        return random_part(choose, shape[0])
    if kind == 1:
        return choose.pick(("...", "()", "...,"))
    axes = len(shape) if kind < 8 else choose.number(0, len(shape))
    before = choose.number(0, axes) if choose.chance(3) else axes
    parts = [random_part(choose, extent) for extent in shape[:before]]
    after = shape[len(shape) - (axes - before):] if axes > before else ()
    if after or choose.chance(4):
        parts += ["...", *(random_part(choose, extent) for extent in after)]
    if choose.chance(40):
        parts.append(choose.pick(("0", ":", "...")))
    return ", ".join(parts) + ("," if len(parts) == 1 else "") if parts else "()"


def selected(key, shape):
    """The selection of each axis: an index, or the range of a slice."""
    parts = key if isinstance(key, tuple) else (key,)
    dots = sum(part is Ellipsis for part in parts)
    if not shape and len(parts) > dots or len(parts) > 1 and not shape:
        raise Refused("TypeError: invalid indexing of 0-dim memory")
    if dots > 1:
        raise Refused("TypeError: memoryview: a key can only have a single ellipsis ('...')")
    if len(parts) - dots > len(shape):
        raise Refused(f"TypeError: cannot index {len(shape)}-dimension view with "
                      f"{len(parts)}-element tuple")
    place = parts.index(Ellipsis) if dots else len(parts)
    rest = len(shape) - (len(parts) - dots)
    whole = parts[:place] + (slice(None),) * rest + parts[place + dots:]
    return [of_axis(part, axis, extent) for axis, (part, extent) in enumerate(zip(whole, shape))]


def of_axis(part, axis, extent):
    if isinstance(part, int):
        if not -extent <= part < extent:
            raise Refused(f"IndexError: index out of bounds on dimension {axis + 1}")
        return part % extent
    if part.step == 0:
        raise Refused("ValueError: slice step cannot be zero")
    return range(*part.indices(extent))


def names_an_item(key, shape):
    """Whether a key selects an item, not a view."""
    parts = key if isinstance(key, tuple) else (key,)
    return len(parts) >= len(shape) and all(isinstance(part, int) for part in parts)


def elsewhere(choose, selections, shape):
    """The text of a key that selects the same number of indices of each axis, at random places."""
    parts = []
    for selection, extent in zip(selections, shape):
        if isinstance(selection, int):
            parts.append(str(choose.number(0, extent - 1)))
            continue
        count = len(selection)
        step = choose.pick((1, -1, 2, -2, selection.step))
        if count == 0:
            parts.append(":0")
            continue
        if abs(step) * (count - 1) >= extent:
            step = math.copysign(1, step)
        step, reach = int(step), abs(int(step)) * (count - 1)
        low = choose.number(0, extent - 1 - reach)
        if step > 0:
            parts.append(f"{low}:{low + reach + 1}:{step}")
        else:
            parts.append(f"{low + reach}:{low - 1 if low else ''}:{step}")
    # With an ellipsis, a key of indices selects a view without axes, not an item.
    return ", ".join([*parts, "..."])
