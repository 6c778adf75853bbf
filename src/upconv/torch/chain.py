"""Layers one behind the other as one node of autograd: what happens between them costs nothing.

A node per layer wraps every result in a tensor, finds its way through autograd's engine and keeps
each gradient as it came, because somebody might look at it. In a chain nobody does: results stay
arrays from the first layer to the last, and a gradient is written over on its way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import nn
from torch.nn.modules import module as hooks

from upconv import call, errors
from upconv.arrays import Array
from upconv.layer import Words
from upconv.torch import compute, functional, layers, routing
from upconv.torch.routing import Route

_KINDS = frozenset(
    (
        *(layers.Conv1d, layers.Conv2d, layers.Conv3d),
        *(layers.ConvTranspose1d, layers.ConvTranspose2d, layers.ConvTranspose3d),
    )
)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


def run(sequence: nn.Sequential, x: torch.Tensor) -> torch.Tensor:
    """Return sequence(x), computed as one node where it is nothing but upconv's layers.

    Otherwise, with hooks, under a compiler or a transformation of PyTorch, it is sequence(x). Its
    gradients are those of the layers, of every order.

    >>> import torch
    >>> from upconv.torch import Conv2d, ConvTranspose2d
    >>> layers = torch.nn.Sequential(Conv2d(1, 8, 3, activation="relu"), ConvTranspose2d(8, 1, 3))
    >>> run(layers, torch.zeros(2, 1, 7, 9)).shape
    torch.Size([2, 1, 7, 9])
    """
    members = tuple(sequence)
    result: torch.Tensor
    if members and all(_is_plain(layer) for layer in members):
        plain = cast("tuple[layers.Conv2d, ...]", members)  # or one of the others
        tensors = [tensor for layer in plain for tensor in (layer.weight, layer.bias)]
        if _is_direct(x, tensors):
            steps = tuple(layer.words() for layer in plain)
            with errors.words.spoken(errors.words.TORCH):
                result = cast("Any", _Chain).apply(steps, x, *tensors)
            return result
    result = sequence(x)
    return result


def _is_plain(layer: nn.Module) -> bool:
    """Tell whether a layer is one of ours, and nobody wants to know what goes in or comes out."""
    if type(layer) not in _KINDS or layer.padding_mode != "zeros" or "forward" in vars(layer):
        return False
    slope = layer.activation[1] if isinstance(layer.activation, tuple) else 0
    return slope >= 0 and not any(getattr(layer, name) for name in _HOOKS)


def _is_direct(x: torch.Tensor, tensors: Sequence[torch.Tensor | None]) -> bool:
    if cast("Any", hooks)._has_any_global_hook() or x.dim() != cast("Any", tensors[0]).dim():
        return False
    return all(
        routing.route(x, cast("Any", weight), bias) is Route.DIRECT
        for weight, bias in zip(tensors[::2], tensors[1::2], strict=True)
    )


class _Chain(torch.autograd.Function):
    """All layers of a sequence; `ctx.results` are x and what each of them returned."""

    @staticmethod
    def forward(
        ctx: Any, steps: tuple[Words, ...], x: torch.Tensor, *tensors: torch.Tensor | None
    ) -> torch.Tensor:
        ctx.steps = steps
        ctx.last = compute.is_channels_last(x, cast("Any", tensors[0]))
        ctx.save_for_backward(x, *tensors)
        results = _results(steps, x, tensors, last=ctx.last)
        ctx.results = results if any(ctx.needs_input_grad) else None
        return compute.as_tensor(results[-1], ctx.last)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        x, *tensors = ctx.saved_tensors
        needs = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled() or routing.route(grad, x, tensors[0]) is not Route.DIRECT:
            return None, *_differentiable(ctx.steps, grad, x, tensors, needs)
        # The results go as they are used; a second time they are computed again.
        results = ctx.results or _results(ctx.steps, x, tensors, last=ctx.last)
        ctx.results = None
        found: list[Array | None] = []
        received: Array | None = compute.as_array(grad, ctx.last)
        for number in reversed(range(len(ctx.steps))):
            result = results.pop()
            wanted = needs[2 * number + 1 : 2 * number + 3]
            before = any(needs[: 2 * number + 1])
            received, *of_tensors = call.backward(
                ctx.steps[number],
                cast("Array", received),
                results[-1],
                compute.as_array(tensors[2 * number]),
                result,
                compute.FORMATS[ctx.last],
                (before, *wanted),
                overwrite=number < len(ctx.steps) - 1,
            )
            found[:0] = of_tensors
            if not before:
                found[:0] = [None] * (2 * number)
                break
        of_x = None if not needs[0] else compute.as_tensor(cast("Any", received), ctx.last)
        gradients = (None if g is None else torch.from_numpy(g) for g in found)
        return None, of_x, *gradients


def _results(
    steps: Sequence[Words], x: torch.Tensor, tensors: Sequence[torch.Tensor | None], *, last: bool
) -> list[Array]:
    """Return x and the result of every step."""
    results = [compute.as_array(x, last)]
    for step, weight, bias in zip(steps, tensors[::2], tensors[1::2], strict=True):
        offset = None if bias is None else compute.as_array(bias)
        arrays = (results[-1], compute.as_array(cast("Any", weight)), offset)
        results.append(call.forward(step, *arrays, compute.FORMATS[last]))
    return results


def _differentiable(
    steps: Sequence[Words],
    grad: torch.Tensor,
    x: torch.Tensor,
    tensors: Sequence[torch.Tensor | None],
    needs: Sequence[bool],
) -> list[torch.Tensor | None]:
    """Return the gradients by the layers' own nodes, which can be differentiated again."""
    with torch.enable_grad():
        y = x
        for step, weight, bias in zip(steps, tensors[::2], tensors[1::2], strict=True):
            y = functional.convolve(step, y, cast("Any", weight), bias)
    wanted = [given for given, need in zip((x, *tensors), needs, strict=True) if need]
    found = torch.autograd.grad(y, cast("Any", wanted), grad, create_graph=True)
    each = iter(found)
    return [next(each) if need else None for need in needs]
