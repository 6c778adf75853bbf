"""Max pooling without indices, axis by axis.

PyTorch's operator looks for indices too, one element after another where the channels come first.
Here each axis is a few element-wise maxima of strided views, which run with vectors on all axes but
the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import torch

from upconv.torch.backend.room import empty

__all__ = ["largest"]

Window: TypeAlias = tuple[int, int, int]
"""Size, stride and padding on one axis."""

_ATEN = torch.ops.aten
_WITH_INDICES: dict[int, Any] = {
    4: _ATEN.max_pool2d_with_indices,
    5: _ATEN.max_pool3d_with_indices,
}


def largest(x: torch.Tensor, windows: Sequence[Window]) -> torch.Tensor:
    """Return the largest value of each window of x (N, C, *i)."""
    if not x.is_contiguous():
        result: torch.Tensor = _WITH_INDICES[x.dim()](x, *map(list, zip(*windows, strict=True)))[0]
        return result
    for axis, window in enumerate(windows, 2):
        if window != (1, 1, 0):
            x = _along(x, axis, *window)
    return x


def _along(x: torch.Tensor, axis: int, size: int, stride: int, padding: int) -> torch.Tensor:
    """Return the largest values along one axis: the maximum of `size` views."""
    i = x.shape[axis]
    o = (i + 2 * padding - size) // stride + 1
    out = empty((*x.shape[:axis], o, *x.shape[axis + 1 :]), x)
    # View t has x[j·stride + t - padding]: these are the j for which that exists.
    begins = [max(-((t - padding) // stride), 0) for t in range(size)]
    ends = [min((i - 1 + padding - t) // stride + 1, o) for t in range(size)]
    places = sorted(range(size), key=lambda t: begins[t] - ends[t])

    def view(t: int) -> torch.Tensor:
        start = begins[t] * stride + t - padding
        taken = x.narrow(axis, start, (ends[t] - begins[t] - 1) * stride + 1)
        return taken[(slice(None),) * axis + (slice(None, None, stride),)]

    full = [t for t in places if (begins[t], ends[t]) == (0, o)]
    if len(full) > 1:
        torch.maximum(view(full[0]), view(full[1]), out=out)
    elif full:
        out.copy_(view(full[0]))
    else:
        out.fill_(-torch.inf)
    done = full[:2]
    for t in places:
        if t not in done and begins[t] < ends[t]:
            part = out.narrow(axis, begins[t], ends[t] - begins[t])
            torch.maximum(part, view(t), out=part)
    return out
