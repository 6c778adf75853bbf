"""Layers in sequence as one autograd node, without overhead between the layers.

With a node per layer, every result is wrapped in a tensor, passes through autograd's engine, and
every gradient is preserved in case it is used elsewhere. In a chain, intermediate results stay
arrays, and gradients are overwritten in the backward pass. On one thread all kernels of a
direction are one call (`upconv.engine.calls.fused_chain`), once they have run.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import torch
from torch import nn
from torch.nn.modules import module as hooks

from upconv import activations, call, errors
from upconv.arguments import DATA_FORMATS
from upconv.arrays import Array
from upconv.engine.calls import call_cache
from upconv.engine.process import threads
from upconv.layer import Words
from upconv.torch import compute, functional, layers, routing
from upconv.torch.routing import Route

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv.engine.calls import fused_chain

Steps: TypeAlias = tuple[Words, ...]
Tensors: TypeAlias = Sequence[torch.Tensor | None]

_KINDS = frozenset(
    (
        *(layers.Conv1d, layers.Conv2d, layers.Conv3d),
        *(layers.ConvTranspose1d, layers.ConvTranspose2d, layers.ConvTranspose3d),
    )
)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")

# A chain that cannot be one call is cached as None in a tuple.
_FORWARD: call_cache.CallCache[tuple[fused_chain.Forward | None]] = call_cache.CallCache()
_BACKWARD: call_cache.CallCache[tuple[fused_chain.Backward | None]] = call_cache.CallCache()


class Step:
    """What is computed once for all runs of a chain while no layer and no weight changes."""

    def __init__(self) -> None:
        self.chains: dict[tuple[nn.Module, ...], _Inspected] = {}


class _Here(threading.local):
    step: Step | None = None


_here = _Here()


@contextmanager
def unchanged(step: Step) -> Iterator[None]:
    """Declare that no layer is changed and no weight is written to while `step` is in use.

    Then layers are inspected and weights are packed only once for all runs of a chain. Several
    threads may use the same step.
    """
    before, _here.step = _here.step, step
    try:
        yield
    finally:
        _here.step = before


class _Inspected:
    """The inspected layers of a chain; `version` is the weights', None if they may change."""

    def __init__(self, members: Sequence[layers.Conv2d], version: Hashable) -> None:
        self.steps: Steps = tuple(layer.words() for layer in members)
        self.tensors: Tensors = [
            tensor for layer in members for tensor in (layer.weight, layer.bias)
        ]
        self.layout = tuple(_layout(tensor) for tensor in self.tensors)
        self.addresses = _addresses(self.tensors)
        self.version = version
        # CommandList by the shapes and strides of the other arrays.
        self.forward: dict[Hashable, fused_chain.Forward] = {}
        self.backward: dict[Hashable, fused_chain.Backward] = {}


def run(sequence: Iterable[nn.Module], x: torch.Tensor) -> torch.Tensor:
    """Return the result of applying the layers of `sequence` to x in order.

    If all of them are upconv layers, they are computed as one node. Otherwise, and with hooks or
    under a compiler or transformation of PyTorch, each layer is called. The gradients, of every
    order, are those of the layers.

    >>> import torch
    >>> from upconv.torch import Conv2d, ConvTranspose2d
    >>> layers = torch.nn.Sequential(Conv2d(1, 8, 3, activation="relu"), ConvTranspose2d(8, 1, 3))
    >>> run(layers, torch.zeros(2, 1, 7, 9)).shape
    torch.Size([2, 1, 7, 9])
    """
    members = tuple(sequence)
    inspected = _inspected(members) if members else None
    if inspected is not None and _is_direct(x, inspected.tensors):
        with errors.words.spoken(errors.words.TORCH):
            return cast("torch.Tensor", cast("Any", _Chain).apply(inspected, x, *inspected.tensors))
    if isinstance(sequence, nn.Module):
        return cast("torch.Tensor", sequence(x))
    for layer in members:
        x = layer(x)
    return x


