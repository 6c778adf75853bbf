"""`torch.func.vmap` over the operators: the mapped axis becomes batch, or groups.

An axis over the inputs alone is merged into the batch. An axis over the weights becomes groups:
each example has its own channels, kernels and results, which is what groups are.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import torch

from upconv.torch.operators import LIBRARY, REGISTER, Three, convolution, convolution_backward
from upconv.torch.settings import Settings

Axes: TypeAlias = tuple[int | None, ...]


def _convolution(
    info: Any,
    in_dims: Axes,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    *rest: Any,
) -> tuple[torch.Tensor, int]:
    settings, size = Settings.from_operator(rest), info.batch_size
    if in_dims[1] is None and in_dims[2] is None:
        y = convolution(_into(x, in_dims[0], size, 0), weight, bias, settings)
        return _out_of(y, 0, size), 0
    y = convolution(
        _into(x, in_dims[0], size, 1),
        _into(weight, in_dims[1], size, 0),
        None if bias is None else _into(bias, in_dims[2], size, 0),
        settings._replace(groups=settings.groups * size),
    )
    return _out_of(y, 1, size), 1


def _convolution_backward(
    info: Any,
    in_dims: Axes,
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    result: torch.Tensor | None,
    *rest: Any,
) -> tuple[Three, tuple[int | None, ...]]:
    settings, needs, size = Settings.from_operator(rest[:-1]), rest[-1], info.batch_size
    joins_batch = in_dims[2] is None and list(needs) == [True, False, False]
    axis = 0 if joins_batch else 1
    if not joins_batch:
        weight = _into(weight, in_dims[2], size, 0)
        settings = settings._replace(groups=settings.groups * size)
    gradients = convolution_backward(
        _into(grad, in_dims[0], size, axis),
        _into(x, in_dims[1], size, axis),
        weight,
        None if result is None else _into(result, in_dims[3], size, axis),
        settings,
        needs,
    )
    mapped = (axis, 0, 0)
    unbatched = (
        _out_of(g, at, size) if need else g
        for g, at, need in zip(gradients, mapped, needs, strict=True)
    )
    of_x, of_weight, of_bias = unbatched
    axes = tuple(at if need else None for at, need in zip(mapped, needs, strict=True))
    return (of_x, of_weight, of_bias), axes


def _into(tensor: torch.Tensor, mapped: int | None, size: int, axis: int) -> torch.Tensor:
    """Merge the mapped axis into `axis`, as the outer part."""
    if mapped is None:
        tensor, mapped = tensor.unsqueeze(0).expand(size, *tensor.shape), 0
    return tensor.movedim(mapped, axis).flatten(axis, axis + 1)


def _out_of(tensor: torch.Tensor, axis: int, size: int) -> torch.Tensor:
    """Split the mapped axis off again."""
    shape = (*tensor.shape[:axis], size, tensor.shape[axis] // size, *tensor.shape[axis + 1 :])
    return tensor.reshape(shape)


REGISTER.register_vmap("upconv::convolution", _convolution, lib=LIBRARY)
REGISTER.register_vmap("upconv::convolution_backward", _convolution_backward, lib=LIBRARY)
