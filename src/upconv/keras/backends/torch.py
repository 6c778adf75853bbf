"""Keras on PyTorch: tensors on the CPU share memory with NumPy, autograd asks for gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch.autograd.function import once_differentiable

from upconv.keras.backends import same_floats
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
    @once_differentiable
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[Any, ...]:
        operation: Operation = ctx.operation
        x, kernel, y = ctx.saved_tensors
        result = None if y is None else y.numpy()
        arrays = grad_output.numpy(), x.numpy(), kernel.numpy()
        found = operation.gradients(*arrays, result, ctx.needs_input_grad[1:])
        return None, *(None if array is None else torch.from_numpy(array) for array in found)
