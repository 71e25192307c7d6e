from types import TracebackType

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
version: str

def install(strict: bool = ...) -> _Installation: ...
def uninstall() -> None: ...

__all__ = ["install", "uninstall", "installed", "strict", "version"]
