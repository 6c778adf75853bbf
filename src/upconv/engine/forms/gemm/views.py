"""Layers that are matrix products: kernels that cover the whole input, and windows of a signal.

If the kernel covers its whole input nothing moves, so channels and taps are one axis: a product of
(N, C·k) or (N, C') with the weight as it is in memory, (C', C·k). The columns of the wide side are
then contiguous, and a kernel of one element has one position.

A convolution of a single channel reads windows along x, each of which is contiguous: then the taps
are channels of positions that overlap in memory.
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
    """The two sides and the weight, with all that the kernel covers as channels of one position."""

    narrow: StridedView
    wide: StridedView
    weight: StridedView


def in_rows(weight: StridedView) -> bool:
    """Whether the rows of a weight (C', C·k) are contiguous."""
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
    """Return a layer as a matrix product, or None if it is not one."""
    narrow, wide = (x, out) if transposed else (out, x)
    covered = all(
        (size, axis.begin, axis.dilation, axis.kernel) == (1, 0, 1, kernel_side)
        for size, kernel_side, axis in zip(narrow.shape[2:], wide.shape[2:], axes, strict=True)
    )
    if not covered or not _is_contiguous(wide, itemsize) or not _is_contiguous(weight, itemsize):
        return None
    thin = StridedView((*narrow.shape[:2], 1), (*narrow.strides[:2], 0))
    return Matrices(thin, _joined(wide, itemsize), _joined(weight, itemsize))


def windows(
    x: StridedView, out: StridedView, weight: StridedView, axes: tuple[Axis, ...], itemsize: int
) -> tuple[StridedView, StridedView] | None:
    """Return the input of a convolution and its weight with the taps as channels, or None.

    The kernel has one input channel, and extends along x alone, inside the input.
    """
    *others, last = axes
    along_x = (weight.shape[1], last.dilation, x.strides[-1]) == (1, 1, itemsize)
    inside = all(
        axis.begin == 0 and (size - 1) * axis.stride + axis.kernel <= input_size
        for size, input_size, axis in zip(out.shape[2:], x.shape[2:], axes, strict=True)
    )
    weight_contiguous = _is_contiguous(weight, itemsize)
    if not (along_x and inside and weight_contiguous and all(axis.kernel == 1 for axis in others)):
        return None
    steps = (step * axis.stride for step, axis in zip(x.strides[2:], axes, strict=True))
    window_view = StridedView(
        (x.shape[0], last.kernel, *out.shape[2:]), (x.strides[0], itemsize, *steps)
    )
    return window_view, _joined(weight, itemsize)


def _joined(view: StridedView, itemsize: int) -> StridedView:
    return StridedView(
        (view.shape[0], math.prod(view.shape[1:]), 1), (view.strides[0], itemsize, 0)
    )


def _is_contiguous(view: StridedView, itemsize: int) -> bool:
    """Whether all axes behind the first are contiguous."""
    step = itemsize
    for size, stride in zip(view.shape[:0:-1], view.strides[:0:-1], strict=True):
        if size > 1 and stride != step:
            return False
        step *= size
    return True
