from types import TracebackType
from typing import Protocol, SupportsIndex

class _Installation:
    def __enter__(self) -> _Installation: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = ...) -> tuple[object, object]: ...

installed: bool
strict: bool
threads: int
version: str

def install(strict: bool = ...) -> _Installation: ...
def uninstall() -> None: ...
def set_threads(n: SupportsIndex) -> None: ...
def from_arrow(array: _ArrowArray) -> memoryview: ...

__all__ = [
    "install", "uninstall", "set_threads", "from_arrow", "installed", "strict", "threads", "version",
]
