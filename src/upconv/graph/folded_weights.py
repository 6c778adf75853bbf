"""The weights that passes compose, in float64 and rounded once."""

from __future__ import annotations

import numpy as np

from upconv import rewrites
from upconv.arrays import Array
from upconv.graph.operations import NormalizedBias, NormalizedWeight, ResizedWeight


def normalized_weight(operation: NormalizedWeight, weight: Array, *statistics: Array) -> Array:
    """Return weight·scale/√(variance + eps)."""
    factor = _factor(operation.eps, *statistics)
    wide = weight.astype(np.float64)
    if operation.transposed:  # (C_in, C_out/groups, *k)
        c_in, per_group, *kernel = weight.shape
        grouped = wide.reshape(operation.groups, c_in // operation.groups, per_group, *kernel)
        factors = factor.reshape(operation.groups, 1, per_group, *(1,) * len(kernel))
        wide = (grouped * factors).reshape(weight.shape)
    else:
        wide = wide * factor.reshape(-1, *(1,) * (weight.ndim - 1))
    return wide.astype(weight.dtype)


def normalized_bias(operation: NormalizedBias, mean: Array, variance: Array, *rest: Array) -> Array:
    """Return (bias - mean)·scale/√(variance + eps) + shift."""
    others = list(rest)
    bias = others.pop(0) if operation.bias else None
    scale = others.pop(0) if operation.scale else None
    shift = others.pop(0) if operation.shift else None
    result = -mean.astype(np.float64)
    if bias is not None:
        result += bias
    result *= _factor(operation.eps, variance, *(() if scale is None else (scale,)))
    if shift is not None:
        result += shift
    return result.astype(mean.dtype)


def resized_weight(operation: ResizedWeight, weight: Array) -> Array:
    """Return the weight of the transposed convolution."""
    words = operation.words
    wide = weight.astype(np.float64)
    made = rewrites.resize_conv_to_transposed(
        wide,
        scale=operation.scale,
        padding=words.padding,
        dilation=words.dilation,
        groups=words.groups,
    )
    return made.weight.astype(weight.dtype)


def _factor(eps: float, variance: Array, scale: Array | None = None) -> Array:
    factor: Array = 1 / np.sqrt(variance.astype(np.float64) + eps)
    return factor if scale is None else factor * scale
