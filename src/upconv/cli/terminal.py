"""What every command does with the terminal: its width, its errors."""

from __future__ import annotations

import sys
from typing import NoReturn

from rich.console import Console
from rich.table import Table

_WIDE, _NARROW = 400, 80


def console() -> Console:
    """Wrap at the terminal's width; what is piped on keeps a call in one line."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(width=_WIDE)


def narrow_console() -> Console:
    """Wrap at the terminal's width; what is piped on has lines of 80 characters."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(width=_NARROW)


def print_table(table: Table) -> None:
    """Print a table without the blanks that Rich fills its lines with."""
    screen = console()
    with screen.capture() as captured:
        screen.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


def fail(line: str, status: int = 2) -> NoReturn:
    """End the command with one line on stderr."""
    print(f"upconv: {line}", file=sys.stderr)
    raise SystemExit(status)
