"""A U-Net that segments handwritten digits on photographs.

Olaf Ronneberger, Philipp Fischer, Thomas Brox, "U-Net: Convolutional Networks for Biomedical Image
Segmentation", 2015, arXiv 1505.04597: two convolutions and a max pooling per level on the way down,
an up-convolution, the features of the same level and two convolutions per level on the way up.
Here it is smaller, with batch normalisation and padded convolutions; the up-convolution can be:

- transposed: a transposed convolution with kernel 2 and stride 2, as in the paper;
- nearest, bilinear: interpolation, then a convolution;
- unpool: a convolution, then max unpooling with the indices of the encoder's pooling, as in
  Badrinarayanan, Kendall, Cipolla, "SegNet", 2015, arXiv 1511.00561;
- none: a network of equal width and depth that never downsamples.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from rich.console import Console, RenderableType
from torch import nn
from torch.nn.functional import cross_entropy

from upconv.apps import (
    collage,
    data,
    distributed,
    files,
    peers,
    photographs,
    pictures,
    tables,
    training,
)
from upconv.apps.batchnorm import BatchNorm2d
from upconv.apps.collage import CLASSES, SIZE, Collages
from upconv.apps.data import Batches, ShuffledBatches
from upconv.apps.history import VALIDATION, History, Loss, Measure
from upconv.apps.settings import ALL, NONE, UPSAMPLINGS
from upconv.apps.settings import Segmentation as Settings
from upconv.torch import Conv2d, ConvTranspose2d

NAME = "segmentation"
OVERLAYS, LOSS, QUALITY = "overlays.png", "loss.png", "quality.csv"
COMPARISON, COMPARISON_PICTURE = "comparison.csv", "comparison.png"

_WIDTHS = (12, 24, 48, 96)  # features per level
_RISE = 0.3  # the fraction of the steps in which the learning rate rises
_BACKGROUND = 0.3  # weight of background pixels in the loss, as there are many more; others have 1
_TRAIN, _TEST = 3000, 200  # images
_SHOWN = 8


@dataclass(frozen=True)
class Quality:
    """Intersection over union of every class, between 0 and 1; NaN if a class never occurs."""

    per_class: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean over the classes that occur."""
        return float(np.nanmean(self.per_class))


@dataclass(frozen=True)
class Result:
    """A trained model, its history and its quality on held-out images.

    If several processes train together, the first one evaluates; the others have None.
    """

    model: UNet
    history: History
    quality: Quality | None


