"""Padding modes other than zeros, in PyTorch's own operations: tensors extended, results folded.

Both are differentiable in every order, and visible to compilers, transformations and exports. The
gradient of one is the other.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from upconv import padding_modes
from upconv.arguments import PaddingMode, Pairs
from upconv.torch.aten_fallback import reverse

__all__ = ["extended", "folded"]


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
