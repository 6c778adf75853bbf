"""Keras on PyTorch: tensors on the CPU share memory with NumPy, gradients are autograd's."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch._C import _functorch, _get_tracing_state, _len_torch_dispatch_stack
from torch.autograd import forward_ad

from upconv.activations import is_reversible
from upconv.arguments import Pairs
from upconv.keras.backends import opaque, same_floats
from upconv.keras.derivatives import derivatives
from upconv.keras.fused import function_of, gradient_before
from upconv.keras.operation import Operation

_PLAIN = frozenset((torch.Tensor, torch.nn.Parameter))


def takes(*tensors: torch.Tensor | None) -> bool:
    """Return whether upconv can compute with these tensors.

    It cannot where PyTorch's operators must be visible: in an export or a trace, a transformation
    of `torch.func`, forward-mode differentiation, and a mode that counts or records operators.
    """
    if _is_watched() or torch.is_autocast_enabled("cpu"):
        return False
    return same_floats(tensors) and all(map(_has_numbers, tensors))


def _is_watched() -> bool:
    return (
        torch.compiler.is_compiling()
        or _get_tracing_state() is not None
        or _functorch.peek_interpreter_stack() is not None
        or _len_torch_dispatch_stack() > 0
        or forward_ad._current_level >= 0
    )


def _has_numbers(tensor: torch.Tensor | None) -> bool:
    return tensor is None or (
        type(tensor) in _PLAIN
        and tensor.is_cpu
        and tensor.layout is torch.strided
        and not tensor.is_neg()
    )


def transposed(operation: Operation, x: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Return a transposed convolution by PyTorch's own operator, which supports groups."""
    rank = len(operation.stride)
    last = operation.data_format == "channels_last"
    given = x.permute(0, rank + 1, *range(1, rank + 1)) if last else x
    weight = kernel.permute(rank + 1, rank, *range(rank))
    axes = zip(cast("Pairs", operation.padding), operation.stride, operation.dilation, strict=True)
    # It has one padding for both ends, and adds fewer rows than a stride, only at the end.
    words = [(max(b, 0), max(b, 0) - e, b, max(s, d)) for (b, e), s, d in axes]
    paddings = [padding for padding, *_ in words]
    rows = [a if 0 <= a < limit else 0 for _, a, _, limit in words]
    y = _OPERATORS[rank](
        given, weight, None, operation.stride, paddings, rows, operation.groups, operation.dilation
    )
    for axis, ((_, more, begin, _), row) in enumerate(zip(words, rows, strict=True), 2):
        if more - row < 0:
            y = y[(*[slice(None)] * axis, slice(more - row))]
        if begin < 0 or more > row:
            around = [0, 0] * (rank + 1 - axis) + [max(-begin, 0), max(more - row, 0)]
            y = torch.nn.functional.pad(y, around)
    return y.permute(0, *range(2, rank + 2), 1) if last else y


_OPERATORS: dict[int, Callable[..., torch.Tensor]] = {
    1: torch.nn.functional.conv_transpose1d,
    2: torch.nn.functional.conv_transpose2d,
    3: torch.nn.functional.conv_transpose3d,
}


def apply(
    operation: Operation,
    shape: Sequence[int | None],
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """Return the result.

    An activation whose derivative is computed from its input is Keras' own where a gradient is
    wanted: autograd keeps that input.
    """
    ending = operation.activation
    if ending is not None and not is_reversible(ending) and _is_recorded(x, kernel, bias):
        z = apply(operation.linear, shape, x, kernel, bias)
        return cast("torch.Tensor", function_of(ending)(z))
    call = cast("Callable[..., torch.Tensor]", _Function.apply)
    return call(operation, x, kernel, bias)


def _is_recorded(*tensors: torch.Tensor | None) -> bool:
    return torch.is_grad_enabled() and any(
        tensor is not None and tensor.requires_grad for tensor in tensors
    )


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
    @opaque  # autograd also calls it inside compiled functions
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[Any, ...]:
        operation: Operation = ctx.operation
        x, kernel, y = ctx.saved_tensors
        needs = ctx.needs_input_grad[1:]
        if torch.is_grad_enabled():  # these gradients will be differentiated
            before = gradient_before(operation.activation, grad_output, y)
            call = functools.partial(_linear, operation)
            of_x, of_kernel = derivatives("forward", (x, kernel), before, call)
            return None, of_x, of_kernel, before.sum(operation.summed_axes) if needs[2] else None
        result = None if y is None else y.numpy()
        arrays = grad_output.numpy(), x.numpy(), kernel.numpy()
        gradients = operation.gradients(*arrays, result, needs)
        return None, *(None if array is None else torch.from_numpy(array) for array in gradients)


class _Linear(torch.autograd.Function):
    """One of the three operations of `derivatives`."""

    @staticmethod
    def forward(ctx: Any, operation: Operation, name: str, *tensors: torch.Tensor) -> torch.Tensor:
        ctx.operation, ctx.name = operation, name
        ctx.save_for_backward(*tensors)
        compute = getattr(operation.linear, name)
        return torch.from_numpy(compute(*(tensor.detach().numpy() for tensor in tensors)))

    @staticmethod
    @opaque  # autograd also calls it inside compiled functions
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[Any, ...]:
        call = functools.partial(_linear, ctx.operation)
        return None, None, *derivatives(ctx.name, ctx.saved_tensors, gradient, call)


def _linear(
    operation: Operation, name: str, _like: torch.Tensor, *tensors: torch.Tensor
) -> torch.Tensor:
    call = cast("Callable[..., torch.Tensor]", _Linear.apply)
    return call(operation, name, *tensors)
