"""PyTorch's convolution operators computed by upconv, whatever their arguments turn out to be.

They stand where a graph cannot say what a convolution is: in backward passes, and where its output
padding depends on sizes that change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from upconv.layer import Words
from upconv.torch import compute
from upconv.torch.settings import Settings

__all__ = ["backward", "computes", "forward"]

_ATEN = torch.ops.aten


def forward(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, *rest: Any
) -> torch.Tensor:
    """Compute `aten.convolution`."""
    if not _computes_now(x, weight, bias):
        theirs: torch.Tensor = _ATEN.convolution(x, weight, bias, *rest)
        return theirs
    return compute.forward(_words(weight.dim() - 2, *rest), x, weight, bias)


def backward(
    grad: torch.Tensor, x: torch.Tensor, weight: torch.Tensor, bias_sizes: Any, *rest: Any
) -> tuple[torch.Tensor | None, ...]:
    """Compute `aten.convolution_backward`."""
    if not _computes_now(grad, x, weight):
        theirs: tuple[torch.Tensor | None, ...] = _ATEN.convolution_backward(
            grad, x, weight, bias_sizes, *rest
        )
        return theirs
    *arguments, needs = rest
    return compute.backward(_words(weight.dim() - 2, *arguments), grad, x, weight, None, needs)


def computes(*tensors: torch.Tensor | None) -> bool:
    """Return whether upconv computes with tensors like these, but for empty or negated ones."""
    first: Any = tensors[0]
    return 3 <= first.dim() <= 5 and all(
        one.device.type == "cpu"
        and one.dtype in compute.DTYPES
        and one.dtype is first.dtype
        and one.layout is torch.strided
        for one in tensors
        if one is not None
    )


def _computes_now(*tensors: torch.Tensor | None) -> bool:
    present = [one for one in tensors if one is not None]
    return all(one.numel() > 0 and not one.is_neg() for one in present)


def _words(
    rank: int,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    transposed: bool,
    output_padding: Sequence[int],
    groups: int,
) -> Words:
    steps, pads, gaps, rows = (
        tuple(given) * (rank if len(given) == 1 else 1)
        for given in (stride, padding, dilation, output_padding)
    )
    ends = tuple(end for p in pads for end in (p, p))
    rows = rows if transposed else ()
    return Settings(transposed, steps, "", ends, rows, gaps, groups, (), "", 0.0).words()
