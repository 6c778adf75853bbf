"""The PyTorch operators `upconv::convolution` and `upconv::convolution_backward`.

Both directions are one operator, and the two operators are closed under differentiation: the
gradient of a gradient is again a convolution (with the other tensor as its input or weight), an
input gradient or a weight gradient. `torch.compile`, `torch.export` and `torch.func` use these;
plain eager calls bypass them (`autograd.py`), because calling them takes longer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import torch
from torch._functorch.utils import enable_single_level_autograd_function
from torch.autograd.function import _SingleLevelFunction

from upconv import errors
from upconv.torch import aten_fallback, compute, slopes
from upconv.torch.compute import CHANNELS_LAST, Gradients, is_channels_last
from upconv.torch.settings import SCHEMA, Settings, Sizes

__all__ = ["LIBRARY", "REGISTER", "Three", "asked", "convolution", "convolution_backward", "needed"]

Three: TypeAlias = tuple[torch.Tensor, torch.Tensor, torch.Tensor]

REGISTER: Any = torch.library  # untyped in PyTorch
LIBRARY = REGISTER.Library("upconv", "DEF")

_TAGS = (torch.Tag.pt2_compliant_tag, torch.Tag.needs_exact_strides)
LIBRARY.define(
    f"convolution(Tensor x, Tensor weight, Tensor? bias, {SCHEMA}) -> Tensor", tags=_TAGS
)
LIBRARY.define(
    "convolution_backward(Tensor grad, Tensor x, Tensor weight, Tensor? result, "
    f"{SCHEMA}, bool[] needs) -> (Tensor, Tensor, Tensor)",
    tags=_TAGS,
)
_FORWARD = torch.ops.upconv.convolution.default
_BACKWARD = torch.ops.upconv.convolution_backward.default


def convolution(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, settings: Settings
) -> torch.Tensor:
    """Return the result for a batch x (N, C_in, *i)."""
    result: torch.Tensor = _FORWARD(x, weight, bias, *settings)
    return result


def convolution_backward(
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    result: torch.Tensor | None,
    settings: Settings,
    needs: Sequence[bool],
) -> Three:
    """Return the gradients for x, weight and bias; those not needed are empty tensors.

    `result` is that of the call, needed if it ended with an activation.
    """
    gradients: Three = _BACKWARD(grad, x, weight, result, *settings, list(needs))
    return gradients


def needed(gradients: Three, needs: Sequence[bool]) -> Gradients:
    """Return the gradients as autograd expects them: None if not needed."""
    of_x, of_weight, of_bias = (
        gradient if need else None for gradient, need in zip(gradients, needs, strict=True)
    )
    return of_x, of_weight, of_bias


# --- values


def _computes(*tensors: torch.Tensor | None) -> bool:
    present = [tensor for tensor in tensors if tensor is not None]
    return all(
        t.device.type == "cpu" and t.dtype in compute.DTYPES and t.dtype is present[0].dtype
        for t in present
    )


def _forward(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, *rest: Any
) -> torch.Tensor:
    settings = Settings.from_operator(rest)
    if _computes(x, weight, bias):
        with errors.words.spoken(errors.words.TORCH):
            return compute.forward(settings.words(), x, weight, bias)
    return aten_fallback.forward(x, weight, bias, settings)


def _backward(
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    result: torch.Tensor | None,
    *rest: Any,
) -> Three:
    settings, needs = Settings.from_operator(rest[:-1]), rest[-1]
    if _computes(grad, x, weight):
        gradients = compute.backward(settings.words(), grad, x, weight, result, needs)
    else:
        grad = slopes.through(settings.ending, grad, result)
        gradients = aten_fallback.backward(grad, x, weight, settings, needs)
    grad_x, grad_weight, grad_bias = (grad.new_empty(0) if g is None else g for g in gradients)
    return grad_x, grad_weight, grad_bias


LIBRARY.impl("convolution", _forward, "CompositeExplicitAutograd")
LIBRARY.impl("convolution_backward", _backward, "CompositeExplicitAutograd")


# --- shapes and strides


def _shape(
    x: torch.Tensor, weight: torch.Tensor, _bias: torch.Tensor | None, *rest: Any
) -> torch.Tensor:
    settings = Settings.from_operator(rest)
    with errors.words.spoken(errors.words.TORCH):
        _, sizes = settings.resolve(tuple(weight.shape[2:]), tuple(x.shape[2:]))
    channels = weight.shape[1] * settings.groups if settings.transposed else weight.shape[0]
    return _like(x, (x.shape[0], channels, *sizes), is_channels_last(x, weight))


def _shapes_of_gradients(
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    _result: torch.Tensor | None,
    *rest: Any,
) -> Three:
    needs_x, needs_weight, needs_bias = rest[-1]
    last = is_channels_last(x, weight)
    return (
        _like(x, tuple(x.shape), last) if needs_x else grad.new_empty(0),
        weight.new_empty(weight.shape) if needs_weight else grad.new_empty(0),
        grad.new_empty(grad.shape[1] if needs_bias else 0),
    )


def _like(x: torch.Tensor, shape: Sizes, last: bool) -> torch.Tensor:
    order = CHANNELS_LAST[len(shape)] if last else torch.contiguous_format
    return torch.empty(shape, dtype=x.dtype, device=x.device, memory_format=order)


REGISTER.register_fake("upconv::convolution", _shape, lib=LIBRARY)
REGISTER.register_fake("upconv::convolution_backward", _shapes_of_gradients, lib=LIBRARY)


# --- derivatives


class _Node(_SingleLevelFunction):
    """A node of the graph of one level of transformations.

    `torch.library.register_autograd` would be simpler, but `torch.func.grad` cannot differentiate
    its nodes: their class handles the transformations itself.
    """


def _below(operator: Any, keyset: Any, arguments: tuple[Any, ...]) -> Any:
    """Call the operator as if there were no autograd on this level."""
    with torch._C._AutoDispatchBelowAutograd():
        return operator.redispatch(keyset & torch._C._after_autograd_keyset, *arguments)


def asked(ctx: Any, of_forward: Sequence[bool]) -> list[bool]:
    """Return which of the gradients for x, weight and bias this backward pass needs.

    `of_forward` are those that needed gradients in the forward pass. A backward pass for some
    `inputs`, as a generator's through its discriminator, does not need those of other parameters.
    """
    needs = list(of_forward)
    for place, (node, _) in enumerate(ctx.next_functions[: len(needs)]):
        if needs[place]:
            try:
                needs[place] = _will_execute(node)
            except RuntimeError:  # a leaf, for which torch.autograd.grad does not say
                needs[place] = True
    return needs


_will_execute = torch._C._will_engine_execute_node


class _Forward(_Node):
    @staticmethod
    def forward(ctx: Any, keyset: Any, *arguments: Any) -> torch.Tensor:
        x, weight, _, *rest = arguments
        with torch.enable_grad():  # for the levels below, which the class has disabled
            result: torch.Tensor = _below(_FORWARD, keyset, arguments)
        ctx.settings = Settings.from_operator(rest)
        ctx.save_for_backward(x, weight, result if ctx.settings.activation else None)
        return result

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        x, weight, result = ctx.saved_tensors
        needs = asked(ctx, ctx.needs_input_grad[1:4])
        gradients = convolution_backward(grad, x, weight, result, ctx.settings, needs)
        return None, *needed(gradients, needs), *(None,) * len(ctx.settings)


class _Backward(_Node):
    @staticmethod
    def forward(ctx: Any, keyset: Any, *arguments: Any) -> Three:
        grad, x, weight, result, *rest = arguments
        ctx.settings, ctx.needs = Settings.from_operator(rest[:-1]), rest[-1]
        ctx.save_for_backward(grad, x, weight, result)
        with torch.enable_grad():
            gradients: Three = _below(_BACKWARD, keyset, arguments)
        return gradients

    @staticmethod
    def backward(
        ctx: Any, to_x: torch.Tensor, to_weight: torch.Tensor, to_bias: torch.Tensor
    ) -> tuple[Any, ...]:
        gradients = _derivative_of_backward(ctx, to_x, to_weight, to_bias)
        return None, *gradients, *(None,) * (len(ctx.settings) + 1)


def _derivative_of_backward(
    ctx: Any, to_x: torch.Tensor, to_weight: torch.Tensor, to_bias: torch.Tensor
) -> tuple[torch.Tensor | None, ...]:
    """Differentiate the gradients, with g the gradient before the activation.

    grad_x = adjoint(g, weight), grad_weight = correlation(x, g) and grad_bias = sum(g) are each
    linear in each of their tensors, so their derivatives are the same three operations.
    """
    grad, x, weight, result = ctx.saved_tensors
    needs_x, needs_weight, needs_bias = ctx.needs
    linear = ctx.settings.linear
    before = slopes.through(ctx.settings.ending, grad, result)
    of_grad = of_x = of_weight = of_result = None
    if ctx.needs_input_grad[1] or ctx.needs_input_grad[4]:
        terms = []
        if needs_x:
            terms.append(convolution(to_x, weight, None, linear))
        if needs_weight:
            terms.append(convolution(x, to_weight, None, linear))
        if needs_bias:
            terms.append(to_bias.reshape(-1, *(1,) * (x.dim() - 2)).expand_as(grad))
        of_before = sum(terms[1:], start=terms[0])
        of_grad = slopes.through(ctx.settings.ending, of_before, result)
        of_result = slopes.bend(ctx.settings.ending, of_before * grad, result)
    if needs_weight and ctx.needs_input_grad[2]:
        needs = (True, False, False)
        of_x, _, _ = convolution_backward(before, x, to_weight, None, linear, needs)
    if needs_x and ctx.needs_input_grad[3]:
        needs = (False, True, False)
        _, of_weight, _ = convolution_backward(before, to_x, weight, None, linear, needs)
    return of_grad, of_x, of_weight, of_result


def _differentiable(operator: Any, node: Any) -> Callable[..., Any]:
    def call(keyset: Any, *arguments: Any) -> Any:
        if torch.is_grad_enabled() and torch._C._any_requires_grad(*arguments):
            with enable_single_level_autograd_function():
                return node.apply(keyset, *arguments)
        return _below(operator, keyset, arguments)

    return call


LIBRARY.impl("convolution", _differentiable(_FORWARD, _Forward), "Autograd", with_keyset=True)
LIBRARY.impl(
    "convolution_backward", _differentiable(_BACKWARD, _Backward), "Autograd", with_keyset=True
)
