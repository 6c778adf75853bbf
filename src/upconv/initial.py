"""Initial weights that take phases into account.

A transposed convolution with stride s is s interleaved convolutions (on each axis), each with its
own subset of the taps: k/s of them on average. Initialisers made for convolutions count all k and
draw each phase independently, so that an untrained decoder already shows a checkerboard.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from upconv import errors
from upconv.arguments import PerAxis, as_flag, as_integer, as_tuple, is_sequence
from upconv.arrays import spatial_rank
from upconv.axis import check_product

__all__ = ["Fan", "bilinear", "fan", "icnr"]

Array: TypeAlias = NDArray[Any]


class Fan(NamedTuple):
    """Fan-in and fan-out: the `inputs` of one output, and the `outputs` that one input reaches."""

    inputs: float
    outputs: float


def fan(
    weight_shape: tuple[int, ...], *, stride: PerAxis = 1, groups: int = 1, transposed: bool = True
) -> Fan:
    """Return the fan-in and fan-out of a layer.

    weight (C_in, C_out/groups, *k) of a transposed convolution, (C_out, C_in/groups, *k) of a
    convolution. With K the product of all k, and S of all strides::

        transposed    inputs = C_in/groups·K/S     outputs = C_out/groups·K
        convolution   inputs = C_in/groups·K       outputs = C_out/groups·K/S

    K/S is the mean over the phases: with k = 3, s = 2 one phase has 2 taps and the other 1.
    Weights of variance gain²/inputs preserve the mean square of the activations, and of variance
    gain²/outputs that of the gradients (Kaiming's rule, arXiv 1502.01852). PyTorch's own
    initialisers use C_out/groups·K as the inputs of a transposed convolution.

    >>> fan((8, 16, 4, 4), stride=2)
    Fan(inputs=32.0, outputs=256.0)
    """
    first, second, *kernel = _as_shape(weight_shape)
    steps = math.prod(as_tuple(stride, len(kernel), "stride", 1))
    taps = math.prod(kernel)
    apart = first / as_integer(groups, "groups", 1)
    gathered, spread = apart * taps / steps, float(second * taps)
    return Fan(gathered, spread) if as_flag(transposed, "transposed") else Fan(spread, gathered)


def icnr(weight: Array, scale: PerAxis, *, transposed: bool = False) -> Array:
    """Return the weight of a layer that upsamples by `scale`, with `weight` in every phase.

    Initially it computes the result of the small convolution with every value repeated in a cell
    of `scale`: no checkerboard.

    For a convolution followed by a pixel shuffle, (C, C_in/groups, *k) -> (C·S, C_in/groups, *k)
    with S the product of all scales; for a transposed convolution of stride s = scale,
    (C_in, C_out/groups, *k) -> (C_in, C_out/groups, *(s·k)).

    Source: arXiv 1707.02937.

    >>> icnr(np.array([[[1.0, 2.0]]]), 2, transposed=True)
    array([[[1., 1., 2., 2.]]])
    """
    weight = np.asarray(weight)
    ndim = spatial_rank(weight, "(C_out, C_in/groups, *k) or (C_in, C_out/groups, *k)")
    factors = as_tuple(scale, ndim, "scale", 1)
    check_product((*weight.shape, *factors, weight.itemsize))
    if not as_flag(transposed, "transposed"):
        return np.repeat(weight, math.prod(factors), axis=0)
    for axis, factor in enumerate(factors, start=2):
        weight = np.repeat(weight, factor, axis=axis)
    return weight


def icnr_shape(
    weight_shape: tuple[int, ...], scale: PerAxis, *, transposed: bool = False
) -> tuple[int, ...]:
    """Return the shape from which `icnr` makes `weight_shape`.

    Raises ShapeError if there is none.

    >>> icnr_shape((8, 3, 4, 6), (2, 3), transposed=True)
    (8, 3, 2, 2)
    """
    first, second, *kernel = _as_shape(weight_shape)
    factors = as_tuple(scale, len(kernel), "scale", 1)
    if not as_flag(transposed, "transposed"):
        cells = math.prod(factors)
        if first % cells:
            raise errors.layers.channels_not_scaled(first, factors, cells)
        return (first // cells, second, *kernel)
    for axis, (k, s) in enumerate(zip(kernel, factors, strict=True)):
        if k % s:
            raise errors.layers.phases_unequal(kernel, factors, axis)
    return (first, second, *(k // s for k, s in zip(kernel, factors, strict=True)))


def bilinear(
    weight_shape: tuple[int, ...], *, stride: PerAxis = 1, groups: int = 1, dtype: Any = np.float32
) -> Array:
    """Return the weight of a transposed convolution that interpolates linearly along every axis.

    weight (C_in, C_out/groups, *k) with C_in = C_out: each channel is upsampled separately. On
    each axis, before every phase is normalised to sum to 1::

        w(t) = max(1 - |t - (k - 1)/2|/s, 0)

    k = 2·s - s mod 2 with padding (k - s)/2 is bilinear interpolation except at the border, which
    fades to zero; k = s is nearest neighbour.

    Raises ShapeError if a group's input and output channels differ, or if k < s.
    Source: arXiv 1411.4038, section 3.3.

    >>> bilinear((1, 1, 4), stride=2)
    array([[[0.25, 0.75, 0.75, 0.25]]], dtype=float32)
    """
    first, second, *kernel = _as_shape(weight_shape)
    steps = as_tuple(stride, len(kernel), "stride", 1)
    groups = as_integer(groups, "groups", 1)
    if first != second * groups:
        raise errors.layers.channels_not_paired(first // groups, second, groups)
    taps = np.ones(())
    for axis, (k, s) in enumerate(zip(kernel, steps, strict=True)):
        if k < s:
            raise errors.layers.kernel_below_stride(kernel, steps, axis)
        taps = np.multiply.outer(taps, _triangle(k, s))
    weight = np.zeros(weight_shape, dtype)
    channel = np.arange(first)
    weight[channel, channel % second] = taps
    return weight


def _as_shape(weight_shape: object) -> tuple[int, ...]:
    """Return the shape of a weight: 2 channel axes and at least 1 kernel axis."""
    shape = tuple(cast("Iterable[object]", weight_shape)) if is_sequence(weight_shape) else ()
    if len(shape) < 3:
        raise errors.layers.not_a_weight_shape(weight_shape)
    return tuple(as_integer(n, "weight_shape", 1, axis) for axis, n in enumerate(shape))


def _triangle(k: int, s: int) -> Array:
    row: Array = np.maximum(1 - np.abs(np.arange(k) - (k - 1) / 2) / s, 0)
    for phase in range(s):
        row[phase::s] /= row[phase::s].sum()
    return row
