"""Padding modes other than zeros, in PyTorch's own operations: tensors extended, results folded.

Both are differentiable in every order, and visible to compilers, transformations and exports. The
gradient of one is the other. `folded_here` is `folded` for plain eager calls, in one pass.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import torch
from torch.nn import functional

from upconv import padded, padding_modes
from upconv.arguments import PaddingMode, Pairs
from upconv.torch import compute
from upconv.torch.aten_fallback import reverse

__all__ = ["extended", "folded", "folded_here"]


def extended(x: torch.Tensor, pairs: Pairs, mode: PaddingMode) -> torch.Tensor:
    """Return x (..., *i) with rows added by `mode`, and rows removed where a number is negative."""
    added, removed = padding_modes.apart(pairs)
    if any(map(any, added)):
        x = functional.pad(x, reverse(added), mode=mode)
    if any(map(any, removed)):
        x = functional.pad(x, [-end for end in reverse(removed)])
    return x


def folded(full: torch.Tensor, pairs: Pairs, mode: PaddingMode) -> torch.Tensor:
    """Return the transpose of `extended`: every border added to the rows that it is copied from."""
    added, removed = padding_modes.apart(pairs)
    if any(map(any, removed)):
        full = functional.pad(full, reverse(removed))
    for axis, (begin, end) in reversed(tuple(enumerate(added))):
        dim = axis - len(pairs)
        size = full.shape[dim] - begin - end
        head, inner, tail = torch.split(full, [begin, size, end], dim)
        for border in padding_modes.borders(mode, begin, end):
            rows = head if border.rows.start == 0 else tail
            if border.repeat:
                rows = rows.sum(dim, keepdim=True)
            elif border.flipped:
                rows = rows.flip(dim)
            inner = _added(inner, rows, dim, border.inputs.start % size)
        full = inner
    return full


def _added(inner: torch.Tensor, rows: torch.Tensor, dim: int, start: int) -> torch.Tensor:
    """Return `inner` with `rows` added from `start` on, in one copy."""
    count = rows.shape[dim]
    sizes = [start, count, inner.shape[dim] - start - count]
    before, same, after = torch.split(inner, sizes, dim)
    # An empty part would decide the memory format; sizes that are traced are not compared.
    parts = zip((before, same + rows, after), sizes, strict=True)
    return torch.cat([part for part, n in parts if type(n) is not int or n], dim)


def folded_here(
    full: torch.Tensor, bias: torch.Tensor | None, pairs: Pairs, mode: PaddingMode
) -> torch.Tensor:
    """Return `folded` with the bias added, of a result that nothing else reads: it is overwritten.

    The tensors are plain ones on the CPU.
    """
    return cast("torch.Tensor", cast("Any", _Folded).apply(full, bias, pairs, mode))


class _Folded(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        full: torch.Tensor,
        bias: torch.Tensor | None,
        pairs: Pairs,
        mode: PaddingMode,
    ) -> torch.Tensor:
        ctx.pairs, ctx.mode = pairs, mode
        rank = len(pairs)
        array = compute.as_array(full)
        sizes = tuple(n - sum(ends) for n, ends in zip(array.shape[-rank:], pairs, strict=True))
        order = torch.contiguous_format
        if compute.is_channels_last(full, full):
            order = compute.CHANNELS_LAST[full.dim()]
        shape = (*full.shape[:-rank], *sizes)
        y = torch.empty(shape, dtype=full.dtype, memory_format=order)
        alone = full.dim() == rank + 1
        inner = padded.folded(array[np.newaxis] if alone else array, sizes, pairs, mode)
        out = compute.as_array(y)[np.newaxis] if alone else compute.as_array(y)
        if bias is None:
            out[...] = inner
        else:
            np.add(inner, compute.as_array(bias).reshape(-1, *(1,) * rank), out=out)
        return y

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        of_full = extended(grad, ctx.pairs, ctx.mode) if ctx.needs_input_grad[0] else None
        rank = len(ctx.pairs)
        of_bias = None
        if ctx.needs_input_grad[1]:
            channels = grad.dim() - rank - 1
            of_bias = grad.sum([axis for axis in range(grad.dim()) if axis != channels])
        return of_full, of_bias, None, None
