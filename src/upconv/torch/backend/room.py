"""Memory for the results of PyTorch's operators, from upconv's pool."""

from __future__ import annotations

import math

import torch

from upconv.engine.process import memory

_DTYPES = {torch.float32: "float32", torch.float64: "float64"}


def room(shape: tuple[int, ...], like: torch.Tensor) -> torch.Tensor | None:
    """Return an uninitialised contiguous tensor for a large result, None for a small one."""
    if math.prod(shape) * like.element_size() < memory.SMALLEST:
        return None
    return torch.from_numpy(memory.empty(shape, _DTYPES[like.dtype]))


def empty(shape: tuple[int, ...], like: torch.Tensor) -> torch.Tensor:
    """Return an uninitialised contiguous tensor of any size."""
    found = room(shape, like)
    return torch.empty(shape, dtype=like.dtype) if found is None else found
