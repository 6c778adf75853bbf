"""The operations of a graph: what the passes know.

Arrays are channels first, (N, C, *spatial). An operation has no arrays of its own: weights are
nodes like everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from upconv.arguments import Pairs
from upconv.layer import Words


@dataclass(frozen=True)
class Input:
    """Argument `index` of the graph; `state` if it is a weight or buffer of the model."""

    index: int
    state: bool = False


@dataclass(frozen=True)
class Convolution:
    """A convolution in either direction: x, weight[, bias] -> (N, C_out, *o).

    The words are those of a layer, with its activation.
    """

    words: Words


@dataclass(frozen=True)
class BatchNorm:
    """y = (x - mean)/√(variance + eps)·scale + shift per channel, by running statistics.

    The inputs are x, mean, variance[, scale][, shift].
    """

    eps: float
    scale: bool
    shift: bool


@dataclass(frozen=True)
class InstanceNorm:
    """y = (x - mean)/√(variance + eps)·scale + shift per example and channel: x[, scale][, shift].

    Mean and variance are those of the channel itself.
    """

    eps: float
    scale: bool
    shift: bool


@dataclass(frozen=True)
class MaxPool:
    """The largest value of each window; padding, at most half a window, is never the largest."""

    size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]


@dataclass(frozen=True)
class Activation:
    """An activation of `upconv.activations`, element by element."""

    name: str
    parameter: float


@dataclass(frozen=True)
class Add:
    """x + y, with broadcasting."""


@dataclass(frozen=True)
class Multiply:
    """x·y, with broadcasting."""


@dataclass(frozen=True)
class Concatenate:
    """Arrays one after another on an axis, counted from the front.

    `resized` has a scale for each array that is first resized (`Resize`), None for the others; it
    is empty if there are none.
    """

    axis: int
    resized: tuple[tuple[int, ...] | None, ...] = ()


@dataclass(frozen=True)
class ZeroPad:
    """Zeros before and after x on every spatial axis; nothing is removed."""

    pairs: Pairs


@dataclass(frozen=True)
class Resize:
    """The nearest resize by an integer on every spatial axis: every value is repeated."""

    scale: tuple[int, ...]


@dataclass(frozen=True)
class NormalizedWeight:
    """The weight of a convolution with a batch normalisation after it folded in.

    weight, variance[, scale] -> weight·scale/√(variance + eps), per output channel.
    """

    eps: float
    scale: bool
    transposed: bool
    groups: int


@dataclass(frozen=True)
class NormalizedBias:
    """The bias of such a convolution.

    mean, variance[, bias][, scale][, shift] -> (bias - mean)·scale/√(variance + eps) + shift.
    """

    eps: float
    bias: bool
    scale: bool
    shift: bool


@dataclass(frozen=True)
class ResizedWeight:
    """The weight of the transposed convolution that is a nearest resize and a convolution."""

    words: Words
    scale: tuple[int, ...]


@dataclass(frozen=True)
class Pack:
    """A weight in the order in which the engine reads it, kept from call to call."""


@dataclass(frozen=True)
class Foreign:
    """An operation that the graph does not know; the framework computes it.

    `call` takes the values of the inputs. `fresh` says that the result is new memory which nothing
    else refers to, `elementwise` that it may also be written over an input, which `call` then
    takes as `out`, and `effect` that it must run even if nobody reads its result, and in order.
    `reason` is why the graph does not know it; `ours` says that upconv computes it all the same.
    """

    name: str
    call: Callable[..., Any]
    fresh: bool = False
    elementwise: bool = False
    effect: bool = False
    reason: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Item:
    """One of the results of an operation with several."""

    index: int


Operation: TypeAlias = (
    Input
    | Convolution
    | BatchNorm
    | InstanceNorm
    | MaxPool
    | Activation
    | Add
    | Multiply
    | Concatenate
    | ZeroPad
    | Resize
    | NormalizedWeight
    | NormalizedBias
    | ResizedWeight
    | Pack
    | Foreign
    | Item
)

ELEMENTWISE = (Activation, Add, Multiply)
"""These may write their result over an input of the same type."""
