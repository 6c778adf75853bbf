"""Upsampling layers without weights."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from upconv.arguments import PerAxis, as_tuple

__all__ = ["BedOfNails2d", "MaxUnpool2d"]


class MaxUnpool2d(nn.MaxUnpool2d):
    """PyTorch's `MaxUnpool2d`, to any `output_size`.

    Input and indices (N, C, H, W), output (N, C, H', W') with H' = (H - 1)·s + k - 2·p, or
    `output_size`. Each value goes back to where `torch.nn.MaxPool2d(..., return_indices=True)`
    found it; everything else is zero. PyTorch's layer refuses sizes further than a stride from
    the formula, although the input of a pooling with `dilation` or `ceil_mode` can have them.

    Parameters
    ----------
    kernel_size
        Size k of the pooling window, an integer or one per axis.
    stride
        Stride s of the pooling; None for the window's size.
    padding
        Padding p of the pooling.

    >>> import torch
    >>> values, indices = torch.nn.MaxPool2d(2, return_indices=True)(torch.eye(4)[None, None])
    >>> MaxUnpool2d(2)(values, indices)[0, 0]
    tensor([[1., 0., 0., 0.],
            [0., 0., 0., 0.],
            [0., 0., 1., 0.],
            [0., 0., 0., 0.]])
    """

    def forward(
        self,
        input: torch.Tensor,  # noqa: A002 - PyTorch's name
        indices: torch.Tensor,
        output_size: Sequence[int] | None = None,
    ) -> torch.Tensor:
        """Return the values of `input` at their indices."""
        if output_size is None:
            return super().forward(input, indices)
        unpooled: torch.Tensor = torch.ops.aten.max_unpool2d(input, indices, list(output_size)[-2:])
        return unpooled


class BedOfNails2d(nn.Module):
    """Put each value at the top left of its cell of `scale` zeros.

    Input (N, C, H, W) or (C, H, W), output (N, C, H·scale, W·scale), of any dtype on any device.

    Parameters
    ----------
    scale
        Rows and columns of a cell, a positive integer or one per axis.

    >>> import torch
    >>> BedOfNails2d((1, 2))(torch.tensor([[[1.0, 2.0], [3.0, 4.0]]]))
    tensor([[[1., 0., 2., 0.],
             [3., 0., 4., 0.]]])
    """

    def __init__(self, scale: PerAxis) -> None:
        super().__init__()
        self.scale = as_tuple(scale, 2, "scale", 1)

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - PyTorch's name
        """Return `input` with zeros inserted."""
        rows, columns = self.scale
        *leading, height, width = input.shape
        cells = input.reshape(*leading, height, 1, width, 1)
        cells = functional.pad(cells, (0, columns - 1, 0, 0, 0, rows - 1))
        return cells.reshape(*leading, height * rows, width * columns)

    def extra_repr(self) -> str:
        """Return the scale."""
        return f"scale={self.scale}"
