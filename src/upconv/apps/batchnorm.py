"""Batch normalisation over the whole batch, even if it is distributed over processes.

PyTorch's own synchronised layer runs on GPUs only. Here the mean and the variance are those of the
rows of all processes, so that the result is that of one process with the same batch.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import distributed, nn

from upconv.apps.distributed import Together


class BatchNorm2d(nn.BatchNorm2d):
    """PyTorch's layer; in a training step the statistics are those of the rows of all processes."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 - PyTorch's name
        """Return `input` (N, C, H, W), with every channel normalised to mean 0 and variance 1."""
        if not (self.training and Together.in_a_step):
            return super().forward(input)
        channels, axes = input.shape[1], (0, 2, 3)
        count = input.new_tensor([input.numel() / channels])
        sums = _sum(torch.cat([input.sum(axes), count]), count)
        total = sums[channels:].detach()
        mean = sums[:channels] / total
        centred = input - mean[:, None, None]
        variance = _sum(centred.square().sum(axes), count) / total
        self._follow(mean.detach(), variance.detach() * total / (total - 1))
        scale = self.weight * (variance + self.eps).rsqrt()
        result: torch.Tensor = centred * scale[:, None, None] + self.bias[:, None, None]
        return result

    @torch.no_grad()
    def _follow(self, mean: torch.Tensor, variance: torch.Tensor) -> None:
        """Update the running statistics with those of the batch."""
        assert self.running_mean is not None  # noqa: S101 - always set here
        assert self.running_var is not None  # noqa: S101
        assert self.num_batches_tracked is not None  # noqa: S101
        self.running_mean.lerp_(mean, self.momentum or 0)
        self.running_var.lerp_(variance, self.momentum or 0)
        self.num_batches_tracked += 1


def _sum(values: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    function = cast("Any", _Sum)
    result: torch.Tensor = function.apply(values, rows)
    return result


class _Sum(torch.autograd.Function):
    """The sum of the processes' values.

    Each process has the gradient of a mean over its own rows, and `distributed.Together` weights
    the gradients of the parameters by the number of those rows; so the gradient from another
    process is weighted by the ratio of its number of rows to ours.
    """

    @staticmethod
    def forward(ctx: Any, values: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        ctx.rows = rows
        total = values.detach().clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, None]:
        total = grad * ctx.rows
        distributed.all_reduce(total)
        return total / ctx.rows, None
