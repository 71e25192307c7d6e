"""Run the copies that PyTorch can express, and write Google Benchmark's JSON.

usage: measure_torch.py CASES RESULTS
"""

import sys
from math import prod

import torch

from layouts import Steps, read_layout
from timing import run

KINDS = {"1": torch.uint8, "2": torch.int16, "4": torch.float32, "8": torch.float64,
         "16": torch.complex128}
UNALIGNED = 12


class Arena:
    """Memory that grows; its pages are mapped in advance."""

    def __init__(self):
        self.bytes = torch.ones(1 << 20, dtype=torch.uint8)

    def items(self, count, kind, start=0):
        size = count * kind.itemsize
        if start + size > self.bytes.numel():
            self.bytes = torch.ones(start + size, dtype=torch.uint8)
        return self.bytes[start : start + size].view(kind)


FROM, TO = Arena(), Arena()


def tensor(arena, name, kind):
    """The tensor that a layout's name describes; None if one cannot: negative strides."""
    layout = read_layout(name)
    if isinstance(layout, Steps):
        return arena.items(layout.count * layout.step, kind)[:: layout.step] if layout.step > 0 else None
    if layout.reversed:
        return None
    *outer, row = layout.extents
    room = [*outer, row + layout.padding // kind.itemsize]
    return arena.items(prod(room), kind).reshape(room)[..., :row].permute(layout.axes)


def to_contiguous(layout, item, start=0):
    strided = tensor(FROM, layout, KINDS[item]) if item in KINDS else None
    if strided is None or start % KINDS[item].itemsize:
        return None
    result = TO.items(strided.numel(), strided.dtype, start).reshape(strided.shape)
    return lambda: result.copy_(strided)


def from_contiguous(layout, item):
    strided = tensor(TO, layout, KINDS[item]) if item in KINDS else None
    if strided is None:
        return None
    items = FROM.items(strided.numel(), strided.dtype).reshape(strided.shape)
    return lambda: strided.copy_(items)


OPERATIONS = {
    "to-contiguous": to_contiguous, "from-contiguous": from_contiguous,
    "to-unaligned": lambda layout, item: to_contiguous(layout, item, UNALIGNED),
}

torch.set_num_threads(1)
run(sys.argv[1], sys.argv[2], OPERATIONS, {"torch": torch.__version__})
