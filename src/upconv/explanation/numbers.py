"""Formatting of numbers, indices and lists, shared by all renderers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_LARGEST = 1e6  # larger numbers have an exponent


def number(value: float) -> str:
    """Return a number that fits into a cell.

    Integers and numbers below 1 with up to 3 decimals are not rounded; others have 3 significant
    digits and at most 2 decimals, very small ones 2 significant digits.

    >>> number(3.0), number(-0.125), number(1 / 3), number(12.345), number(1234.5), number(0.0123)
    ('3', '-0.125', '0.33', '12.3', '1234', '0.012')
    """
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if size < _LARGEST and (value == round(value) or size >= 1000):
        return str(round(value))
    if size >= 1:
        return f"{value:.3g}"
    if value == round(value, 3):
        return f"{value:g}"
    return f"{round(value, 2):g}" if size >= 0.1 else f"{value:.2g}"


def is_rounded(value: float) -> bool:
    """Return whether `number` rounds `value`."""
    return math.isfinite(value) and not math.isclose(float(number(value)), value, rel_tol=1e-12)


def factor(value: float) -> str:
    """Return a number as a factor or term: a negative one in parentheses."""
    text = number(value)
    return f"({text})" if text.startswith("-") else text


def index(position: Sequence[int]) -> str:
    """Return "(1, 2)", or "1" on one axis."""
    return str(position[0]) if len(position) == 1 else f"({', '.join(map(str, position))})"


def sizes(values: Sequence[int]) -> str:
    """Return "3×5", or "3" on one axis."""
    return "×".join(map(str, values))


def span(first: int, last: int) -> str:
    """Return "2 to 4", or "2"."""
    return str(first) if first == last else f"{first} to {last}"


def listed(words: Iterable[object]) -> str:
    """Return "1, 2 and 3"."""
    parts = list(map(str, words))
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 cell" or "2 cells"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
