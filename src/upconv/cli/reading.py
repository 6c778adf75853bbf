"""Parsing of sizes, paddings and numbers on the command line."""

from __future__ import annotations

from typing import cast

from upconv import errors
from upconv.arguments import Padding, PerAxisStride

PerAxis = tuple[int, ...] | int

_MOST_AXES = 3
_TOO_LARGE = 2**63  # beyond a 64-bit index


def sizes(text: str, name: str, most: int = _MOST_AXES) -> PerAxis:
    """Read "3" as 3, and "3x5", "3×5" or "3,5" as (3, 5); `name` is the option's name."""
    numbers = [_number(part, text, name) for part in _parts(text)]
    if len(numbers) > most:
        raise errors.commands.not_a_size(name, text)
    return numbers[0] if len(numbers) == 1 else tuple(numbers)


def strides(text: str) -> PerAxisStride:
    """Read numbers as `sizes` does, or fractions: "3/2" and "3/2x2"."""
    if "/" not in text:
        return sizes(text, "stride")
    return tuple(part if "/" in part else _number(part, text, "stride") for part in _parts(text))


def optional_sizes(text: str | None, name: str) -> PerAxis | None:
    return None if text is None else sizes(text, name)


def _parts(text: str) -> list[str]:
    return text.lower().replace("×", "x").replace(",", "x").split("x")


def _number(part: str, text: str, name: str) -> int:
    try:
        number = int(part)
    except ValueError:  # also raised for more digits than Python parses
        raise errors.commands.not_a_size(name, text) from None
    if abs(number) >= _TOO_LARGE:
        raise errors.commands.size_too_large(name, text)
    return number


def padding(text: str) -> Padding:
    """Read a word, numbers, or begin:end pairs."""
    if text.isidentifier():
        return cast("Padding", text)
    if ":" not in text:
        return sizes(text, "padding")
    return tuple(_pair(part, text) for part in _parts(text))


def _pair(part: str, text: str) -> tuple[int, int]:
    begin, colon, end = part.partition(":")
    if not colon:
        raise errors.commands.not_a_size("padding", text)
    return _number(begin, text, "padding"), _number(end, text, "padding")


def numbers(text: str, name: str) -> list[list[float]]:
    """Read "0 1; 2 3" as rows of numbers; commas are accepted in place of spaces."""
    try:
        rows = [[float(part) for part in row.replace(",", " ").split()] for row in text.split(";")]
    except ValueError:
        raise errors.explanation.not_values(name, text) from None
    if not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise errors.explanation.not_values(name, text)
    return rows
