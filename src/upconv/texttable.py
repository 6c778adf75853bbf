"""Tables as text: columns that fit a width, with the wide texts folded."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

_GAP = 2  # blanks between two columns
_LEAST = 8  # characters of a column that is folded


class Column(NamedTuple):
    """A column: its head, whether numbers stand in it, whether its texts may be folded."""

    head: str
    number: bool = False
    folds: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the lines of a table of texts, heads first, at most `width` characters each.

    Columns that fold share what the others leave, no more than they need and never less than eight
    characters: only then a line is longer.

    >>> columns = [Column("layer", folds=True), Column("size", number=True)]
    >>> for line in table(columns, [["the very first", "7"], ["x", "14"]], 14):
    ...     print(line)
    layer     size
    the very     7
    first
    x           14
    """
    cells = [[column.head.split("\n") for column in columns]]
    needed = [
        _longest([column.head, *texts]) for column, *texts in zip(columns, *rows, strict=True)
    ]
    widths = _widths(columns, needed, width)
    for row in rows:
        cells.append([_folded(text, n) for text, n in zip(row, widths, strict=True)])
    lines = []
    for folded in cells:
        for parts in zip_longest(*folded, fillvalue=""):
            placed = zip(columns, widths, parts, strict=True)
            texts = [part.rjust(n) if one.number else part.ljust(n) for one, n, part in placed]
            lines.append((" " * _GAP).join(texts).rstrip())
    return lines


def _longest(texts: Sequence[str]) -> int:
    return max(len(line) for text in texts for line in text.split("\n"))


def _widths(columns: Sequence[Column], needed: Sequence[int], width: int) -> list[int]:
    """Return how wide each column is: the narrow ones that fold keep what they need."""
    widths = [n if not one.folds else 0 for one, n in zip(columns, needed, strict=True)]
    left = width - sum(widths) - _GAP * (len(columns) - 1)
    folding = sorted((n for n, one in enumerate(columns) if one.folds), key=lambda n: needed[n])
    for place, n in enumerate(folding):
        share = max(left // (len(folding) - place), _LEAST)
        widths[n] = min(needed[n], share)
        left -= widths[n]
    return widths


def _folded(text: str, width: int) -> list[str]:
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, width)]
    return lines or [""]
