"""Random arrays in real memory, direct and with pointers, and random keys."""

import ctypes
import itertools
import math

POINTER = 8


class Memory:
    """Blocks that hold an array; `start` is the address of the item whose indices are all 0."""

    def __init__(self, case):
        self.case, self.blocks = case, []
        self.start = self.make(0)

    def make(self, axis):
        """Make the memory of the axes from `axis` on, up to the next pointers and what they lead to."""
        shape, strides, suboffsets = (self.case[key] for key in ("shape", "strides", "suboffsets"))
        ends = [k for k in range(axis, len(shape)) if suboffsets and suboffsets[k] >= 0]
        end = ends[0] + 1 if ends else len(shape)
        spans = [(extent - 1) * stride for extent, stride in zip(shape[axis:end], strides[axis:end])]
        low, high = sum(min(span, 0) for span in spans), sum(max(span, 0) for span in spans)
        block = ctypes.create_string_buffer(high - low + (POINTER if ends else self.case["itemsize"]) + 8)
        self.blocks.append(block)
        start = ctypes.addressof(block) - low
        if ends:
            places = {sum(index * stride for index, stride in zip(indices, strides[axis:end]))
                      for indices in itertools.product(*map(range, shape[axis:end]))}
            for place in places:
                pointer = ctypes.c_void_p.from_address(start + place)
                pointer.value = self.make(end) - suboffsets[end - 1]
        return start


def random_shape(random, ndim):
    return [random.choice([0, 1, 1, 2, 2, 3, 3, 4, 5]) for _ in range(ndim)]


def random_strides(random, shape, itemsize):
    """Contiguous, permuted, negative, with gaps, repeated or arbitrary ones."""
    order = list(range(len(shape)))
    if random.random() < 0.5:
        random.shuffle(order)
    strides, stride = [0] * len(shape), itemsize
    for axis in reversed(order):
        strides[axis] = stride
        stride *= max(shape[axis], 1)
        if random.random() < 0.2:
            stride += random.randrange(2 * itemsize)
    for axis in range(len(shape)):
        if random.random() < 0.2:
            strides[axis] = random.choice([-strides[axis], 0, random.randrange(-20, 20)])
    return strides


def add_pointers(random, case):
    """Let some axes hold pointers; the strides up to each leave room for them."""
    shape = case["shape"]
    suboffsets = [random.choice([-1, -1, 0, 8, 4]) for _ in shape]
    strides, stride = list(case["strides"]), POINTER
    last = max((k for k in range(len(shape)) if suboffsets[k] >= 0), default=-1)
    for axis in range(last, -1, -1):
        if suboffsets[axis] >= 0:
            stride = POINTER
        strides[axis] = stride * random.choice([1, 1, -1, 2])
        stride = abs(strides[axis]) * max(shape[axis], 1)
    case.update(suboffsets=suboffsets, strides=strides)


def random_element(random, extent):
    number = lambda: random.choice(["", str(random.randrange(-extent - 1, extent + 2))])
    if random.random() < 0.35:
        return str(random.randrange(-extent, extent) if extent and random.random() < 0.9 else extent)
    step = random.choice(["", ":", ":1", ":2", ":-1", ":-2", ":3"]) if random.random() < 0.97 else ":0"
    return f"{number()}:{number()}{step}"


def random_key(random, shape):
    ndim = len(shape)
    count = random.choice([ndim, ndim, ndim, max(ndim - 1, 0), 1, 1, ndim + (random.random() < 0.1)])
    elements = [random_element(random, shape[k] if k < ndim else 2) for k in range(count)]
    for _ in range(random.choice([0, 0, 0, 0, 1, 1, 2])):
        if random.random() < 0.4:
            elements.insert(random.randrange(len(elements) + 1), "...")
    return ", ".join(elements) or "()"


def random_case(random):
    ndim = random.choice([0, 1, 1, 2, 2, 2, 3, 3, 4])
    itemsize = random.choice([1, 2, 4, 8, 3, 12])
    shape = random_shape(random, ndim)
    if random.random() < 0.02 and ndim:
        shape[0] = -1
    case = {"shape": shape, "itemsize": itemsize, "suboffsets": None,
            "strides": random_strides(random, shape, itemsize),
            "readonly": random.random() < 0.4, "key": random_key(random, [max(n, 0) for n in shape])}
    if ndim and random.random() < 0.3 and min(shape) > 0 and math.prod(shape) <= 60:
        add_pointers(random, case)
    return case
