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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from numpy.typing import NDArray
from rich.console import Console, RenderableType
from rich.table import Table
from torch import nn
from torch.nn.functional import l1_loss, mse_loss

from upconv import errors
from upconv.apps import (
    checkpoint,
    data,
    fidelity,
    files,
    peers,
    photographs,
    pictures,
    summary,
    tables,
    training,
    upscaling,
)
from upconv.apps.data import Batches, Images, ShuffledBatches
from upconv.apps.fidelity import Quality
from upconv.apps.history import VALIDATION, History, Loss, Measure
from upconv.apps.photographs import Photograph
from upconv.apps.settings import SuperResolution as Settings
from upconv.torch import Conv2d, ConvTranspose2d

NAME = "superresolution"
COMPARISON, LOSS, QUALITY = "comparison.png", "loss.png", "quality.csv"

_FEATURES, _SHRUNK, _MAPPINGS = 56, 12, 4  # FSRCNN(56, 12, 4) of the paper
_KERNEL = 9  # of the transposed convolution
_PATCH = 24  # pixels of the small picture
_DECAY = 0.975  # of the learning rate per epoch
_SLOWER = 0.1  # the transposed convolution's relative learning rate, as in the paper
_SQUARED = "squared_error_luma²"  # of the validation patches
_CROP = (96, 128)  # the part of each photograph that the picture shows


@dataclass(frozen=True)
class Result:
    """A trained model and its history."""

    model: FSRCNN
    history: History


@dataclass(frozen=True)
class Judged:
    """A held-out photograph, downscaled and upscaled again by both methods."""

    name: str
    planes: tuple[Images, Images, Images]  # original, bicubic, network
    bicubic: Quality
    network: Quality

    @property
    def gain(self) -> float:
        """The gain of the network over bicubic, in dB."""
        return self.network.psnr - self.bicubic.psnr


