"""Layers in sequence as one call: their results in one buffer, their kernels run as one list.

It is built from the calls of the layers once they have run, and computes the same bits.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.engine.calls import call_cache
from upconv.engine.calls.command import NOWHERE, OTHERS, PACKED, Command, Layout, Place
from upconv.engine.calls.command_list import CommandList
from upconv.engine.calls.gradient_executable import PanelGradient
from upconv.engine.process import memory
from upconv.engine.process.address import LINE, address_of, on_line

Array: TypeAlias = NDArray[Any]

# The buffers of a sequence. Each layer has two consecutive tensors: weight and bias in the forward
# direction, weight and its gradient in the backward direction.
_X, _RESULTS, _LAST, _GRAD, _SCRATCH, _GRAD_X, _TENSORS = range(OTHERS, OTHERS + 7)


class Results(NamedTuple):
    """The results of a chain: the last one, and those before it in one buffer."""

    plan: Forward
    memory: Array
    last: Array

    def arrays(self) -> list[Array]:
        """Return the result of every layer."""
        begin = on_line(self.memory) - address_of(self.memory)
        before = [
            np.ndarray(shape, self.plan.dtype, self.memory, begin + offset)
            for shape, offset in zip(self.plan.shapes, self.plan.offsets, strict=False)
        ]
        return [*before, self.last]


class Forward:
    """The calls of a chain of layers on arrays of one dtype, shapes and strides.

    `biased` says which layers have a bias.
    """

    def __init__(self, calls: Sequence[call_cache.Forward], biased: Sequence[bool]) -> None:
        self.shapes = [call.shape for call in calls]
        self.dtype = calls[0].dtype
        arena, packed = Layout(), Layout()
        self.offsets = [arena.take(_bytes(call.shape, self.dtype)) for call in calls[:-1]]
        space = Place(_RESULTS, arena.take(max(call.executable.sizes[1] for call in calls)))
        self._bytes = arena.size + LINE
        between = [Place(_RESULTS, offset) for offset in self.offsets]
        tensor_places = zip([Place(_X), *between], [*between, Place(_LAST)], strict=True)
        commands: list[Command] = []
        for number, (call, (x, out)) in enumerate(zip(calls, tensor_places, strict=True)):
            weight = _TENSORS + 2 * number
            bias = Place(weight + 1 if biased[number] else NOWHERE)
            packed_place = Place(PACKED, packed.take(call.executable.sizes[0]))
            arrays = {"x": x, "weight": Place(weight), "bias": bias, "out": out}
            more = {"packed": packed_place, "space": space}
            commands.append(call.executable.command(**arrays, **more, slope=call.slope))
        self._last = calls[-1]
        self._calls = CommandList(commands, packed.size, calls)

    def run(self, x: int, tensors: Sequence[int], version: Hashable = None) -> Results | None:
        """Compute with arrays at these addresses; None if the layers must run one by one.

        `tensors` are weight and bias of each layer. `version` identifies the values of the weights:
        if it is not None and equals that of an earlier run, they have not changed.
        """
        if _misplaced((x, *tensors), self.dtype):
            return None
        arena, last = memory.empty((self._bytes,), np.uint8), self._last.result()
        addresses = (x, on_line(arena), address_of(last), 0, 0, 0, *tensors)
        return Results(self, arena, last) if self._calls.run(addresses, version) else None


class _Layer(NamedTuple):
    """A layer in the backward pass: its number, its call, and its weight gradient's kernel."""

    number: int
    call: call_cache.Backward
    gradient: PanelGradient | None