def block(channels: int, features: int) -> nn.Sequential:
    """Two 3×3 convolutions, each normalised and rectified."""
    layers: list[nn.Module] = []
    for c in (channels, features):
        layers += [Conv2d(c, features, 3, padding=1, bias=False), BatchNorm2d(features)]
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Up(nn.Module):
    """Features (N, C, H, W) to (N, C/2, 2·H, 2·W) by one of the methods in `UPSAMPLINGS`."""

    def __init__(self, channels: int, way: str) -> None:
        super().__init__()
        self._way = way
        half = channels // 2
        if way == "transposed":
            self.layer: nn.Module = ConvTranspose2d(channels, half, 2, stride=2)
        elif way == "unpool":
            self.layer = Conv2d(channels, half, 3, padding=1)
            self._unpool = nn.MaxUnpool2d(2)
        else:
            self.layer = nn.Sequential(
                nn.Upsample(scale_factor=2, mode=way), Conv2d(channels, half, 3, padding=1)
            )

    def forward(self, x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        """Return `x` upsampled; `indices` are those of the encoder's pooling at this level."""
        y: torch.Tensor = self.layer(x)
        return self._unpool(y, indices) if self._way == "unpool" else y


class UNet(pl.LightningModule):
    """Images (N, 3, H, W) between 0 and 1 to scores (N, classes, H, W); H, W are multiples of 8.

    >>> import torch
    >>> UNet("transposed")(torch.zeros(1, 3, 16, 24)).shape
    torch.Size([1, 11, 16, 24])
    """

    def __init__(self, upsampling: str, learning_rate: float = 0.003) -> None:
        super().__init__()
        self._learning_rate = learning_rate
        self.down = nn.ModuleList(block(c, f) for c, f in zip((3, *_WIDTHS), _WIDTHS, strict=False))
        self.pool = nn.MaxPool2d(2, return_indices=True)
        self.up = nn.ModuleList()
        self.join = nn.ModuleList()
        for f in reversed(_WIDTHS[:-1]):
            if upsampling != NONE:
                self.up.append(Up(2 * f, upsampling))
            self.join.append(block(2 * f, f))
        self.classes = Conv2d(_WIDTHS[0], len(CLASSES), 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the scores of every class at every pixel."""
        if not self.up:
            for layer in (*self.down, *self.join):
                x = layer(x)
        else:
            levels: list[tuple[torch.Tensor, torch.Tensor]] = []
            for layer in self.down[:-1]:
                features = layer(x)
                x, indices = self.pool(features)
                levels.append((features, indices))
            x = self.down[-1](x)
            for up, join, (features, indices) in zip(
                self.up, self.join, reversed(levels), strict=True
            ):
                x = join(torch.cat([features, up(x, indices)], dim=1))
        scores: torch.Tensor = self.classes(x)
        return scores

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the loss of a batch."""
        loss = self.loss(batch)
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(batch[0]))
        return loss

    def validation_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> None:
        """Log the loss of a batch and the fraction of correct digit pixels."""
        images, labels = batch
        scores = self(images)
        found = scores.argmax(1)
        digits = (labels > 0) | (found > 0)
        numbers = {
            VALIDATION: self._loss(scores, labels),
            "digit_pixels": digits.sum() / len(images),
            "right_pixels": ((found == labels) & digits).sum() / len(images),
        }
        self.log_dict(numbers, on_epoch=True, batch_size=len(images))

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """Return Adam, with a learning rate that rises and then falls over all steps."""
        adam = torch.optim.Adam(self.parameters(), self._learning_rate)
        steps = self.trainer.estimated_stepping_batches
        schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: rate((step + 1) / steps))
        return {"optimizer": adam, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def loss(self, batch: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        """Return the mean over the pixels of their cross-entropy, weighted by the true class."""
        images, labels = batch
        return self._loss(self(images), labels)

    def _loss(self, scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        weights = scores.new_ones(len(CLASSES))
        weights[0] = _BACKGROUND
        # PyTorch's own mean divides by the sum of weights, which differs between shares.
        return cross_entropy(scores, labels, weights, reduction="none").mean()


def run(chosen: Settings, console: Console | None = None) -> Result | list[Result]:
    """Train the U-Net; write pictures, history, checkpoint and settings to `chosen.out`.

    With upsampling="all" there is one run for each method, in a separate folder, and a comparison.

    Raises ArgumentError for invalid settings, DataError for files that are missing, damaged or
    cannot be written.
    """
    if chosen.upsampling == ALL:
        return _compare(chosen, training.speaker(console))
    with training.seeded(chosen.seed):
        model = UNet(chosen.upsampling, chosen.learning_rate)
    kept: list[Quality] = []
    history = training.run(
        chosen,
        NAME,
        (OVERLAYS, LOSS, QUALITY),
        lambda settings, _: _plan(model, settings, kept),
        console,
    )
    return Result(model, history, kept[0] if kept else None)


def rate(done: float) -> float:
    """Return the learning rate, relative to its maximum, after a fraction `done` of all steps.

    It rises and falls along a cosine. With the maximum from the first step on, some networks only
    learn that every pixel is background. Smith, Topin, "Super-Convergence", 2017, arXiv 1708.07120.

    >>> [round(rate(done), 3) for done in (0, 0.15, 0.3, 0.65, 1)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    way = done / _RISE if done < _RISE else max(1 - done, 0) / (1 - _RISE)
    return (1 - math.cos(math.pi * way)) / 2


def judge(model: UNet, collages: Collages, batch_size: int = 50) -> tuple[Quality, data.Labels]:
    """Return the model's quality on images, and its predicted classes."""
    found = []
    model.eval()
    with torch.no_grad():
        for start in range(0, len(collages.images), batch_size):
            images = torch.from_numpy(collages.images[start : start + batch_size])
            found.append(model(images).argmax(1).numpy())
    classes = np.concatenate(found)
    return intersection_over_union(classes, collages.labels), classes


def intersection_over_union(found: data.Labels, labels: data.Labels) -> Quality:
    """Return the intersection over union of the predicted and true pixels of each class.

    >>> import numpy as np
    >>> intersection_over_union(np.array([0, 1, 1]), np.array([0, 0, 1])).per_class[:2]
    (0.5, 0.5)
    """
    count = len(CLASSES)
    pairs = np.bincount(labels.ravel() * count + found.ravel(), minlength=count**2)
    table = pairs.reshape(count, count)
    both = table.diagonal()
    either = table.sum(0) + table.sum(1) - both
    with np.errstate(invalid="ignore"):
        return Quality(tuple((both / either).tolist()))


def embedded(chosen: Settings) -> tuple[Collages, Collages, str]:
    """Return training images, held-out images, and a description of them.

    The held-out images show different digits on different photographs.
    """
    found = photographs.load(chosen.data, SIZE, "an image")
    digits, numbers = data.small_digits()
    known, unseen = data.split(len(digits), 0.2, 0)
    counts = [min(most, chosen.limit or most) for most in (_TRAIN, _TEST)]
    train = collage.compose(found.train, digits[known], numbers[known], counts[0], seed=1)
    test = collage.compose(found.test, digits[unseen], numbers[unseen], counts[1], seed=2)
    words = f"scikit-learn's digits on {found.title}: {found.names()}"
    return train, test, words


def _plan(model: UNet, chosen: Settings, kept: list[Quality]) -> training.Plan:
    collages, test, words = embedded(chosen)
    train, validation = data.split(len(collages.images), chosen.validation_split, chosen.seed)
    size = chosen.batch_size_for(len(train))
    images, labels = collages.images, collages.labels
    task = training.Task(
        name=NAME,
        module=model,
        train=ShuffledBatches((images[train], labels[train]), size, chosen.seed),
        validation=Batches((images[validation], labels[validation]), size),
        loss=Loss("weighted cross-entropy", "nats per pixel"),
        images=data.fingerprint(images, labels),
        pictures=(OVERLAYS, LOSS, QUALITY),
        measures=(Measure("right", "digits right", "of 1", derive=_right),),
    )

    def introduction() -> Iterator[RenderableType]:
        count = sum(parameter.numel() for parameter in model.parameters())
        yield f"U-Net, upsampling {chosen.upsampling}: {count:,} parameters."
        yield (
            f"Data: {words}. {len(train):,} images of {SIZE}x{SIZE} for training, "
            f"{len(validation):,} for validation; batches of {size}."
        )
        yield (
            "Digits right: the fraction of correct pixels among those that are, or are predicted "
            "to be, part of a digit."
        )

    def finish(history: History) -> Iterator[RenderableType]:
        quality, found = judge(model, test)
        kept.append(quality)
        rows = _rows(quality)
        tables.write(chosen.out / QUALITY, *_HEADINGS, rows)
        _draw(test, found, quality, chosen)
        pictures.loss_curves(chosen.out / LOSS, history)
        yield f"Intersection over union on {len(test.images)} held-out images:"
        yield tables.table(*_HEADINGS, rows, (0, 3))
        some = train[:size]
        batch = torch.from_numpy(images[some]), torch.from_numpy(labels[some])
        yield str(peers.compare(model, lambda other: [other.loss(batch)]))

    return training.Plan(chosen, task, introduction(), finish)


def _right(row: dict[str, float]) -> float:
    return row["right_pixels"] / max(row["digit_pixels"], 1e-9)


_HEADINGS = ("class", "IoU"), ("", "of 1")


def _rows(quality: Quality) -> list[tuple[str, float]]:
    return [*zip(CLASSES, quality.per_class, strict=True), ("mean", quality.mean)]


# One colour per class, distinct from each other and from most photographs; background is clear.
_COLOURS = np.array(
    [
        (0, 0, 0),
        (230, 25, 75),
        (60, 180, 75),
        (255, 225, 25),
        (0, 130, 200),
        (245, 130, 48),
        (145, 30, 180),
        (70, 240, 240),
        (240, 50, 230),
        (210, 245, 60),
        (250, 190, 212),
    ],
    np.float32,
) / np.float32(255)


def overlay(image: data.Images, classes: data.Labels, opacity: float = 0.75) -> data.Images:
    """Return an image (3, H, W) as (H, W, 3), faded, with its classes (H, W) in colour."""
    pale = image.transpose(1, 2, 0).mean(-1, keepdims=True) * 0.5 + 0.35
    shown = (classes > 0)[..., None] * np.float32(opacity)
    mixed: data.Images = pale * (1 - shown) + _COLOURS[classes] * shown
    return mixed


_LEGEND = list(zip(CLASSES[1:], map(tuple, _COLOURS[1:].tolist()), strict=True))
_CELL = 192  # pixels


def _draw(test: Collages, found: data.Labels, quality: Quality, chosen: Settings) -> None:
    images = test.images[:_SHOWN]
    rows = [
        _row("image", [image.transpose(1, 2, 0) for image in images]),
        _row("truth", list(map(overlay, images, test.labels))),
        _row(f"U-Net ({chosen.upsampling})", list(map(overlay, images, found))),
    ]
    caption = (
        "Held-out digits on held-out photographs: mean intersection over union "
        f"{quality.mean:.3f} over {len(CLASSES)} classes"
    )
    pictures.grid(chosen.out / OVERLAYS, rows, caption, cell=_CELL, legend=_LEGEND)


def _compare(chosen: Settings, console: Console) -> list[Result]:
    """Train each method in its own folder, then time steps and predictions, interleaved."""
    training.refuse_run(chosen.out, (COMPARISON, COMPARISON_PICTURE), chosen)
    for way in (*UPSAMPLINGS, NONE):  # all are checked before the first is trained
        training.refuse_run(chosen.out / way, files.OF_EVERY_RUN, chosen)
    results = []
    for way in (*UPSAMPLINGS, NONE):
        out = chosen.out / way
        going_on = chosen.resume and (out / files.CHECKPOINT).exists()
        training.say(console, f"\nUpsampling {way}:")
        result = run(replace(chosen, upsampling=way, out=out, resume=going_on), console)
        assert isinstance(result, Result)  # noqa: S101 - a list only for all of them
        results.append(result)
    if not distributed.is_first():
        return results
    collages, test, _ = embedded(chosen)
    size = chosen.batch_size_for(len(collages.images))
    images, labels = (torch.from_numpy(part[:size]) for part in (collages.images, collages.labels))
    qualities = [result.quality for result in results if result.quality is not None]
    steps = peers.in_turns([_step(result.model, images, labels) for result in results])
    looks = peers.in_turns([_look(result.model, images) for result in results])
    rows = [
        (
            way,
            quality.mean,
            sum(parameter.numel() for parameter in result.model.parameters()),
            1e3 * step,
            1e3 * look / len(images),
        )
        for way, result, quality, step, look in zip(
            (*UPSAMPLINGS, NONE), results, qualities, steps, looks, strict=True
        )
    ]
    titles = "upsampling", "mean IoU", "parameters", f"step of {len(images)}", "one image"
    units = "", "of 1", "", "ms", "ms"
    training.say(console, "\nThe same network with each upsampling; none never downsamples:")
    training.say(console, tables.table(titles, units, rows, (0, 3, 0, 1, 2), total=False))
    tables.write(chosen.out / COMPARISON, titles, units, rows)
    means = [quality.mean for quality in qualities]
    _draw_ways(results, means, test, chosen.out / COMPARISON_PICTURE)
    words = f"Wrote to {chosen.out}: {COMPARISON}, {COMPARISON_PICTURE} and a folder for each one"
    training.say(console, words)
    return results


def _step(model: UNet, images: torch.Tensor, labels: torch.Tensor) -> Callable[[], None]:
    twin = copy.deepcopy(model).train()  # a copy, as the step changes its statistics

    def step() -> None:
        torch.autograd.backward(twin.loss((images, labels)))

    return step


def _look(model: UNet, images: torch.Tensor) -> Callable[[], None]:
    model.eval()

    def look() -> None:
        with torch.no_grad():
            model(images)

    return look


def _draw_ways(results: list[Result], means: list[float], test: Collages, path: Path) -> None:
    some = Collages(test.images[:_SHOWN], test.labels[:_SHOWN])
    rows = [_row("image", [image.transpose(1, 2, 0) for image in some.images])]
    rows.append(_row("truth", list(map(overlay, some.images, some.labels))))
    for way, result, mean in zip((*UPSAMPLINGS, NONE), results, means, strict=True):
        _, found = judge(result.model, some)
        words = f"{way}: {mean:.3f}"
        rows.append(_row(words, list(map(overlay, some.images, found))))
    caption = (
        "The same network with each upsampling, and its mean intersection over union on held-out "
        "images"
    )
    pictures.grid(path, rows, caption, cell=_CELL, legend=_LEGEND)


def _row(words: str, images: list[data.Images]) -> list[tuple[str, data.Images]]:
    return [(words if n == 0 else "", image) for n, image in enumerate(images)]
