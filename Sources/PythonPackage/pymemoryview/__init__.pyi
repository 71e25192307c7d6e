from types import TracebackType
from typing import SupportsIndex

class _Installation:
    def __enter__(self) -> _Installation: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

installed: bool
strict: bool
threads: int
version: str

def install(strict: bool = ...) -> _Installation: ...
def uninstall() -> None: ...
def set_threads(n: SupportsIndex) -> None: ...

__all__ = ["install", "uninstall", "set_threads", "installed", "strict", "threads", "version"]
