"""The operations of `upconv.graph` on tensors: convolutions by upconv, the rest by PyTorch."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import torch

from upconv import activations
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
from upconv.torch import aten_fallback, compute
from upconv.torch.backend import pooling, resizing
from upconv.torch.backend.room import room
from upconv.torch.backend.watches import TensorWatch

__all__ = ["Steps"]

_ATEN = torch.ops.aten


class _KeptWeight:
    """A weight and its packed copies."""

    __slots__ = ("packed", "tensor")

    def __init__(self, weight: torch.Tensor) -> None:
        self.tensor = weight.detach().contiguous()
        self.packed = PackedWeight(compute.as_array(self.tensor))


class Steps:
    """How tensors compute the operations (`upconv.graph.executor.Maker`).

    With `free_layout`, a convolution is computed and returned channels first whatever the layout of
    x is: everything after it follows, which saves more than the copy costs.
    """

    watch = TensorWatch

    def __init__(self, *, free_layout: bool) -> None:
        self._free_layout = free_layout

    def step(self, node: Node) -> Compute:
        """Return the function that computes a node."""
        operation = node.operation
        if isinstance(operation, Foreign):
            return operation.call
        if isinstance(operation, Convolution):
            return self._convolution(operation)
        return _TABLE[type(operation)](operation)

    def _convolution(self, operation: Convolution) -> Compute:
        words, free = operation.words, self._free_layout

        def run(x: Any, weight: Any, bias: Any = None) -> torch.Tensor:
            if free and compute.is_channels_last(x, x):
                x = x.contiguous()
            if x.is_neg():
                x = x.resolve_neg()
            if type(weight) is _KeptWeight:
                return compute.forward(words, x, weight.tensor, bias, weight.packed)
            return compute.forward(words, x, weight, bias)

        return run


def _activation(operation: Activation) -> Compute:
    chosen: Any = activations.as_argument((operation.name, operation.parameter))

    def run(z: torch.Tensor, *, out: torch.Tensor | None = None) -> torch.Tensor:
        if out is None and z.is_contiguous():
            out = room(tuple(z.shape), z)
        return aten_fallback.activate(chosen, z, out)

    return run


def _binary(write: Any) -> Callable[[object], Compute]:
    def make(_: object) -> Compute:
        def run(x: torch.Tensor, y: torch.Tensor, *, out: torch.Tensor | None = None) -> Any:
            if out is None and x.shape == y.shape and x.is_contiguous() and y.is_contiguous():
                out = room(tuple(x.shape), x)
            return write(x, y) if out is None else write(x, y, out=out)

        return run

    return make


def _batch_norm(operation: BatchNorm) -> Compute:
    eps, scaled, shifted = operation.eps, operation.scale, operation.shift

    def run(x: Any, mean: Any, variance: Any, *rest: Any) -> Any:
        scale = rest[0] if scaled else None
        shift = rest[-1] if shifted else None
        return _ATEN._native_batch_norm_legit_no_training(
            x, scale, shift, mean, variance, 0.0, eps
        )[0]

    return run


def _instance_norm(operation: InstanceNorm) -> Compute:
    eps, scaled, shifted = operation.eps, operation.scale, operation.shift

    def run(x: torch.Tensor, *rest: torch.Tensor) -> Any:
        # As normalisation over rows: PyTorch computes its moments with vectors.
        rows = x.reshape(x.shape[0] * x.shape[1], -1)
        y = _ATEN.native_layer_norm(rows, rows.shape[1:], None, None, eps)[0].view(x.shape)
        shape = (-1, *(1,) * (x.dim() - 2))
        if scaled:
            y.mul_(rest[0].reshape(shape))
        return y.add_(rest[-1].reshape(shape)) if shifted else y

    return run


def _concatenate(operation: Concatenate) -> Compute:
    axis, scales = operation.axis, operation.resized

    def run(*tensors: torch.Tensor) -> Any:
        if scales:
            return resizing.concatenated(tensors, scales, axis)
        out = None
        if all(tensor.is_contiguous() for tensor in tensors):
            shape = list(tensors[0].shape)
            shape[axis] = sum(tensor.shape[axis] for tensor in tensors)
            out = room(tuple(shape), tensors[0])
        return torch.cat(tensors, axis) if out is None else torch.cat(tensors, axis, out=out)

    return run


def _pad(operation: ZeroPad) -> Compute:
    flat = aten_fallback.reverse(operation.pairs)
    return lambda x: _ATEN.constant_pad_nd(x, flat, 0.0)


def _resize(operation: Resize) -> Compute:
    scale = operation.scale
    return lambda x: resizing.nearest(x, scale)


def _max_pool(operation: MaxPool) -> Compute:
    windows = tuple(zip(operation.size, operation.stride, operation.padding, strict=True))
    return lambda x: pooling.largest(x, windows)


def _on_arrays(function: Callable[..., Any]) -> Callable[[Any], Compute]:
    """Return the step of a function on arrays, such as one that composes weights."""

    def make(operation: object) -> Compute:
        def run(*tensors: torch.Tensor) -> torch.Tensor:
            arrays = (compute.as_array(tensor.contiguous()) for tensor in tensors)
            return torch.from_numpy(function(operation, *arrays))

        return run

    return make


def _pack(_: Pack) -> Compute:
    return _KeptWeight


def _item(operation: Item) -> Compute:
    index = operation.index
    return operator.itemgetter(index)


_TABLE: dict[type, Callable[[Any], Compute]] = {
    BatchNorm: _batch_norm,
    Activation: _activation,
    Add: _binary(torch.add),
    Multiply: _binary(torch.mul),
    InstanceNorm: _instance_norm,
    MaxPool: _max_pool,
    Concatenate: _concatenate,
    ZeroPad: _pad,
    Resize: _resize,
    NormalizedWeight: _on_arrays(folded_weights.normalized_weight),
    NormalizedBias: _on_arrays(folded_weights.normalized_bias),
    ResizedWeight: _on_arrays(folded_weights.resized_weight),
    Pack: _pack,
    Item: _item,
}