def _inspected(members: tuple[nn.Module, ...]) -> _Inspected | None:
    """Return the inspected chain of these layers, None if they cannot be one."""
    step = _here.step
    inspected = None if step is None else step.chains.get(members)
    if inspected is None and all(_is_plain(layer) for layer in members):
        plain = cast("tuple[layers.Conv2d, ...]", members)  # or another upconv layer
        inspected = _Inspected(plain, None if step is None else object())
        if not _are_direct(inspected.tensors):
            return None
        if step is not None:
            step.chains[members] = inspected
    return inspected


def _is_plain(layer: nn.Module) -> bool:
    """Return whether a layer is one of upconv's, without hooks that would see its tensors."""
    attributes = vars(layer)
    if (
        type(layer) not in _KINDS
        or attributes["padding_mode"] != "zeros"
        or "forward" in attributes
    ):
        return False
    ending = attributes["activation"]
    return activations.is_from_result(ending) and not any(attributes[name] for name in _HOOKS)


def _are_direct(tensors: Tensors) -> bool:
    return all(
        routing.route(cast("Any", tensors[0]), cast("Any", weight), bias) is Route.DIRECT
        for weight, bias in zip(tensors[::2], tensors[1::2], strict=True)
    )


def _is_direct(x: torch.Tensor, tensors: Tensors) -> bool:
    first: Any = tensors[0]
    if cast("Any", hooks)._has_any_global_hook() or x.dim() != first.dim():
        return False
    return routing.route(x, first, None) is Route.DIRECT


class _Chain(torch.autograd.Function):
    """All layers of a sequence; `ctx.results` are what they returned."""

    @staticmethod
    def forward(
        ctx: Any, inspected: _Inspected, x: torch.Tensor, *tensors: torch.Tensor | None
    ) -> torch.Tensor:
        ctx.inspected = inspected
        ctx.last = compute.is_channels_last(x, cast("Any", tensors[0]))
        ctx.save_for_backward(x, *tensors)
        results = _forward(inspected, x, tensors, last=ctx.last)
        ctx.results = results if any(ctx.needs_input_grad) else None
        y = results[-1] if isinstance(results, list) else results.last
        return compute.as_tensor(y, ctx.last)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        x, *tensors = ctx.saved_tensors
        needs = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled() or routing.route(grad, x, tensors[0]) is not Route.DIRECT:
            return None, *_differentiable(ctx.inspected.steps, grad, x, tensors, needs)
        # The results are freed as they are used; a second backward pass computes them again.
        results = ctx.results or _forward(ctx.inspected, x, tensors, last=ctx.last)
        ctx.results = None
        of_x, *of_tensors = _backward(
            ctx.inspected, grad, x, tensors, results, needs, last=ctx.last
        )
        gradients = (None if g is None else torch.from_numpy(g) for g in of_tensors)
        return None, None if of_x is None else compute.as_tensor(of_x, ctx.last), *gradients


def _forward(
    inspected: _Inspected, x: torch.Tensor, tensors: Tensors, *, last: bool
) -> list[Array] | fused_chain.Results:
    """Return the result of every layer."""
    alone, steps, layout = threads.count() == 1, inspected.steps, (x.dtype, *_layout(x))
    key = (steps, inspected.layout, layout) if alone else None
    plan = inspected.forward.get(layout) if alone else None
    entry = (plan,) if plan is not None else _FORWARD.find(key)
    if entry is not None and entry[0] is not None:
        plan = inspected.forward[layout] = entry[0]
        addresses = _addresses_now(inspected, tensors)
        results = plan.run(x.data_ptr(), addresses, inspected.version)
        if results is not None:
            return results
    arrays = [compute.as_array(x, last)]
    made: list[call_cache.Forward | None] = []
    for step, weight, bias in zip(steps, tensors[::2], tensors[1::2], strict=True):
        offset = None if bias is None else compute.as_array(bias)
        arguments = (arrays[-1], compute.as_array(cast("Any", weight)), offset)
        if alone and entry is None:
            result, repeatable = call.checked_forward(step, *arguments, DATA_FORMATS[last])
            made.append(repeatable)
        else:
            result = call.forward(step, *arguments, DATA_FORMATS[last])
        arrays.append(result)
    if alone and entry is None:
        from upconv.engine.calls import fused_chain  # noqa: PLC0415 - LLVM loads with the first call

        biased = [bias is not None for bias in tensors[1::2]]
        _FORWARD.keep(key, (fused_chain.forward_of(made, biased),))
    return arrays[1:]


