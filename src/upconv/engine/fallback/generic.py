"""The generic form in terms of the two operations: it computes every call, with NumPy."""

from __future__ import annotations

import math

import numpy as np

from upconv import activations
from upconv.arrays import Array
from upconv.axis import Axis
from upconv.engine.fallback import blas, matmul
from upconv.engine.links import AxisLinks, convolution_links, transposed_links


def forward(
    x: Array,
    weight: Array,
    bias: Array | None,
    activation: tuple[str, float] | None,
    out: Array,
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> None:
    """Write one operation on x (N, C_in, *i) into `out` (N, C_out, *o), both any strides.

    `weight` is (groups·A, B, *k) in the operation's own order: A are the input channels of a
    transposed convolution and the output channels of a convolution.
    """
    taps = _as_taps(weight, groups)
    if transposed:
        taps = taps.swapaxes(-1, -2)
    # inf and nan pass through without a word, as they do in frameworks.
    columns = min(_positions(out), matmul.BLOCK_BYTES // out.itemsize // sum(taps.shape[-2:]))

    def finish(images: Array) -> None:
        if bias is not None:
            images += bias.reshape(-1, *(1,) * len(axes))
        activations.apply(activation, images)

    with np.errstate(all="ignore"), blas.threads_for(math.prod(taps.shape[-2:]) * columns):
        matmul.correlate(x, taps, out, _links(axes, transposed), groups, finish)


def weight_gradient(
    x: Array,
    grad: Array,
    weight_shape: tuple[int, ...],
    axes: tuple[Axis, ...],
    groups: int,
    transposed: bool,
) -> Array:
    """Return the gradient of `forward` for its weight; `grad` (N, C_out, *o) is that of `out`."""
    links = _links(axes, transposed)
    per_column = math.prod(weight_shape[:2]) // groups
    with np.errstate(all="ignore"), blas.threads_for(per_column * _positions(grad)):
        taps = matmul.weight_gradient(x, grad, links, weight_shape[2:], groups)
    if transposed:
        taps = taps.swapaxes(-1, -2)
    grouped = np.moveaxis(taps, (-3, -2, -1), (0, 1, 2))
    return np.ascontiguousarray(grouped).reshape(weight_shape)


def activation_backward(
    grad: Array, result: Array | None, activation: tuple[str, float] | None
) -> tuple[Array, Array]:
    """Return the gradient before the activation, and its sum over images and positions.

    `result` is what `upconv.activations.gradient` takes: the result, or the pre-activation.
    """
    with np.errstate(all="ignore"):
        before = activations.gradient(activation, grad, result)
        total: Array = before.sum(axis=(0, *range(2, before.ndim)))
    return before, total


def _positions(array: Array) -> int:
    channels: int = array.shape[1]
    return array.size // channels


def _links(axes: tuple[Axis, ...], transposed: bool) -> tuple[AxisLinks, ...]:
    return tuple(map(transposed_links if transposed else convolution_links, axes))


def _as_taps(weight: Array, groups: int) -> Array:
    """See a weight (groups·A, B, *k) as (*k, groups, A, B)."""
    grouped = weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])
    return np.moveaxis(grouped, (0, 1, 2), (-3, -2, -1))
