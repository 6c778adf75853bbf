"""Layers one behind the other as one node of autograd: what happens between them costs nothing.

A node per layer wraps every result in a tensor, finds its way through autograd's engine and keeps
each gradient as it came, because somebody might look at it. In a chain nobody does: results stay
arrays from the first layer to the last, and a gradient is written over on its way back. On one
thread all kernels of a direction are one call (`upconv.chained`), once they have run.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import torch
from torch import nn
from torch.nn.modules import module as hooks

from upconv import call, errors, known
from upconv.arrays import Array
from upconv.engine import threads
from upconv.layer import Words
from upconv.torch import compute, functional, layers, routing
from upconv.torch.routing import Route

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv import chained

Steps: TypeAlias = tuple[Words, ...]
Tensors: TypeAlias = Sequence[torch.Tensor | None]

_KINDS = frozenset(
    (
        *(layers.Conv1d, layers.Conv2d, layers.Conv3d),
        *(layers.ConvTranspose1d, layers.ConvTranspose2d, layers.ConvTranspose3d),
    )
)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")

# A chain that cannot be one call is kept as None in a tuple.
_FORWARD: known.Table[tuple[chained.Forward | None]] = known.Table()
_BACKWARD: known.Table[tuple[chained.Backward | None]] = known.Table()


class _Here(threading.local):
    step: object = None


_here = _Here()


@contextmanager
def unchanged(step: object) -> Iterator[None]:
    """Promise that no weight is written to as long as this thread is given the same `step`.

    Then weights are packed once for all runs of a chain.
    """
    before, _here.step = _here.step, step
    try:
        yield
    finally:
        _here.step = before


def run(sequence: Iterable[nn.Module], x: torch.Tensor) -> torch.Tensor:
    """Return what the layers of `sequence` make of x, one after the other, computed as one node
    where they are nothing but upconv's layers.

    Otherwise, with hooks, under a compiler or a transformation of PyTorch, each is called. The
    gradients are those of the layers, of every order.

    >>> import torch
    >>> from upconv.torch import Conv2d, ConvTranspose2d
    >>> layers = torch.nn.Sequential(Conv2d(1, 8, 3, activation="relu"), ConvTranspose2d(8, 1, 3))
    >>> run(layers, torch.zeros(2, 1, 7, 9)).shape
    torch.Size([2, 1, 7, 9])
    """
    members = tuple(sequence)
    if members and all(_is_plain(layer) for layer in members):
        plain = cast("tuple[layers.Conv2d, ...]", members)  # or one of the others
        tensors = [tensor for layer in plain for tensor in (layer.weight, layer.bias)]
        if _is_direct(x, tensors):
            steps = tuple(layer.words() for layer in plain)
            with errors.words.spoken(errors.words.TORCH):
                return cast("torch.Tensor", cast("Any", _Chain).apply(steps, x, *tensors))
    if isinstance(sequence, nn.Module):
        return cast("torch.Tensor", sequence(x))
    for layer in members:
        x = layer(x)
    return x


def _is_plain(layer: nn.Module) -> bool:
    """Tell whether a layer is one of ours, and nobody wants to know what goes in or comes out."""
    held = vars(layer)
    if type(layer) not in _KINDS or held["padding_mode"] != "zeros" or "forward" in held:
        return False
    activation = held["activation"]
    slope = activation[1] if isinstance(activation, tuple) else 0
    return slope >= 0 and not any(held[name] for name in _HOOKS)


def _is_direct(x: torch.Tensor, tensors: Tensors) -> bool:
    if cast("Any", hooks)._has_any_global_hook() or x.dim() != cast("Any", tensors[0]).dim():
        return False
    return all(
        routing.route(x, cast("Any", weight), bias) is Route.DIRECT
        for weight, bias in zip(tensors[::2], tensors[1::2], strict=True)
    )


class _Chain(torch.autograd.Function):
    """All layers of a sequence; `ctx.results` are what they returned."""

    @staticmethod
    def forward(
        ctx: Any, steps: tuple[Words, ...], x: torch.Tensor, *tensors: torch.Tensor | None
    ) -> torch.Tensor:
        ctx.steps = steps
        ctx.last = compute.is_channels_last(x, cast("Any", tensors[0]))
        ctx.save_for_backward(x, *tensors)
        results = _forward(steps, x, tensors, last=ctx.last)
        ctx.results = results if any(ctx.needs_input_grad) else None
        y = results[-1] if isinstance(results, list) else results.last
        return compute.as_tensor(y, ctx.last)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        x, *tensors = ctx.saved_tensors
        needs = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled() or routing.route(grad, x, tensors[0]) is not Route.DIRECT:
            return None, *_differentiable(ctx.steps, grad, x, tensors, needs)
        # The results go as they are used; a second time they are computed again.
        results = ctx.results or _forward(ctx.steps, x, tensors, last=ctx.last)
        ctx.results = None
        of_x, *found = _backward(ctx.steps, grad, x, tensors, results, needs, last=ctx.last)
        gradients = (None if g is None else torch.from_numpy(g) for g in found)
        return None, None if of_x is None else compute.as_tensor(of_x, ctx.last), *gradients


def _forward(
    steps: Steps, x: torch.Tensor, tensors: Tensors, *, last: bool
) -> list[Array] | chained.Results:
    """Return the result of every step."""
    alone = threads.count() == 1
    key = (steps, x.dtype, *_lie((x, *tensors))) if alone else None
    found = _FORWARD.find(key)
    if found is not None and found[0] is not None:
        addresses = [0 if tensor is None else tensor.data_ptr() for tensor in tensors]
        results = found[0].run(x.data_ptr(), addresses, _version(tensors))
        if results is not None:
            return results
    arrays = [compute.as_array(x, last)]
    made: list[known.Forward | None] = []
    for step, weight, bias in zip(steps, tensors[::2], tensors[1::2], strict=True):
        offset = None if bias is None else compute.as_array(bias)
        given = (arrays[-1], compute.as_array(cast("Any", weight)), offset)
        if alone and found is None:
            result, again = call.checked_forward(step, *given, compute.FORMATS[last])
            made.append(again)
        else:
            result = call.forward(step, *given, compute.FORMATS[last])
        arrays.append(result)
    if alone and found is None:
        from upconv import chained  # noqa: PLC0415 - LLVM loads with the first call

        biased = [bias is not None for bias in tensors[1::2]]
        _FORWARD.keep(key, (chained.forward_of(made, biased),))
    return arrays[1:]


def _backward(
    steps: Steps,
    grad: torch.Tensor,
    x: torch.Tensor,
    tensors: Tensors,
    results: list[Array] | chained.Results,
    needs: Sequence[bool],
    *,
    last: bool,
) -> list[Array | None]:
    """Return the gradients of x and of all tensors."""
    whole = None if isinstance(results, list) else results
    key = None if whole is None else (steps, x.dtype, *needs, *_lie((grad, x, *tensors)))
    known_one = _BACKWARD.find(key)
    if whole is not None and known_one is not None and known_one[0] is not None:
        weights = [cast("Any", weight).data_ptr() for weight in tensors[::2]]
        places = (grad.data_ptr(), x.data_ptr(), weights)
        gradients = known_one[0].run(*places, whole, _version(tensors))
        if gradients is not None:
            return gradients
    record = whole is not None and known_one is None
    made: list[known.Backward | None] = []
    arrays = [
        compute.as_array(x, last),
        *(results if isinstance(results, list) else results.arrays()),
    ]
    del results
    found: list[Array | None] = []
    received: Array | None = compute.as_array(grad, last)
    for number in reversed(range(len(steps))):
        result = arrays.pop()
        wanted = needs[2 * number + 1 : 2 * number + 3]
        before = any(needs[: 2 * number + 1])
        given = (
            *(steps[number], cast("Array", received), arrays[-1]),
            *(compute.as_array(cast("Any", tensors[2 * number])), result),
            *(compute.FORMATS[last], (before, *wanted)),
        )
        if record:
            (received, *of_tensors), again = call.checked_backward(*given)
            made.append(again)
        else:
            overwrite = number < len(steps) - 1
            received, *of_tensors = call.backward(*given, overwrite=overwrite)
        found[:0] = of_tensors
        if not before:
            found[:0] = [None] * (2 * number)
            break
    if record:
        from upconv import chained  # noqa: PLC0415

        _BACKWARD.keep(key, (chained.backward_of(made, cast("Any", whole).plan),))
    return [received if needs[0] else None, *found]


def _lie(tensors: Tensors) -> Iterator[Any]:
    """Yield the shapes and strides of tensors."""
    for tensor in tensors:
        if tensor is None:
            yield None
        else:
            yield tensor.shape
            yield tensor.stride()


def _version(tensors: Tensors) -> Hashable:
    """Return what stays the same as long as weights are known not to change, or None."""
    weights = cast("Sequence[torch.Tensor]", tensors[::2])
    if _here.step is None or any(weight.is_inference() for weight in weights):
        return None
    return (_here.step, *((weight.data_ptr(), weight._version) for weight in weights))


def _differentiable(
    steps: Steps,
    grad: torch.Tensor,
    x: torch.Tensor,
    tensors: Tensors,
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
