"""python -m pymemoryview inspect FILE: show a file through a memoryview.

usage: python3 -m pymemoryview inspect FILE [options]

FILE is a .npy, .wav, .pbm, .pgm, .ppm or .pam file, or any other with
  --format F     one item as in Python's struct module, such as d or <h (default B)
  --shape N,M    extents (default: one axis, to the end of the file)
  --strides N,M  bytes from item to item on each axis (default: C-contiguous)
  --offset N     byte where the item with the indices 0 starts (default 0)
  --color=WHEN   auto, always or never
  --svg FILE     write the layout as a picture instead of a report

Exit status: 0 done, 1 the library failed, 2 wrong usage or an unusable file.
"""

import ctypes
import getopt
import mmap
import os
import platform
import stat
import sys

import pymemoryview

from . import array_files, layout_svg, report, views
from .array_files import Refused

_OPTIONS = ["format=", "shape=", "strides=", "offset=", "color=", "svg=", "help"]


class MappedFile:
    """A file's bytes; closed by the callback of the last view of its array."""

    def __init__(self, path):
        self.destroyed, self.path = 0, path
        self.data = self._map(path)

    @staticmethod
    def _map(path):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise Refused(error.strerror)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Refused("not a regular file")
            if status.st_size == 0:
                raise Refused("the file is empty")
            # Writable and private, because ctypes gives the address of writable memory only.
            return mmap.mmap(descriptor, status.st_size, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
        finally:
            os.close(descriptor)

    def view(self, array):
        self.size = len(self.data)
        memory = self.data if array.decoded is None else array.decoded
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory)) if memory else 0
        self.destroy = views.DestroyFunc(self._on_destroy)
        return views.view_of(address, array, self.destroy)

    def _on_destroy(self, address, context):
        self.destroyed += 1
        self.data.close()


def _print_report(mapped, array, terminal):
    view = mapped.view(array)
    print(terminal.heading(mapped.path))
    print("  %-14s%s" % ("kind", array.description))
    print("  %-14s%d to %d of %d" % ("bytes", array.start, array.end, mapped.size))
    print("  %-14s%s" % ("library", os.path.realpath(views.PATH)))
    print("  %-14s%s %s" % ("runtime", platform.python_implementation(), platform.python_version()))
    for line in report.lines(view, array, terminal):
        print(line)
    del view
    print(terminal.heading("released"))
    print("  owner called %d time%s, file %s" % (
        mapped.destroyed, "" if mapped.destroyed == 1 else "s",
        "unmapped" if mapped.data.closed else "still mapped"))


def _write_svg(mapped, array, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(layout_svg.draw(mapped.view(array)))


def _complain(text):
    print("pymemoryview: " + text, file=sys.stderr)
    return 2


def _inspect(path, options):
    raw = {name: options.get("--" + name) for name in ("format", "shape", "strides", "offset")}
    terminal = report.Terminal(options.get("--color", "auto"))
    try:
        mapped = MappedFile(path)
        array = array_files.parse(mapped.data, raw)
    except Refused as refused:
        return _complain("%s: %s" % (path, refused))
    with pymemoryview.install():
        if "--svg" in options:
            _write_svg(mapped, array, options["--svg"])
        else:
            _print_report(mapped, array, terminal)
    return 0


def main(arguments):
    try:
        options, operands = getopt.gnu_getopt(arguments, "h", _OPTIONS)
    except getopt.GetoptError as error:
        return _complain(str(error))
    options = dict(options)
    if "--help" in options or "-h" in options:
        print(__doc__.split("\n\n", 1)[1].strip())
        return 0
    if options.get("--color", "auto") not in ("auto", "always", "never"):
        return _complain("--color is auto, always or never")
    if len(operands) != 1:
        return _complain("inspect takes one file")
    return _inspect(operands[0], options)
