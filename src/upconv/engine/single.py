"""A kernel that covers its whole input: nothing moves, so channels and taps are one axis.

Such a layer is a product of matrices, of (N, C·k) or (N, C') with the weight as it lies, (C', C·k).
Seen so, the columns of the wide side are neighbours in memory, and a kernel of one element meets
one position.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from upconv.axis import Axis

Shape: TypeAlias = tuple[int, ...]


class Lies(NamedTuple):
    """The shape of an array (N, C, *spatial), or of a weight, and its strides in bytes."""

    shape: Shape
    strides: Shape


class Matrices(NamedTuple):
    """The two sides and the weight with all that the kernel covers as channels of one position."""

    narrow: Lies
    wide: Lies
    weight: Lies

    @property
    def in_rows(self) -> bool:
        """Whether the rows of the weight, (C', C·k), follow one another."""
        rows, length, _ = self.weight.shape
        return rows == 1 or self.weight.strides[0] == length * self.weight.strides[1]


def matrices(
    x: Lies, out: Lies, weight: Lies, axes: tuple[Axis, ...], itemsize: int, *, transposed: bool
) -> Matrices | None:
    """Return a layer as a product of matrices, or None where it is not one."""
    narrow, wide = (x, out) if transposed else (out, x)
    covered = all(
        (size, axis.begin, axis.dilation, axis.kernel) == (1, 0, 1, held)
        for size, held, axis in zip(narrow.shape[2:], wide.shape[2:], axes, strict=True)
    )
    if not covered or not _in_one_piece(wide, itemsize) or not _in_one_piece(weight, itemsize):
        return None
    thin = Lies((*narrow.shape[:2], 1), (*narrow.strides[:2], 0))
    return Matrices(thin, _joined(wide, itemsize), _joined(weight, itemsize))


def _joined(lies: Lies, itemsize: int) -> Lies:
    return Lies((lies.shape[0], math.prod(lies.shape[1:]), 1), (lies.strides[0], itemsize, 0))


def _in_one_piece(lies: Lies, itemsize: int) -> bool:
    """Tell whether all axes behind the first lie end to end."""
    step = itemsize
    for size, stride in zip(lies.shape[:0:-1], lies.strides[:0:-1], strict=True):
        if size > 1 and stride != step:
            return False
        step *= size
    return True
