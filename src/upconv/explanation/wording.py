"""The width of text, and line wrapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

# em, of DejaVu Sans; pages without it use Verdana, which has the same widths
DIGIT, SPACE, NARROW, CAPITAL, WIDE, OTHER = 0.64, 0.33, 0.4, 0.71, 0.86, 0.6
_NARROW = frozenset("iljtfrI.,:;()[]|'-·")
_WIDE = frozenset("=+×→mwMW")

_INDEX = re.compile(r"\(-?\d+, -?\d+\)")
_KEPT = "\N{NO-BREAK SPACE}"


def width_of(text: str) -> float:
    """Return the approximate width of a text, in em.

    >>> round(width_of("OUTPUT 6×6"), 2)
    6.73
    """
    return sum(map(_width, text))


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines of at most `width`, measured by `measure`.

    Lines preferably break at two spaces, which separate the parts of a text. An index is never
    broken.

    >>> wrapped("(0, 1): 2 + 4 = 6,  (0, 2): 1 + 4 = 5", 30, len)
    ['(0, 1): 2 + 4 = 6,', '(0, 2): 1 + 4 = 5']
    """
    return [
        line.replace(_KEPT, " ")
        for part in text.split("\n")
        for line in _lines(_kept(part, width, measure), width, measure)
    ]


def _kept(text: str, width: float, measure: Callable[[str], float]) -> str:
    pieces = [
        piece.replace(" ", _KEPT) if measure(piece) <= width and n else piece
        for n, piece in enumerate(re.split(r" {2,}", text))
    ]
    joined = "  ".join(pieces) if len(pieces) > 1 else text
    return _INDEX.sub(lambda found: found[0].replace(" ", _KEPT), joined)


def _lines(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for word in re.findall(r" *[^ ]+", text):
        if line and measure(line + word) > width:
            yield line
            line = ""
        line += word if line else word.lstrip(" ")
    yield line


@cache
def _width(letter: str) -> float:
    if letter.isdigit():
        return DIGIT
    if letter in (" ", _KEPT):
        return SPACE
    if letter in _NARROW:
        return NARROW
    if letter in _WIDE:
        return WIDE
    return CAPITAL if letter.isupper() else OTHER
