"""Terminal output shared by all commands: width, tables, errors."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, NoReturn, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table

from upconv.cli import output
from upconv.cli.outermost import one_line
from upconv.cli.status import Status
from upconv.errors.escapes import printable

_WIDE, _NARROW = 400, 80


class _Safe(Console):
    """A console that takes text literally and escapes terminal control characters in it.

    Its own colours reach the terminal, as it writes to the stream beneath the escaping one.
    """

    def __init__(self, **options: Any) -> None:
        given = {"file": output.beneath(sys.stdout), **options}
        super().__init__(markup=False, emoji=False, highlight=False, **given)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """See the base class."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else printable(text, keep="\n"), style, control)


def console() -> Console:
    """Wrap at the terminal's width; in a pipe, a call stays on one line."""
    return _Safe() if sys.stdout.isatty() else _Safe(width=_WIDE)


def narrow_console() -> Console:
    """Wrap at the terminal's width; in a pipe, at 80 characters."""
    return _Safe() if sys.stdout.isatty() else _Safe(width=_NARROW)


def progress_console(file: TextIO | None = None) -> Console:
    """Return the console for progress, on standard error or another file."""
    return _Safe(file=file or output.beneath(sys.stderr))


def print_table(table: Table) -> None:
    """Print a table without the trailing blanks that Rich adds."""
    screen = console()
    with screen.capture() as captured:
        screen.print(table)
    for line in captured.get().splitlines():  # escaped already; colours must remain
        print(line.rstrip(), file=screen.file)


def fail(line: str, status: int = Status.MISTAKE) -> NoReturn:
    """End the command with one line on stderr."""
    print(f"upconv: {one_line(line)}", file=sys.stderr)
    raise SystemExit(status)
