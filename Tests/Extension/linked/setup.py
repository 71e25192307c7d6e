"""Builds the example extension with setuptools, which locates the library with pkg-config."""

import shlex
import subprocess

from setuptools import Extension, setup


def flags(option):
    printed = subprocess.check_output(["pkg-config", option, "pymemoryview"], text=True)
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
