"""Set the wheel's tag: any Python 3, no Python ABI, and the oldest glibc that suffices."""

import platform
import re
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def oldest_glibc(libraries):
    """Minor version of the glibc 2 whose symbols the libraries need."""
    printed = subprocess.run(
        ["nm", "-D", "--undefined-only", *libraries], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    return max(int(minor) for minor in re.findall(r"@GLIBC_2\.(\d+)", printed))


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        libraries = sorted(Path(self.root, "pymemoryview").glob("*.so.*"))
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-manylinux_2_%d_%s" % (
            oldest_glibc(libraries), platform.machine()
        )
