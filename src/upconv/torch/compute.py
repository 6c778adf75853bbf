"""Tensors in, `upconv.ops`, tensors out: the one place where PyTorch's memory meets the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import torch
from numpy.typing import ArrayLike

from upconv import ops
from upconv.arrays import Array
from upconv.engine.kept import Keeper

Keywords: TypeAlias = dict[str, Any]
Gradients: TypeAlias = tuple[torch.Tensor | None, torch.Tensor | None, torch.Tensor | None]

DTYPES = (torch.float32, torch.float64)
CHANNELS_LAST = {4: torch.channels_last, 5: torch.channels_last_3d}


def is_channels_last(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Tell whether the result lies in memory with its channels last, as PyTorch's does.

    That is so where one of the two lies so.
    """
    order = CHANNELS_LAST.get(x.dim())
    if order is None or x.dim() != weight.dim():
        return False
    return _lies_last(x, order) or _lies_last(weight, order)


def _lies_last(tensor: torch.Tensor, order: torch.memory_format) -> bool:
    if not tensor.is_contiguous(memory_format=order):
        return False
    if not tensor.is_contiguous():
        return True
    # Both hold with a single channel or a single position. The strides that reach nothing tell.
    shape, strides = tensor.shape, tensor.stride()
    inner = strides[1] * shape[1]
    return all(strides[axis] >= inner for axis in range(2, len(shape))) and strides[0] > strides[1]


def forward(
    transposed: bool,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    keywords: Keywords,
    keeper: Keeper | None = None,
) -> torch.Tensor:
    """Return the operation of `upconv.ops` on tensors, in the memory format of `x`.

    A `keeper` keeps the weight packed for the engine as long as PyTorch counts no write to it.
    """
    operation = ops.conv_transpose if transposed else ops.conv
    last = is_channels_last(x, weight)
    kernel: ArrayLike = as_array(weight)
    if keeper is not None:
        kernel = keeper.at(as_array(weight), 0 if weight.is_inference() else weight._version)
    result = operation(
        as_array(x, last),
        kernel,
        None if bias is None else as_array(bias),
        data_format="channels_last" if last else "channels_first",
        **keywords,
    )
    return as_tensor(result, last)


def backward(
    transposed: bool,
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    result: torch.Tensor | None,
    keywords: Keywords,
    needs: Sequence[bool],
) -> Gradients:
    """Return the gradients for x, weight and bias, None where they are not needed."""
    operation = ops.conv_transpose_backward if transposed else ops.conv_backward
    last = is_channels_last(x, weight)
    grad_x, grad_weight, grad_bias = operation(
        as_array(grad, last),
        as_array(x, last),
        as_array(weight),
        data_format="channels_last" if last else "channels_first",
        needs=needs,
        result=None if result is None else as_array(result, last),
        **keywords,
    )
    return (
        None if grad_x is None else as_tensor(grad_x, last),
        None if grad_weight is None else torch.from_numpy(grad_weight),
        None if grad_bias is None else torch.from_numpy(grad_bias),
    )


def as_array(tensor: torch.Tensor, last: bool = False) -> Array:
    """Return the memory of a tensor as an array, with the channels' axis moved to the end."""
    array: Array = (tensor.detach() if tensor.requires_grad else tensor).numpy()
    return array.transpose(0, *range(2, array.ndim), 1) if last else array


def as_tensor(array: Array, last: bool) -> torch.Tensor:
    """Return an array as a tensor (N, C, *o) on the same memory."""
    return torch.from_numpy(array).movedim(-1, 1) if last else torch.from_numpy(array)
