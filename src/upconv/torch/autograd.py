"""Autograd for plain eager calls, bypassing the dispatcher."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch._C import _functorch
from torch.autograd.function import _SingleLevelFunction

from upconv.engine.calls.packed_weight import Versioned
from upconv.layer import Words
from upconv.torch import compute, operators
from upconv.torch.routing import Route, route
from upconv.torch.settings import Settings


class _Convolution(_SingleLevelFunction):
    """A convolution in either direction; its gradients are those of `operators`.

    It is never applied inside a transformation (see `route`), so it can skip the work that
    `torch.autograd.Function` does for transformations in every call.
    """

    @staticmethod
    def forward(
        ctx: Any,
        words: Words,
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        result = compute.forward(words, x, weight, bias)
        ctx.words = words
        ctx.save_for_backward(x, weight, None if words.activation is None else result)
        return result

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        x, weight, result = ctx.saved_tensors
        needs = operators.asked(ctx, ctx.needs_input_grad[1:])
        if _is_plain(grad) and route(grad, x, weight) is Route.DIRECT:
            return None, *compute.backward(ctx.words, grad, x, weight, result, needs)
        # The operators handle gradients that are themselves differentiated or traced.
        settings = Settings.of(ctx.words, weight.dim() - 2)
        alone = x.dim() < weight.dim()
        grad, x, result = (
            t.unsqueeze(0) if alone and t is not None else t for t in (grad, x, result)
        )
        gradients = operators.convolution_backward(grad, x, weight, result, settings, needs)
        of_x, of_weight, of_bias = operators.needed(gradients, needs)
        if alone and of_x is not None:
            of_x = of_x.squeeze(0)
        return None, of_x, of_weight, of_bias


def _is_plain(grad: torch.Tensor) -> bool:
    """Return whether `grad` is neither differentiated again nor mapped by `is_grads_batched`."""
    return not (torch.is_grad_enabled() or _functorch.is_legacy_batchedtensor(grad))


def apply(
    words: Words,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    versioned: Versioned | None = None,
) -> torch.Tensor:
    """Compute now, with an autograd node only if gradients are needed."""
    if torch.is_grad_enabled() and (
        x.requires_grad or weight.requires_grad or (bias is not None and bias.requires_grad)
    ):
        function = cast("Any", _Convolution)
        result: torch.Tensor = function.apply(words, x, weight, bias)
        return result
    return compute.forward(words, x, weight, bias, versioned)
