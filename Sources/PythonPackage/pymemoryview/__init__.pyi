from types import TracebackType
from typing import Any, Protocol, SupportsIndex

class _SupportsDLPack(Protocol):
    def __dlpack__(self) -> Any: ...

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
def from_dlpack(x: _SupportsDLPack, /) -> memoryview: ...
def set_threads(n: SupportsIndex) -> None: ...

class _Shown:
    view: memoryview
    def _repr_html_(self) -> str: ...

def show(view: memoryview) -> _Shown: ...
def repr_html(view: memoryview) -> str: ...
def show_views(shell: Any = ...) -> None: ...

__all__ = [
    "install", "uninstall", "from_dlpack", "set_threads", "show", "show_views", "repr_html",
    "installed", "strict", "threads", "version",
]