def _backward(
    inspected: _Inspected,
    grad: torch.Tensor,
    x: torch.Tensor,
    tensors: Tensors,
    results: list[Array] | fused_chain.Results,
    needs: Sequence[bool],
    *,
    last: bool,
) -> list[Array | None]:
    """Return the gradients of x and of all tensors."""
    steps, layout = inspected.steps, (x.dtype, *_layout(x), *_layout(grad), *needs)
    chain_results = None if isinstance(results, list) else results
    key = None if chain_results is None else (steps, inspected.layout, layout)
    plan = None if chain_results is None else inspected.backward.get(layout)
    entry = (plan,) if plan is not None else _BACKWARD.find(key)
    if chain_results is not None and entry is not None and entry[0] is not None:
        plan = inspected.backward[layout] = entry[0]
        weights = _addresses_now(inspected, tensors)[::2]
        places = (grad.data_ptr(), x.data_ptr(), weights)
        gradients = plan.run(*places, chain_results, inspected.version)
        if gradients is not None:
            return gradients
    record = chain_results is not None and entry is None
    made: list[call_cache.Backward | None] = []
    arrays = [
        compute.as_array(x, last),
        *(results if isinstance(results, list) else results.arrays()),
    ]
    del results
    gradients_of_tensors: list[Array | None] = []
    incoming: Array | None = compute.as_array(grad, last)
    for number in reversed(range(len(steps))):
        result = arrays.pop()
        wanted = needs[2 * number + 1 : 2 * number + 3]
        before = any(needs[: 2 * number + 1])
        arguments = (
            *(steps[number], cast("Array", incoming), arrays[-1]),
            *(compute.as_array(cast("Any", tensors[2 * number])), result),
            *(DATA_FORMATS[last], (before, *wanted)),
        )
        if record:
            (incoming, *of_tensors), repeatable = call.checked_backward(*arguments)
            made.append(repeatable)
        else:
            overwrite = number < len(steps) - 1
            incoming, *of_tensors = call.backward(*arguments, overwrite=overwrite)
        gradients_of_tensors[:0] = of_tensors
        if not before:
            gradients_of_tensors[:0] = [None] * (2 * number)
            break
    if record:
        from upconv.engine.calls import fused_chain  # noqa: PLC0415

        _BACKWARD.keep(key, (fused_chain.backward_of(made, cast("Any", chain_results).plan),))
    return [incoming if needs[0] else None, *gradients_of_tensors]


def _layout(tensor: torch.Tensor | None) -> tuple[Any, ...]:
    """Return the shape and the strides of a tensor."""
    return () if tensor is None else (tensor.shape, tensor.stride())


def _addresses(tensors: Tensors) -> list[int]:
    return [0 if tensor is None else tensor.data_ptr() for tensor in tensors]


def _addresses_now(inspected: _Inspected, tensors: Tensors) -> list[int]:
    """Return the addresses of tensors: those of the layers, or those that autograd saved."""
    return _addresses(tensors) if inspected.version is None else inspected.addresses


def _differentiable(
    steps: Steps,
    grad: torch.Tensor,
    x: torch.Tensor,
    tensors: Tensors,
    needs: Sequence[bool],
) -> list[torch.Tensor | None]:
    """Return the gradients through the layers' own nodes, which can be differentiated again."""
    with torch.enable_grad():
        y = x
        for step, weight, bias in zip(steps, tensors[::2], tensors[1::2], strict=True):
            y = functional.convolve(step, y, cast("Any", weight), bias)
    wanted = [tensor for tensor, need in zip((x, *tensors), needs, strict=True) if need]
    gradients = torch.autograd.grad(y, cast("Any", wanted), grad, create_graph=True)
    each = iter(gradients)
    return [next(each) if need else None for need in needs]
