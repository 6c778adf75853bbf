"""Layers that are products of matrices: what a kernel covers lies in one piece.

Where the kernel covers its whole input nothing moves, so channels and taps are one axis: a product
of (N, C·k) or (N, C') with the weight as it lies, (C', C·k). Seen so, the columns of the wide side
are neighbours in memory, and a kernel of one element meets one position.

A convolution of a single channel reads windows along x, each of which lies in one piece: then the
taps are channels of positions that overlap in memory.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from upconv.axis import Axis

Shape: TypeAlias = tuple[int, ...]


class StridedView(NamedTuple):
    """The shape of an array (N, C, *spatial), or of a weight, and its strides in bytes."""

    shape: Shape
    strides: Shape


class Matrices(NamedTuple):
    """The two sides and the weight with all that the kernel covers as channels of one position."""

    narrow: StridedView
    wide: StridedView
    weight: StridedView


def in_rows(weight: StridedView) -> bool:
    """Tell whether the rows of a weight (C', C·k) follow one another."""
    rows, length, _ = weight.shape
    return rows == 1 or weight.strides[0] == length * weight.strides[1]


def matrices(
    x: StridedView,
    out: StridedView,
    weight: StridedView,
    axes: tuple[Axis, ...],
    itemsize: int,
    *,
    transposed: bool,
) -> Matrices | None:
    """Return a layer as a product of matrices, or None where it is not one."""
    narrow, wide = (x, out) if transposed else (out, x)
    covered = all(
        (size, axis.begin, axis.dilation, axis.kernel) == (1, 0, 1, held)
        for size, held, axis in zip(narrow.shape[2:], wide.shape[2:], axes, strict=True)
    )
    if not covered or not _in_one_piece(wide, itemsize) or not _in_one_piece(weight, itemsize):
        return None
    thin = StridedView((*narrow.shape[:2], 1), (*narrow.strides[:2], 0))
    return Matrices(thin, _joined(wide, itemsize), _joined(weight, itemsize))


def windows(
    x: StridedView, out: StridedView, weight: StridedView, axes: tuple[Axis, ...], itemsize: int
) -> tuple[StridedView, StridedView] | None:
    """Return the input of a convolution and its weight with the taps as channels, or None.

    The kernel has one input channel, and reaches along x alone, inside the input.
    """
    *others, last = axes
    along_x = (weight.shape[1], last.dilation, x.strides[-1]) == (1, 1, itemsize)
    inside = all(
        axis.begin == 0 and (size - 1) * axis.stride + axis.kernel <= held
        for size, held, axis in zip(out.shape[2:], x.shape[2:], axes, strict=True)
    )
    near = _in_one_piece(weight, itemsize)
    if not (along_x and inside and near and all(axis.kernel == 1 for axis in others)):
        return None
    steps = (step * axis.stride for step, axis in zip(x.strides[2:], axes, strict=True))
    seen = StridedView((x.shape[0], last.kernel, *out.shape[2:]), (x.strides[0], itemsize, *steps))
    return seen, _joined(weight, itemsize)


def _joined(lies: StridedView, itemsize: int) -> StridedView:
    return StridedView(
        (lies.shape[0], math.prod(lies.shape[1:]), 1), (lies.strides[0], itemsize, 0)
    )


def _in_one_piece(lies: StridedView, itemsize: int) -> bool:
    """Tell whether all axes behind the first lie end to end."""
    step = itemsize
    for size, stride in zip(lies.shape[:0:-1], lies.strides[:0:-1], strict=True):
        if size > 1 and stride != step:
            return False
        step *= size
    return True
