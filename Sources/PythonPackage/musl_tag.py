"""Set the tag of a wheel whose libraries are made for musl: any Python 3, and no Python ABI."""

import platform

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The version of musl that Alpine Linux has had since 3.13; auditwheel knows no newer tag. Names in
# musl have no versions, so the libraries cannot say which version they need.
OLDEST_MUSL = "1_2"


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-musllinux_{OLDEST_MUSL}_{platform.machine()}"
