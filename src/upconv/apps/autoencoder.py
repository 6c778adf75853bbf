"""A convolutional autoencoder: three convolutions down, three transposed convolutions up."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from rich.console import Console, RenderableType
from torch import nn
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits

from upconv import errors
from upconv.apps import data, files, microbatch, pictures, settings, summary, training
from upconv.apps.data import Batches, ImageData, Images, Labels, ShuffledBatches
from upconv.apps.history import History, Loss
from upconv.torch import Conv2d, ConvTranspose2d, chain

NAME = "autoencoder"
RECONSTRUCTIONS, LOSS = "reconstructions.png", "loss.png"

_SHOWN = 10
_SMALLEST = 7  # pixels: three 3×3 convolutions leave 1


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of the autoencoder; see the base class."""

    out: Path = Path("runs/autoencoder")


@dataclass(frozen=True)
class Result:
    """A trained model and its history."""

    model: Autoencoder
    history: History


class Autoencoder(pl.LightningModule):
    """Images (N, 1, H, W) between 0 and 1 to images of the same size, over 8 channels.

    >>> import torch
    >>> Autoencoder()(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 1, 28, 28])
    """

    def __init__(self, learning_rate: float = 0.003) -> None:
        super().__init__()
        self._learning_rate = learning_rate
        self.layers = _numbered(
            Conv2d(1, 32, 3, activation="relu"),
            Conv2d(32, 16, 3, activation="relu"),
            Conv2d(16, 8, 3, activation="relu"),
            ConvTranspose2d(8, 8, 3, activation="relu"),
            ConvTranspose2d(8, 16, 3, activation="relu"),
            ConvTranspose2d(16, 32, 3, activation="relu"),
            Conv2d(32, 1, 3, padding="same"),
            nn.Sigmoid(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the reconstructions of `x`."""
        result: torch.Tensor = self.layers(x)
        return result

    def training_step(self, batch: torch.Tensor, _: int) -> torch.Tensor:
        """Return the loss of a batch."""
        return self._loss("train_loss", batch)

    def validation_step(self, batch: torch.Tensor, _: int) -> torch.Tensor:
        """Return the loss of a batch."""
        return self._loss("validation_loss", batch)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Return Adam."""
        return torch.optim.Adam(self.parameters(), self._learning_rate)

    def _loss(self, name: str, batch: torch.Tensor) -> torch.Tensor:
        loss = microbatch.mean_loss(self.layers, self._entropy, batch)
        self.log(name, loss, on_step=False, on_epoch=True, batch_size=len(batch))
        return loss

    def _entropy(self, batch: torch.Tensor) -> torch.Tensor:
        batch = batch.to(memory_format=torch.channels_last)
        before_sigmoid = tuple(self.layers)[:-1]  # the logarithm of a sigmoid loses digits
        logits = chain.run(before_sigmoid, batch)
        return binary_cross_entropy_with_logits(logits, batch)


def _numbered(*layers: nn.Module) -> nn.Sequential:
    """Number the layers as if each activation were a separate module, as state dicts have them."""
    return nn.Sequential(OrderedDict((str(2 * n), layer) for n, layer in enumerate(layers)))


def run(chosen: Settings, console: Console | None = None) -> Result:
    """Train the autoencoder; write pictures, history, checkpoint and settings to `chosen.out`.

    Raises ArgumentError for invalid settings, DataError for files that are missing, damaged or
    cannot be written.
    """
    console = console or Console()
    with training.prepared(chosen, NAME, (RECONSTRUCTIONS, LOSS)) as saved:
        images = data.load(chosen.data, lambda words: _say(console, words)).limited(chosen.limit)
        if min(images.train.shape[2:]) < _SMALLEST:
            raise errors.files.images_too_small(images.train.shape[2:], _SMALLEST)
        train, validation = data.split(len(images.train), chosen.validation_split, chosen.seed)
        chosen = replace(chosen, batch_size=chosen.batch_size_for(len(train)))
        with training.seeded(chosen.seed):
            model = Autoencoder(chosen.learning_rate)
        task = _task(model, images, train, validation, chosen)
        introduction: list[RenderableType] = [
            summary.table(model.layers, images.train.shape[1:]),
            *_introduction(task, images, train, validation, chosen),
        ]
        history = training.fit(task, chosen, saved, console, introduction)
        _draw(model, images, validation, history, chosen.out)
        _say(console, f"Wrote to {chosen.out}: {', '.join((*task.pictures, *files.OF_EVERY_RUN))}")
        return Result(model, history)


def entropy(images: Images) -> float:
    """Return the mean entropy of the pixels in nats, a lower bound for the reconstruction loss."""
    tensor = torch.from_numpy(images)
    return float(binary_cross_entropy(tensor, tensor))


def _task(
    model: Autoencoder, images: ImageData, train: Labels, validation: Labels, chosen: Settings
) -> training.Task:
    size = chosen.batch_size_for(len(train))
    unseen = images.train[validation]
    return training.Task(
        name=NAME,
        module=model,
        train=ShuffledBatches(images.train[train], size, chosen.seed),
        validation=Batches(unseen, size),
        loss=Loss("binary cross-entropy", "nats per pixel", entropy(unseen)),
        images=images.fingerprint(),
        pictures=(RECONSTRUCTIONS, LOSS),
    )


def _introduction(
    task: training.Task,
    images: ImageData,
    train: Labels,
    validation: Labels,
    chosen: Settings,
) -> Iterator[str]:
    size = "x".join(map(str, images.train.shape[2:]))
    yield (
        f"Data: {images.title}, {len(train):,} images of {size} for training, "
        f"{len(validation):,} for validation; batches of {chosen.batch_size}."
    )
    yield (
        f"Loss: {task.loss.name} in {task.loss.unit}; its lower bound is {task.loss.floor:.4f}, "
        "the entropy of the grey values."
    )


def _draw(
    model: Autoencoder, images: ImageData, validation: Labels, history: History, out: Path
) -> None:
    originals = _to_show(images, validation)
    with torch.no_grad():
        reconstructions = model(torch.from_numpy(originals)).numpy()
    kind = "validation" if images.test is None else "test"
    last = history.rows[-1]["validation_loss"]
    caption = (
        f"{images.title}: {kind} images, never trained on · {len(history.rows)} epochs · "
        f"validation loss {last:.4f} {history.loss.unit}"
    )
    rows = [("original", originals), ("reconstruction", reconstructions)]
    pictures.image_rows(out / RECONSTRUCTIONS, rows, caption)
    pictures.loss_curves(out / LOSS, history)


def _to_show(images: ImageData, validation: Labels) -> Images:
    """Return images that were not trained on: one of each digit if the labels are known."""
    if images.test is not None:
        return np.ascontiguousarray(images.test[:_SHOWN])
    chosen = validation
    if images.labels is not None:
        _, first = np.unique(images.labels[validation], return_index=True)
        chosen = np.concatenate([validation[first], np.delete(validation, first)])
    return images.train[chosen[:_SHOWN]]


def _say(console: Console, words: str) -> None:
    console.print(words, highlight=False, markup=False, soft_wrap=True)
