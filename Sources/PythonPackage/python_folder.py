"""Print where below a prefix this interpreter finds packages.

usage: python_folder.py PREFIX

That is the first folder of its search path for installed packages that lies below PREFIX; if none
does, PREFIX/lib/pymemoryview/python, which has to be put into PYTHONPATH.
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
