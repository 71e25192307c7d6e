"""Builds the example extension with setuptools, which locates the library with pkg-config."""

import shlex
import subprocess
import sysconfig

from setuptools import Extension, setup

WITHOUT_GIL = sysconfig.get_config_var("Py_GIL_DISABLED")
PACKAGE = "pymemoryview-freethreaded" if WITHOUT_GIL else "pymemoryview"


def flags(option):
    printed = subprocess.check_output(["pkg-config", option, PACKAGE], text=True)
    return shlex.split(printed)


setup(
    ext_modules=[
        Extension(
            "linked",
            ["linked.c"],
            extra_compile_args=flags("--cflags"),
            extra_link_args=flags("--libs"),
            # Not needed in a folder that the system searches.
            runtime_library_dirs=flags("--variable=libdir"),
        )
    ]
)
