"""The operations on NumPy arrays, each by the plainest means.

A graph that has not been rewritten, run with these, is what every pass is held against.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np

from upconv import activations, call, pooling, upsampling
from upconv.arrays import Array
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.graph import folded_weights
from upconv.graph.nodes import Node
from upconv.graph.operations import (
    Activation,
    Add,
    BatchNorm,
    Concatenate,
    Convolution,
    Foreign,
    InstanceNorm,
    Item,
    MaxPool,
    Multiply,
    NormalizedBias,
    NormalizedWeight,
    Pack,
    Resize,
    ResizedWeight,
    ZeroPad,
)
from upconv.graph.steps import Compute


def step(node: Node) -> Compute:
    """Return the function that computes a node on arrays."""
    operation: Any = node.operation
    if isinstance(operation, Foreign):
        return operation.call
    return lambda *values, **over: _TABLE[type(operation)](operation, *values, **over)


class Unwatched:
    """A weight that is computed with again in every call, as nobody counts writes to arrays."""

    def __init__(self, value: Any, gone: Callable[[], object]) -> None:
        del value, gone

    def unchanged(self, value: Any) -> bool:
        """Return False."""
        del value
        return False


watch = Unwatched


def _convolution(op: Convolution, x: Any, weight: Any, bias: Any = None) -> Array:
    return call.forward(op.words, x, weight, bias)


def _batch_norm(op: BatchNorm, x: Any, mean: Any, variance: Any, *rest: Any) -> Array:
    shape = (-1, *(1,) * (x.ndim - 2))
    y = (x - mean.reshape(shape)) / np.sqrt(variance.reshape(shape) + x.dtype.type(op.eps))
    if op.scale:
        y = y * rest[0].reshape(shape)
    return cast("Array", y + rest[-1].reshape(shape) if op.shift else y)


def _instance_norm(op: InstanceNorm, x: Any, *rest: Any) -> Array:
    axes = tuple(range(2, x.ndim))
    variance = x.var(axes, keepdims=True)
    y = (x - x.mean(axes, keepdims=True)) / np.sqrt(variance + x.dtype.type(op.eps))
    shape = (-1, *(1,) * (x.ndim - 2))
    if op.scale:
        y = y * rest[0].reshape(shape)
    return cast("Array", y + rest[-1].reshape(shape) if op.shift else y)


def _max_pool(op: MaxPool, x: Any) -> Array:
    return pooling.max_pool(x, op.size, stride=op.stride, padding=op.padding)[0]


def _concatenate(op: Concatenate, *arrays: Any) -> Array:
    scales = op.resized or (None,) * len(arrays)
    pairs = zip(arrays, scales, strict=True)
    whole = [x if scale is None else upsampling.upsample(x, scale) for x, scale in pairs]
    return np.concatenate(whole, op.axis)


def _activation(op: Activation, z: Any, out: Any = None) -> Array:
    y: Array = z.copy() if out is None else out
    activations.apply((op.name, op.parameter), y)
    return y


def _pad(op: ZeroPad, x: Any) -> Array:
    return np.pad(x, [(0, 0), (0, 0), *op.pairs])


_TABLE: dict[type, Callable[..., Any]] = {
    Convolution: _convolution,
    BatchNorm: _batch_norm,
    Activation: _activation,
    Add: lambda _, x, y, out=None: np.add(x, y, out=out),
    Multiply: lambda _, x, y, out=None: np.multiply(x, y, out=out),
    Concatenate: _concatenate,
    InstanceNorm: _instance_norm,
    MaxPool: _max_pool,
    ZeroPad: _pad,
    Resize: lambda op, x: upsampling.upsample(x, op.scale),
    NormalizedWeight: folded_weights.normalized_weight,
    NormalizedBias: folded_weights.normalized_bias,
    ResizedWeight: folded_weights.resized_weight,
    Pack: lambda _, weight: PackedWeight(weight),
    Item: lambda op, values: values[op.index],
}
