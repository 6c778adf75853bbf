"""The nearest resize by integers, also into a part of a larger tensor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from upconv.torch.backend.room import empty, room

__all__ = ["concatenated", "nearest"]

_ATEN = torch.ops.aten
_NEAREST: dict[int, Any] = {
    3: _ATEN.upsample_nearest1d,
    4: _ATEN.upsample_nearest2d,
    5: _ATEN.upsample_nearest3d,
}


def nearest(x: torch.Tensor, scale: tuple[int, ...]) -> torch.Tensor:
    """Return x (N, C, *i) with every value repeated; in channels last if x is."""
    sizes = _sizes(x, scale)
    operator, factors = _NEAREST[x.dim()], [float(s) for s in scale]
    out = room((*x.shape[:2], *sizes), x) if x.is_contiguous() else None
    if out is None:
        result: torch.Tensor = operator.default(x, sizes, *factors)
        return result
    if _is_double(x, scale):
        _double(x, out)
        return out
    operator.out(x, sizes, *factors, out=out)
    return out


def concatenated(
    tensors: Sequence[torch.Tensor], scales: Sequence[tuple[int, ...] | None], axis: int
) -> torch.Tensor:
    """Return tensors concatenated, those with a scale after a nearest resize by it."""
    shapes = [
        list(x.shape) if s is None else [*x.shape[:2], *_sizes(x, s)]
        for x, s in zip(tensors, scales, strict=True)
    ]
    whole = shapes[0].copy()
    whole[axis] = sum(shape[axis] for shape in shapes)
    out = empty(tuple(whole), tensors[0])
    parts = torch.split(out, [shape[axis] for shape in shapes], axis)
    for x, scale, part in zip(tensors, scales, parts, strict=True):
        if scale is None:
            part.copy_(x)
        elif axis < 2 and _is_double(x, scale):
            _double(x.contiguous(), part)
        else:
            part.copy_(nearest(x, scale))
    return out


def _sizes(x: torch.Tensor, scale: tuple[int, ...]) -> list[int]:
    return [n * s for n, s in zip(x.shape[2:], scale, strict=True)]


def _is_double(x: torch.Tensor, scale: tuple[int, ...]) -> bool:
    return scale == (2, 2) and x.numel() > 0


def _double(x: torch.Tensor, out: torch.Tensor) -> None:
    """Write x (N, C, H, W), repeated twice on both axes, to out (N, C, 2·H, 2·W).

    Two equal neighbours are one complex number, which PyTorch writes with vectors.
    """
    n, c, h, w = x.shape
    rows = empty((n, c, h, 2 * w), x)
    torch.complex(x, x, out=torch.view_as_complex(rows.view(n, c, h, w, 2)))
    twice = out.view(n, c, h, 2, 2 * w)  # its rows are contiguous, also in a part of a tensor
    twice.copy_(rows.unsqueeze(3).expand(n, c, h, 2, 2 * w))
