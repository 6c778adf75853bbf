"""Which inputs of a PyTorch module an output depends on, by gradients in float64."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from upconv import errors
from upconv.checkerboards.outputs import named


def depends(
    model: nn.Module, shape: tuple[int, ...], output: str
) -> Callable[[np.random.Generator, int, int, Sequence[int]], NDArray[np.bool_]]:
    """Return a function that gives, for positions of an output axis, the inputs they depend on.

    It returns (positions, i), from the gradient of a random sum of the outputs at each position
    for a random input of this shape.
    """
    model = getattr(model, "_orig_mod", model)  # of torch.compile
    double = copy.deepcopy(model).double().eval()

    def run(
        random: np.random.Generator, given: int, made: int, positions: Sequence[int]
    ) -> NDArray[np.bool_]:
        found = []
        x = torch.tensor(random.standard_normal(shape), requires_grad=True)
        try:
            y = named(double(x), lambda one: isinstance(one, torch.Tensor))[output]
        except (RuntimeError, ValueError, TypeError) as error:
            raise errors.pieces.cannot_verify(errors.reason(error)) from error
        for position in positions:
            part = y.select(made, position)
            weights = torch.tensor(random.standard_normal(tuple(part.shape)))
            total: Any = (part * weights).sum()
            (gradient,) = torch.autograd.grad(total, x, retain_graph=True, allow_unused=True)
            found.append(_seen(gradient, given, shape))
        return np.stack(found)

    return run


def _seen(gradient: torch.Tensor | None, axis: int, shape: Sequence[int]) -> NDArray[np.bool_]:
    if gradient is None:
        return np.zeros(shape[axis], np.bool_)
    others = tuple(n for n in range(len(shape)) if n != axis)
    return np.asarray((gradient != 0).numpy()).any(axis=others, keepdims=True).reshape(-1)
