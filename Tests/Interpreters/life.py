"""What `lives` runs in each interpreter that it starts. In the environment: PYMV_LIFE, one of

stock        memoryview is the interpreter's own
imported     the library is installed
uninstalled  it is installed, and uninstalled at the end
preloaded    it is preloaded
"""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.environ["PYMV_TESTS"]
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "Conformance")]

from take_over import LIBRARY, load, loaded_libraries
from uses import use_all


def check_preloaded():
    """Without importing it, because a preloaded library is to work in programs that do not."""
    assert loaded_libraries() and hasattr(memoryview, "index")


def install():
    """The module of the library, which is installed."""
    native = load(os.path.join(os.environ["PYMV_LIBDIR"], LIBRARY))
    # Before 3.11, types outlive the interpreter with all changes.
    assert sys.version_info < (3, 11) or not native.installed()
    native.install()
    assert native.installed()
    return native


life = os.environ["PYMV_LIFE"]
if life == "preloaded":
    check_preloaded()
elif life != "stock":
    native = install()
use_all(0, life != "stock")
if life == "uninstalled":
    native.uninstall()
    use_all(0, False)
