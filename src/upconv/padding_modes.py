"""Padding modes: which input each row of padding reads. Integers only.

A convolution with padding (begin, end) on an axis of n inputs sees the n + begin + end positions
of an infinite extension of the axis, from -begin on::

    circular    ... 2 3 | 0 1 2 3 | 0 1 ...     position u reads u mod n
    reflect     ... 2 1 | 0 1 2 3 | 2 1 ...     -u, and 2·(n - 1) - u at the end
    replicate   ... 0 0 | 0 1 2 3 | 3 3 ...     the nearest input

"zeros" reads nothing. A negative padding removes positions. As in PyTorch, no position may read
over a second border: the padding is at most n for "circular" and n - 1 for "reflect".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from upconv import errors
from upconv.arguments import PaddingMode, Pairs

Sizes: TypeAlias = tuple[int, ...]


class Border(NamedTuple):
    """The rows of padding at one end of an axis, and the inputs that they copy.

    `rows` is their slice of the padded axis, `inputs` a slice of the inputs: as many, in order or
    `flipped`, or a single one, which all rows `repeat`. Both slices count from the nearer end, so
    that they hold for every size.
    """

    rows: slice
    inputs: slice
    flipped: bool = False
    repeat: bool = False


def borders(mode: PaddingMode, begin: int, end: int) -> Iterator[Border]:
    """Yield the borders of an axis with rows of padding at its ends, begin and end at least 0.

    >>> list(borders("reflect", 2, 0))
    [Border(rows=slice(0, 2, None), inputs=slice(1, 3, None), flipped=True, repeat=False)]
    """
    before, after = slice(0, begin), slice(-end, None)
    if begin > 0:
        if mode == "circular":
            yield Border(before, slice(-begin, None))
        elif mode == "reflect":
            yield Border(before, slice(1, begin + 1), flipped=True)
        elif mode == "replicate":
            yield Border(before, slice(0, 1), repeat=True)
    if end > 0:
        if mode == "circular":
            yield Border(after, slice(0, end))
        elif mode == "reflect":
            yield Border(after, slice(-end - 1, -1), flipped=True)
        elif mode == "replicate":
            yield Border(after, slice(-1, None), repeat=True)


def source(position: int, size: int, mode: PaddingMode) -> int | None:
    """Return the input that a position reads, counted from the first input; None for a zero.

    >>> [source(u, 4, "reflect") for u in range(-3, 7)]
    [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]
    """
    if 0 <= position < size:
        return position
    if mode == "circular":
        return position % size
    if mode == "reflect":
        return -position if position < 0 else 2 * (size - 1) - position
    if mode == "replicate":
        return 0 if position < 0 else size - 1
    return None


def check(mode: PaddingMode, pairs: Sequence[tuple[int, int]], sizes: Sizes, what: str) -> None:
    """Raise GeometryError if a padding reads over a second border.

    `sizes` are those of what is padded, which is the "input" of a convolution, the "output" of a
    transposed convolution.
    """
    if mode in ("zeros", "replicate"):
        return
    for axis, (ends, size) in enumerate(zip(pairs, sizes, strict=True)):
        most = size - 1 if mode == "reflect" else size
        if max(ends) > most:
            raise errors.sizes.padding_beyond(mode, pairs, size, what, axis, most)


def apart(pairs: Pairs) -> tuple[Pairs, Pairs]:
    """Return the rows that a padding adds, and the rows that it removes; both at least 0."""
    added = tuple((max(begin, 0), max(end, 0)) for begin, end in pairs)
    removed = tuple((max(-begin, 0), max(-end, 0)) for begin, end in pairs)
    return added, removed