class Backward:
    """The gradients of the last layers of a chain, whose results are laid out as in `results`."""

    def __init__(self, layers: Sequence[_Layer], results: Forward) -> None:
        self._layers, self._dtype = layers, results.dtype
        scratch, packed = Layout(), Layout()
        most = max(_bytes(layer.call.grad_shape, self._dtype) for layer in layers)
        # Gradients alternate between two buffers: read from one, write to the other.
        free = itertools.cycle([Place(_SCRATCH, scratch.take(most)) for _ in range(2)])
        inputs = [layer.call.ways.inputs for layer in layers]
        sizes = [way.sizes for layer in layers if (way := layer.gradient) is not None]
        sums = Place(_SCRATCH, scratch.take(max((size for size, _ in sizes), default=0)))
        sizes += [way.sizes for way in inputs if way is not None]
        space = Place(_SCRATCH, scratch.take(max((size for _, size in sizes), default=0)))
        tensor_places = [
            Place(_X),
            *(Place(_RESULTS, offset) for offset in results.offsets),
            Place(_LAST),
        ]
        self._sums: list[int] = []  # the offset of each layer's sums in the scratch buffer
        incoming = Place(_GRAD)
        commands: list[Command] = []
        for number, call, gradient in layers:
            activation_backward, of_x, _ = call.ways
            weight = _TENSORS + 2 * number
            self._sums.append(scratch.take(0))
            if activation_backward is not None:
                to = Place(_SCRATCH, scratch.take(_bytes(activation_backward.sums, self._dtype)))
                y = tensor_places[number + 1] if activation_backward.stores else Place()
                over = (
                    next(free)
                    if activation_backward.stores and incoming == Place(_GRAD)
                    else incoming
                )
                commands.append(activation_backward.command(incoming, y, over, to, call.slope))
                incoming = over
            before = incoming
            if of_x is not None:
                incoming = next(free) if number else Place(_GRAD_X)
                arrays = {"x": before, "weight": Place(weight), "bias": Place(), "out": incoming}
                more = {"packed": Place(PACKED, packed.take(of_x.sizes[0])), "space": space}
                commands.append(of_x.command(**arrays, **more, slope=0.0))
            if gradient is not None:
                to = Place(weight + 1)
                commands.append(gradient.command(tensor_places[number], before, to, sums, space))
        self._bytes = scratch.size + LINE
        self._calls = CommandList(commands, packed.size, (layers, results))

    def run(
        self, grad: int, x: int, weights: Sequence[int], results: Results, version: Hashable = None
    ) -> list[Array | None] | None:
        """Return the gradients for x and for weight and bias of each layer, None if not needed.

        The arguments are addresses and the results of the chain. Returns None if the layers must
        run one by one.
        """
        if _misplaced((grad, x, *weights), self._dtype):
            return None
        scratch = memory.empty((self._bytes,), np.uint8)
        gradients: list[Array | None] = [None] * (1 + 2 * len(weights))
        tensors = [0] * (2 * len(weights))
        tensors[::2] = weights
        of_x = 0
        for number, call, gradient in self._layers:
            if gradient is not None:
                result = gradients[2 * number + 1] = memory.empty(gradient.shape, self._dtype)
                tensors[2 * number + 1] = address_of(result)
            if number == 0 and call.ways.inputs is not None:
                result = gradients[0] = memory.empty(call.x_shape, self._dtype)
                of_x = address_of(result)
        places = (x, on_line(results.memory), address_of(results.last), grad, on_line(scratch))
        if not self._calls.run((*places, of_x, *tensors), version):
            return None
        begin = on_line(scratch) - address_of(scratch)
        for (number, call, _), sums in zip(self._layers, self._sums, strict=True):
            activation_backward = call.ways.activation_backward
            if activation_backward is not None and call.bias:
                summed = np.ndarray(activation_backward.sums, self._dtype, scratch, begin + sums)
                gradients[2 * number + 2] = activation_backward.total(summed)
        return gradients


def forward_of(
    calls: Sequence[call_cache.Forward | None], biased: Sequence[bool]
) -> Forward | None:
    """Return a chain of these calls, None unless generated code computes them all."""
    made = [call for call in calls if call is not None]
    return Forward(made, biased) if len(made) == len(calls) else None


def backward_of(calls: Sequence[call_cache.Backward | None], results: Forward) -> Backward | None:
    """Return the gradients of the last layers; `calls` are their calls, the last layer's first."""
    layers: list[_Layer] = []
    for number, call in zip(reversed(range(len(results.shapes))), calls, strict=False):
        if call is None or not isinstance(call.ways.weights, PanelGradient | None):
            return None
        layers.append(_Layer(number, call, call.ways.weights))
    return Backward(layers, results)


def _bytes(shape: Sequence[int], dtype: np.dtype[Any]) -> int:
    return math.prod(shape) * dtype.itemsize


def _misplaced(addresses: Sequence[int], dtype: np.dtype[Any]) -> bool:
    """Return whether one of these addresses is not aligned to an element."""
    return any(at & (dtype.itemsize - 1) for at in addresses)
