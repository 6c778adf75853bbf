"""The command `upconv`: one file per family of commands, put together in `application`."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `upconv`
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run the command; a user error is one line on stderr and exit status 2."""
    from upconv.cli import interrupts  # noqa: PLC0415 - `app` alone does not need it

    with interrupts.delayed():
        try:
            from upconv.cli import outermost  # noqa: PLC0415 - an interrupt waits for it
        except KeyboardInterrupt:
            raise SystemExit(interrupts.stopped()) from None
        outermost.run()


def __getattr__(name: str) -> Any:
    """Return `app` for callers in Python; it is imported lazily so that main() needs no Typer."""
    if name == "app":
        from upconv.cli.application import app  # noqa: PLC0415

        return app
    message = f"module 'upconv.cli' has no attribute {name!r}"
    raise AttributeError(message)
