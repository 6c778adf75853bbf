"""Tables of numbers with their units: for the terminal and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from upconv.apps import files

Row = Sequence[str | float]


def table(
    titles: Sequence[str],
    units: Sequence[str],
    rows: Sequence[Row],
    digits: Sequence[int],
    total: bool = True,
) -> Table:
    """Return rows as a table with rounded numbers; a total is separated."""
    result = Table(show_header=True)
    for number, (title, unit) in enumerate(zip(titles, units, strict=True)):
        heading = f"{title}\n{unit}" if unit else title
        result.add_column(heading, justify="right" if number else "left")
    for number, row in enumerate(rows, start=2):
        cells = [
            value if isinstance(value, str) else f"{value:,.{places}f}"
            for value, places in zip(row, digits, strict=True)
        ]
        result.add_row(*cells, end_section=total and number == len(rows))
    return result


def write(path: Path, titles: Sequence[str], units: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows as CSV, the unit in each column's name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = (
        f"{title}_{unit}" if unit else title for title, unit in zip(titles, units, strict=True)
    )
    writer.writerow([name.replace(" ", "_") for name in names])
    for row in rows:
        writer.writerow([v if isinstance(v, str) else f"{v:.6g}" for v in row])
    files.write(path, text.getvalue().encode())
