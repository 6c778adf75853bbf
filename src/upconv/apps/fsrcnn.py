"""FSRCNN: super-resolution with a transposed convolution as the last layer.

Chao Dong, Chen Change Loy, Xiaoou Tang, "Accelerating the Super-Resolution Convolutional Neural
Network", 2016, arXiv 1608.00367: FSRCNN(d, s, m) extracts d features, shrinks them to s, maps them
m times, expands them to d again and upsamples with one transposed convolution, all but the last
with PReLU. It works on the luma channel; colours are interpolated.

The loss is the mean absolute error, not the paper's squared error, which hardly penalises small
errors and left a faint grid in smooth areas. Hang Zhao, Orazio Gallo, Iuri Frosio, Jan Kautz, "Loss
Functions for Image Restoration with Neural Networks", 2017, arXiv 1511.08861.
"""

from __future__ import annotations

import math

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import l1_loss, mse_loss

from upconv.apps import fidelity
from upconv.apps.history import VALIDATION
from upconv.torch import Conv2d, ConvTranspose2d

SQUARED = "squared_error_luma²"  # of the validation patches

_FEATURES, _SHRUNK, _MAPPINGS = 56, 12, 4  # FSRCNN(56, 12, 4) of the paper
_KERNEL = 9  # of the transposed convolution
_SLOWER = 0.1  # the transposed convolution's relative learning rate, as in the paper


class FSRCNN(pl.LightningModule):
    """Luma (N, 1, H, W) between 0 and 1 to (N, 1, scale·H, scale·W).

    >>> import torch
    >>> FSRCNN(scale=3)(torch.zeros(2, 1, 5, 7)).shape
    torch.Size([2, 1, 15, 21])
    """

    def __init__(self, scale: int, learning_rate: float = 0.002, decay: float = 0.975) -> None:
        super().__init__()
        self._learning_rate = learning_rate
        self._decay = decay
        d, s, k = _FEATURES, _SHRUNK, _KERNEL
        crop = k - scale  # o = (i - 1)·scale + k - crop = i·scale
        padding = math.ceil(crop / 2)
        self.layers = nn.Sequential(
            *(Conv2d(1, d, 5, padding=2), nn.PReLU(d)),  # feature extraction
            *(Conv2d(d, s, 1), nn.PReLU(s)),  # shrinking
            *(
                layer
                for _ in range(_MAPPINGS)
                for layer in (Conv2d(s, s, 3, padding=1), nn.PReLU(s))
            ),
            *(Conv2d(s, d, 1), nn.PReLU(d)),  # expanding
            ConvTranspose2d(
                d, 1, k, stride=scale, padding=padding, output_padding=2 * padding - crop
            ),
        )
        self._initialise(scale, padding)

    @torch.no_grad()
    def _initialise(self, scale: int, padding: int) -> None:
        """Draw the weights as in the paper, but let the first channel pass the picture through.

        The network thus starts as an interpolation, and learns the difference to the original.
        """
        for layer in self.layers:
            if isinstance(layer, Conv2d):
                nn.init.kaiming_normal_(layer.weight, a=0.25)
                layer.weight[0] = 0
                layer.weight[0, 0, layer.kernel_size[0] // 2, layer.kernel_size[1] // 2] = 1
            elif isinstance(layer, ConvTranspose2d):
                nn.init.normal_(layer.weight, std=0.001)
                line = torch.from_numpy(cubic_taps(_KERNEL, scale, padding))
                layer.weight[0, 0] = torch.outer(line, line)
            if isinstance(layer, Conv2d | ConvTranspose2d) and layer.bias is not None:
                nn.init.zeros_(layer.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x` upscaled."""
        result: torch.Tensor = self.layers(x)
        return result

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the loss of a batch, randomly rotated and flipped."""
        turns, mirrored = (int(torch.randint(n, ())) for n in (4, 2))
        small, large = (
            torch.rot90(part.flip(-1) if mirrored else part, turns, (-2, -1)).contiguous()
            for part in batch
        )
        loss = self.loss((small, large))
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(small))
        return loss

    def validation_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> None:
        """Log the loss, the squared error and the structural similarity of a batch."""
        small, large = batch
        found = self(small)
        ssim = torch.tensor(fidelity.ssim(found.numpy(), large.numpy()))
        numbers = {
            VALIDATION: l1_loss(found, large),
            SQUARED: mse_loss(found, large),
            "ssim": ssim,
        }
        self.log_dict(numbers, on_epoch=True, batch_size=len(small))

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Return Adam, with a rate that falls with every epoch and is lower in the last layer."""
        rate, last = self._learning_rate, len(self.layers) - 1
        adam = torch.optim.Adam(
            [
                {"params": self.layers[:last].parameters(), "lr": rate},
                {"params": self.layers[last].parameters(), "lr": rate * _SLOWER},
            ]
        )
        return {
            "optimizer": adam,
            "lr_scheduler": torch.optim.lr_scheduler.ExponentialLR(adam, self._decay),
        }

    def loss(self, batch: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        """Return the mean absolute error."""
        small, large = batch
        return l1_loss(self(small), large)


def cubic_taps(kernel: int, stride: int, padding: int) -> NDArray[np.float32]:
    """Return the taps of a transposed convolution for cubic interpolation.

    Tap t of input i contributes to output i·s + t - p, whose centre is |t - p - (s - 1)/2|/s inputs
    away; its weight is that of Keys' cubic kernel with a = -1/2. The taps of a phase are normalised
    to sum to 1, as a short kernel truncates the curve.

    >>> cubic_taps(4, 2, 1).astype(float).round(3)
    array([0.207, 0.793, 0.793, 0.207])
    """
    x = np.abs(np.arange(kernel) - padding - (stride - 1) / 2) / stride
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    taps = np.where(x < 1, near, np.where(x < 2, far, 0))
    for phase in range(stride):
        taps[phase::stride] /= taps[phase::stride].sum()
    return taps.astype(np.float32)
