"""Builds exporters and consumers that do not depend on this library."""

from Cython.Build import cythonize
from pybind11.setup_helpers import Pybind11Extension
from setuptools import setup

setup(
    name="others",
    ext_modules=[
        Pybind11Extension("pybind_matrix", ["pybind_matrix.cpp"]),
        *cythonize("cython_row.pyx", build_dir="build"),
    ],
)