class FSRCNN(pl.LightningModule):
    """Luma (N, 1, H, W) between 0 and 1 to (N, 1, scale·H, scale·W).

    >>> import torch
    >>> FSRCNN(scale=3)(torch.zeros(2, 1, 5, 7)).shape
    torch.Size([2, 1, 15, 21])
    """

    def __init__(self, scale: int, learning_rate: float = 0.002) -> None:
        super().__init__()
        self._learning_rate = learning_rate
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
            _SQUARED: mse_loss(found, large),
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
            "lr_scheduler": torch.optim.lr_scheduler.ExponentialLR(adam, _DECAY),
        }

    def loss(self, batch: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        """Return the mean absolute error."""
        small, large = batch
        return l1_loss(self(small), large)


def run(chosen: Settings, console: Console | None = None) -> Result:
    """Train FSRCNN; write pictures, history, checkpoint and settings to `chosen.out`.

    Raises ArgumentError for invalid settings, DataError for files that are missing, damaged or
    cannot be written.
    """
    with training.seeded(chosen.seed):
        model = FSRCNN(chosen.scale, chosen.learning_rate)
    history = training.run(
        chosen,
        NAME,
        (COMPARISON, LOSS, QUALITY),
        lambda settings, _: _plan(model, settings),
        console,
    )
    return Result(model, history)


def _plan(model: FSRCNN, chosen: Settings) -> training.Plan:
    scale = chosen.scale
    found = photographs.load(chosen.data, _PATCH * scale, f"a patch at scale {scale}")
    small, large = patches(found.train, scale)
    small, large = small[: chosen.limit], large[: chosen.limit]
    train, validation = data.split(len(small), chosen.validation_split, chosen.seed)
    size = chosen.batch_size_for(len(train))
    unseen = small[validation], large[validation]
    bicubic = _bicubic_quality(*unseen)
    batches = ShuffledBatches((small[train], large[train]), size, chosen.seed)
    task = training.Task(
        name=NAME,
        module=model,
        train=batches,
        validation=Batches(unseen, size),
        loss=Loss("mean absolute error of the luma", "luma"),
        images=data.fingerprint(small, large),
        pictures=(COMPARISON, LOSS, QUALITY),
        measures=(
            Measure("psnr", "PSNR", "dB", 2, lambda row: fidelity.decibel(row[_SQUARED])),
            Measure(
                "gain",
                "gain",
                "dB",
                2,
                lambda row: fidelity.decibel(row[_SQUARED]) - bicubic.psnr,
            ),
            Measure("ssim", "SSIM", "of 1"),
        ),
    )

    def introduction() -> Iterator[RenderableType]:
        yield summary.table(model.layers, (1, _PATCH, _PATCH))
        yield (
            f"Data: {found.title}: {found.names()}. {len(train):,} patches of {_PATCH}x{_PATCH} "
            f"pixels to upscale by {scale} for training, {len(validation):,} for validation; "
            f"batches of {size}."
        )
        yield (
            f"Bicubic interpolation has {bicubic.psnr:.2f} dB and an SSIM of {bicubic.ssim:.4f} on "
            "the validation patches; the gain is that of the network over it."
        )

    def finish(history: History) -> Iterator[RenderableType]:
        judged = [judge(model, photograph, scale) for photograph in found.test]
        _write_quality(judged, chosen.out / QUALITY)
        _draw(judged, scale, chosen.out / COMPARISON)
        pictures.loss_curves(chosen.out / LOSS, history)
        yield "On the held-out photographs:"
        yield _table(judged)
        some = train[:size]
        batch = torch.from_numpy(small[some]), torch.from_numpy(large[some])
        yield str(peers.compare(model, lambda other: [other.loss(batch)]))

    return training.Plan(chosen, task, introduction(), finish)


def patches(found: tuple[Photograph, ...], scale: int) -> tuple[Images, Images]:
    """Cut the photographs' luma into patches: small ones (N, 1, h, w), and their originals.

    A photograph is downscaled as a whole, bicubic with smoothing, and rounded to bytes like a file;
    patches do not overlap.
    """
    small: list[Images] = []
    large: list[Images] = []
    for photograph in found:
        original, reduced = _pair(photograph, scale)
        high, wide = (n // _PATCH for n in reduced.shape)
        for row in range(high):
            for column in range(wide):
                for plane, kept, n in (
                    (reduced, small, _PATCH),
                    (original, large, _PATCH * scale),
                ):
                    kept.append(plane[row * n : (row + 1) * n, column * n : (column + 1) * n])
    return np.stack(small)[:, np.newaxis], np.stack(large)[:, np.newaxis]


def judge(model: FSRCNN, photograph: Photograph, scale: int) -> Judged:
    """Downscale a photograph, then upscale it by bicubic interpolation and by the network."""
    original, reduced = _pair(photograph, scale)
    bicubic = photographs.resize(reduced, *original.shape)
    network = upscaling.enlarged(model.layers, reduced, scale)
    planes = original, _as_kept(bicubic), _as_kept(network)
    qualities = (fidelity.quality(plane, original, scale) for plane in planes[1:])
    return Judged(photograph.name, planes, *qualities)


def restore(folder: Path) -> tuple[FSRCNN, int]:
    """Return the trained network in `folder` and its scale, or raise DataError."""
    if not (folder / files.CHECKPOINT).exists():
        raise errors.pictures.untrained(str(folder))
    saved = checkpoint.load(folder, NAME)
    try:
        scale = Settings(**saved.run.settings, out=folder).scale
        model = FSRCNN(scale)
        model.load_state_dict(saved.content["state_dict"])
    except (TypeError, RuntimeError, errors.ArgumentError) as error:
        raise errors.runs.not_a_checkpoint(str(folder / files.CHECKPOINT)) from error
    return model, scale


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


def _as_kept(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a plane between 0 and 1, rounded to bytes like a file."""
    kept: NDArray[np.float32] = np.divide((plane.clip(0, 1) * 255).round(), 255, dtype=np.float32)
    return kept


def _pair(photograph: Photograph, scale: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the luma, cropped to a multiple of the scale, and a small version of it."""
    plane = photographs.luma(photograph.rgb)
    high, wide = (n // scale for n in plane.shape)
    plane = plane[: high * scale, : wide * scale]
    return plane, _as_kept(photographs.resize(plane, high, wide))


def _bicubic_quality(small: Images, large: Images) -> Quality:
    size = large.shape[-1]
    found = np.stack([photographs.resize(one[0], size, size) for one in small])[:, np.newaxis]
    error = float(np.square(found - large, dtype=np.float64).mean())
    return Quality(fidelity.decibel(error), fidelity.ssim(found, large))


_COLUMNS = ("photograph", "bicubic PSNR", "FSRCNN PSNR", "gain", "bicubic SSIM", "FSRCNN SSIM")
_UNITS = ("", "dB", "dB", "dB", "of 1", "of 1")


def _rows(judged: list[Judged]) -> list[tuple[str | float, ...]]:
    rows: list[tuple[str | float, ...]] = [
        (
            one.name,
            one.bicubic.psnr,
            one.network.psnr,
            one.gain,
            one.bicubic.ssim,
            one.network.ssim,
        )
        for one in judged
    ]
    means = (float(np.mean([row[n] for row in rows])) for n in range(1, len(_COLUMNS)))
    return [*rows, ("mean", *means)]


def _table(judged: list[Judged]) -> Table:
    return tables.table(_COLUMNS, _UNITS, _rows(judged), (0, 2, 2, 2, 4, 4))


def _write_quality(judged: list[Judged], path: Path) -> None:
    tables.write(path, _COLUMNS, _UNITS, _rows(judged))


def _draw(judged: list[Judged], scale: int, path: Path) -> None:
    """Draw the centre of each photograph in the three versions, with their dB."""
    rows = []
    for one in judged:
        high, wide = _CROP
        top, left = ((n - m) // 2 for n, m in zip(one.planes[0].shape, _CROP, strict=True))
        crops = [plane[top : top + high, left : left + wide] for plane in one.planes]
        words = (
            f"{one.name}: original",
            f"bicubic: {one.bicubic.psnr:.2f} dB",
            f"FSRCNN: {one.network.psnr:.2f} dB",
        )
        rows.append(list(zip(words, crops, strict=True)))
    gain = float(np.mean([one.gain for one in judged]))
    caption = (
        f"Luma of held-out photographs, downscaled and upscaled by {scale}:\n"
        f"FSRCNN has {gain:+.2f} dB over bicubic on average"
    )
    pictures.grid(path, rows, caption)
