"""Print the folder below a prefix where this interpreter finds packages.

usage: python_folder.py PREFIX

Prints the first site-packages folder of the interpreter that is below PREFIX/lib. If there is none,
prints PREFIX/lib/pymemoryview/python, which the user must add to PYTHONPATH.
"""

import os
import site
import sys


def folder(prefix):
    candidates = list(site.getsitepackages())
    if site.ENABLE_USER_SITE:
        candidates.append(site.getusersitepackages())
    for candidate in candidates:
        if candidate.startswith(os.path.join(prefix, "lib")):
            return candidate
    return os.path.join(prefix, "lib", "pymemoryview", "python")


print(folder(os.path.abspath(sys.argv[1])))
