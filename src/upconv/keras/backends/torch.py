"""Keras on PyTorch: tensors on the CPU share memory with NumPy, autograd asks for gradients."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, cast

import torch

from upconv.keras.backends import same_floats
from upconv.keras.derivatives import derivatives
from upconv.keras.fused import gradient_before
from upconv.keras.operation import Operation


def takes(*tensors: torch.Tensor | None) -> bool:
    """Tell whether upconv can compute with these tensors."""
    return same_floats(tensors) and all(
        tensor is None or (tensor.device.type == "cpu" and tensor.layout is torch.strided)
        for tensor in tensors
    )


def apply(
    operation: Operation,
    shape: Sequence[int | None],  # noqa: ARG001 - the same call for every backend
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """Return the result."""
    call = cast("Callable[..., torch.Tensor]", _Function.apply)
    return call(operation, x, kernel, bias)


class _Function(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        operation: Operation,
        x: torch.Tensor,
        kernel: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        offset = None if bias is None else bias.detach().numpy()
        y = torch.from_numpy(operation.forward(x.detach().numpy(), kernel.numpy(), offset))
        ctx.operation = operation
        ctx.save_for_backward(x, kernel, None if operation.activation is None else y)
        return y

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[Any, ...]:
        operation: Operation = ctx.operation
        x, kernel, y = ctx.saved_tensors
        needs = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled():  # these gradients are to be differentiated
            before = gradient_before(operation.activation, grad_output, y)
            call = functools.partial(_linear, operation)
            of_x, of_kernel = derivatives("forward", (x, kernel), before, call)
            return None, of_x, of_kernel, before.sum(operation.summed_axes) if needs[2] else None
        result = None if y is None else y.numpy()
        arrays = grad_output.numpy(), x.numpy(), kernel.numpy()
        found = operation.gradients(*arrays, result, needs)
        return None, *(None if array is None else torch.from_numpy(array) for array in found)


class _Linear(torch.autograd.Function):
    """One of the three operations of `derivatives`."""

    @staticmethod
    def forward(ctx: Any, operation: Operation, name: str, *tensors: torch.Tensor) -> torch.Tensor:
        ctx.operation, ctx.name = operation, name
        ctx.save_for_backward(*tensors)
        compute = getattr(operation.linear, name)
        return torch.from_numpy(compute(*(tensor.detach().numpy() for tensor in tensors)))

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[Any, ...]:
        call = functools.partial(_linear, ctx.operation)
        return None, None, *derivatives(ctx.name, ctx.saved_tensors, gradient, call)


def _linear(
    operation: Operation, name: str, _like: torch.Tensor, *tensors: torch.Tensor
) -> torch.Tensor:
    call = cast("Callable[..., torch.Tensor]", _Linear.apply)
    return call(operation, name, *tensors)
