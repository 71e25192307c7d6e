"""Set the wheel's tag: any Python 3, no Python ABI, the processor and the oldest glibc that suffices."""

import re
import struct
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Older ones might suffice too, but nothing is tested there.
OLDEST_GLIBC = 28
# By e_machine in the header of an ELF file.
PROCESSORS = {62: "x86_64", 183: "aarch64"}


def oldest_glibc(libraries):
    """Minor version of the oldest glibc 2 that has the symbols which the libraries need."""
    printed = subprocess.run(
        ["nm", "-D", "--undefined-only", *libraries], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    return max(OLDEST_GLIBC, *map(int, re.findall(r"@GLIBC_2\.(\d+)", printed)))


def processor(library):
    """Name of the processor that a library is for."""
    (machine,) = struct.unpack_from("<H", library.read_bytes(), 18)
    return PROCESSORS[machine]


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        libraries = sorted(Path(self.root, "pymemoryview").glob("*.so.*"))
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-manylinux_2_%d_%s" % (
            oldest_glibc(libraries), processor(libraries[0])
        )
