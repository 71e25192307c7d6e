"""Interpreters besides the main one, in every version that has a module for them."""

import sys

if sys.version_info >= (3, 13):
    import _interpreters as interpreters
else:
    import _xxsubinterpreters as interpreters

# Whether interpreters may have their own GIL.
HAS_LOCKS = sys.version_info >= (3, 12)


class Other:
    """An interpreter, which a `with` statement ends."""

    def __init__(self, owns_lock=HAS_LOCKS):
        if sys.version_info >= (3, 13):
            self.number = interpreters.create("isolated" if owns_lock else "legacy")
        else:
            # Before 3.12, isolated ones share the GIL too, and can start no threads.
            self.number = interpreters.create(isolated=owns_lock)

    def run(self, code, **variables):
        """Run code; raises RuntimeError with what it raised."""
        guarded = "try:\n" + "".join(f"    {line}\n" for line in code.splitlines()) + (
            "except BaseException:\n"
            "    import traceback\n"
            "    raise RuntimeError(traceback.format_exc())\n"
        )
        failed = interpreters.run_string(self.number, guarded, variables)
        if failed is not None:
            raise RuntimeError(failed.errdisplay)

    def end(self):
        interpreters.destroy(self.number)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.end()
