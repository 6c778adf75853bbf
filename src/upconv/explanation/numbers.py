"""How numbers, indices and lists are written; one place, so that all renderers agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

DIGITS = 3  # significant digits of what is no integer
_LARGEST = 1e6  # from here on with an exponent


def number(value: float) -> str:
    """Return an integer as it is and everything else with 3 significant digits.

    >>> number(3.0), number(-0.125), number(1 / 3), number(1234.5), number(2e9)
    ('3', '-0.125', '0.333', '1234', '2e+09')
    """
    if not math.isfinite(value):
        return str(value)
    if abs(value) < _LARGEST and (value == round(value) or abs(value) >= 10**DIGITS):
        return str(round(value))
    return f"{value:.{DIGITS}g}"


def is_rounded(value: float) -> bool:
    """Tell whether `number` leaves something away."""
    return math.isfinite(value) and not math.isclose(float(number(value)), value, rel_tol=1e-12)


def factor(value: float) -> str:
    """Return a number as it stands in a product or a sum: a negative one in brackets."""
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
