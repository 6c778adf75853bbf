"""A DCGAN that generates handwritten digits from noise.

Alec Radford, Luke Metz, Soumith Chintala, "Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks", 2015, arXiv 1511.06434: a generator of transposed
convolutions and a discriminator of strided ones, batch normalisation in both except in the
generator's output and the discriminator's input, ReLU in the former, leaky ReLU in the latter, Adam
with β₁ = 0.5, weights drawn with a standard deviation of 0.02. The networks here are smaller.

The discriminator would soon memorise so few real images. Real and generated images are therefore
shifted by some pixels, each differently: Shengyu Zhao, Zhijian Liu, Ji Lin, Jun-Yan Zhu, Song Han,
"Differentiable Augmentation for Data-Efficient GAN Training", 2020, arXiv 2006.10738.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import lightning.pytorch as pl
import numpy as np
import torch
from rich.console import Console, RenderableType
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from upconv import errors
from upconv.apps import data, judges, peers, pictures, summary, training
from upconv.apps.batchnorm import BatchNorm2d
from upconv.apps.data import Batches, Images, ShuffledBatches
from upconv.apps.distributed import Share
from upconv.apps.history import VALIDATION, History, Loss, Measure
from upconv.apps.judges import Judge
from upconv.apps.settings import Generation as Settings
from upconv.torch import Conv2d, ConvTranspose2d

NAME = "generation"
SAMPLES, FILM, BETWEEN, LOSS = "samples.png", "samples.gif", "interpolation.png", "loss.png"
SIDE = 28  # pixels

_NOISE = 64
_GENERATOR = (96, 48)  # features after each transposed convolution
_DISCRIMINATOR = (48, 96)
_SHIFT = 2  # the largest shift of an image in pixels
_SLOPE = 0.2  # of the leaky ReLU
_BETAS = (0.5, 0.999)  # of Adam
_SMOOTH = 0.9  # the label of real images: one-sided label smoothing
_AVERAGE = 0.99  # decay of the moving average of the generator's weights, used to draw images
_GRID = (6, 10)  # rows and columns
_JUDGED = 1000  # images
_STEPS = 10  # images from one noise vector to the next


@dataclass(frozen=True)
class Result:
    """A trained model and its history."""

    model: DCGAN
    history: History


class DCGAN(pl.LightningModule):
    """Noise (N, 64, 1, 1) to images (N, 1, 28, 28) between 0 and 1.

    >>> import torch
    >>> DCGAN()(torch.zeros(2, 64, 1, 1)).shape
    torch.Size([2, 1, 28, 28])
    """

    def __init__(self, learning_rate: float = 0.0005, judge: Judge | None = None) -> None:
        super().__init__()
        self.automatic_optimization = False  # two networks, alternately
        self._learning_rate = learning_rate
        self._judge = judge
        a, b = _GENERATOR
        self.generator = nn.Sequential(
            ConvTranspose2d(_NOISE, a, SIDE // 4, bias=False),  # 1 to 7
            BatchNorm2d(a),
            nn.ReLU(),
            ConvTranspose2d(a, b, 4, stride=2, padding=1, bias=False),  # to 14
            BatchNorm2d(b),
            nn.ReLU(),
            ConvTranspose2d(b, 1, 4, stride=2, padding=1, activation="sigmoid"),  # to 28
        )
        a, b = _DISCRIMINATOR
        self.discriminator = nn.Sequential(
            Conv2d(1, a, 4, stride=2, padding=1, activation=("leaky_relu", _SLOPE)),  # 28 to 14
            Conv2d(a, b, 4, stride=2, padding=1, bias=False),  # to 7
            BatchNorm2d(b),
            nn.LeakyReLU(_SLOPE),
            nn.Flatten(),
            nn.Linear(b * (SIDE // 4) ** 2, 1),  # the logarithm of the odds that it is real
        )
        for layer in self.modules():
            if isinstance(layer, Conv2d | ConvTranspose2d | nn.Linear):
                nn.init.normal_(layer.weight, std=0.02)
        self.average = copy.deepcopy(self.generator).requires_grad_(False)

    def forward(self, noise: torch.Tensor) -> torch.Tensor:
        """Return images, generated with the moving average of the generator's weights."""
        images: torch.Tensor = self.average(noise)
        return images

    def training_step(self, real: torch.Tensor, index: int) -> None:
        """Update the discriminator, then the generator."""
        batches = self.trainer.train_dataloader
        noise, shifts = _noise(batches, index), _shifts(batches, index)
        names = ("train_loss", "train_loss_of_generator")
        for name, optimizer, loss in zip(
            names, self.optimizers(), self.losses(real, noise, shifts), strict=True
        ):
            optimizer.zero_grad()
            self.manual_backward(loss)
            optimizer.step()
            self.log(name, loss.detach(), on_step=False, on_epoch=True, batch_size=len(real))
        self._follow()

    def validation_step(self, real: torch.Tensor, index: int) -> None:
        """Log the discriminator's loss on unseen images."""
        made = self(_noise(self.trainer.val_dataloaders, index))
        loss = self._discriminator_loss(real, made)
        self.log(VALIDATION, loss, batch_size=len(real))

    def on_validation_epoch_end(self) -> None:
        """Log the two measures of image quality."""
        if self._judge is not None:
            numbers = self._judge.figures(self.drawn(_JUDGED))
            self.log_dict({"frechet": numbers.frechet, "score": numbers.score})

    def configure_optimizers(self) -> list[torch.optim.Optimizer]:
        """Return one Adam for each network."""
        return [
            torch.optim.Adam(network.parameters(), self._learning_rate, _BETAS)
            for network in (self.discriminator, self.generator)
        ]

    def losses(
        self, real: torch.Tensor, noise: torch.Tensor, shifts: torch.Tensor
    ) -> Iterator[torch.Tensor]:
        """Yield the discriminator's loss, then the generator's against the updated discriminator.

        Both are the mean cross-entropy of classifying real and generated images; the generator's is
        the non-saturating one, for its images being classified as real. Each has gradients only for
        its own network. `shifts` (N, 2, 2) are those of the real and of the generated images.
        """
        made = moved(self.generator(noise), shifts[:, 1])
        yield self._discriminator_loss(moved(real, shifts[:, 0]), made.detach())
        self.discriminator.requires_grad_(False)
        logits = self.discriminator(made)
        self.discriminator.requires_grad_(True)
        yield binary_cross_entropy_with_logits(logits, torch.ones_like(logits))

    def drawn(self, count: int, seed: int = 0) -> Images:
        """Return images generated from noise that is a function of the seed."""
        training_now = self.average.training
        self.average.eval()
        with torch.no_grad():
            images: Images = self(fixed_noise(count, seed)).numpy()
        self.average.train(training_now)
        return images

    def _discriminator_loss(self, real: torch.Tensor, made: torch.Tensor) -> torch.Tensor:
        parts = []
        for images, truth in ((real, _SMOOTH), (made, 0.0)):
            logits = self.discriminator(images)
            parts.append(binary_cross_entropy_with_logits(logits, torch.full_like(logits, truth)))
        return torch.stack(parts).mean()

    @torch.no_grad()
    def _follow(self) -> None:
        """Update the moving average of the generator's weights."""
        now = self.generator.state_dict()
        for name, mean in self.average.state_dict().items():
            if mean.is_floating_point():
                mean.lerp_(now[name], 1 - _AVERAGE)


def _noise(batches: Any, index: int) -> torch.Tensor:
    """Return noise for this process's images of a batch."""
    share: Share = batches.shares()[index]
    return share.of(lambda count: torch.randn(count, _NOISE, 1, 1))


def _shifts(batches: Any, index: int) -> torch.Tensor:
    """Return the shifts of the real and the generated images of a batch, down and to the right."""
    share: Share = batches.shares()[index]
    return share.of(lambda count: torch.randint(-_SHIFT, _SHIFT + 1, (count, 2, 2)))


def moved(images: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    """Return images (N, 1, H, W) shifted by (N, 2) pixels down and to the right, padded with zeros.

    >>> import torch
    >>> moved(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), torch.tensor([[1, -1]]))
    tensor([[[[0., 0.],
              [2., 0.]]]])
    """
    padded = pad(images, (_SHIFT,) * 4)[:, 0]
    rows, columns = (
        torch.arange(size) + _SHIFT - by[:, axis, None]
        for axis, size in enumerate(images.shape[2:])
    )
    which = torch.arange(len(images))[:, None, None]
    return padded[which, rows[:, :, None], columns[:, None, :]][:, None]


class Frames(pl.Callback):
    """Draws images from the same noise after every epoch; the checkpoint stores the frames."""

    def __init__(self) -> None:
        self.frames: list[torch.Tensor] = []  # bytes (N, H, W)

    def on_train_epoch_end(self, _: pl.Trainer, module: pl.LightningModule) -> None:
        """See the base class."""
        assert isinstance(module, DCGAN)  # noqa: S101
        images = module.drawn(_GRID[0] * _GRID[1])[:, 0]
        self.frames.append(torch.from_numpy((images * 255).round().astype(np.uint8)))

    def state_dict(self) -> dict[str, Any]:
        """See the base class."""
        return {"frames": self.frames}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """See the base class; damaged frames raise an exception."""
        frames = list(state_dict["frames"])
        for frame in frames:
            if frame.dtype != torch.uint8 or frame.shape != (_GRID[0] * _GRID[1], SIDE, SIDE):
                raise ValueError(frame.shape)
        self.frames = frames


def fixed_noise(count: int, seed: int) -> torch.Tensor:
    """Return noise (N, 64, 1, 1) that is a function of the seed."""
    return torch.randn(count, _NOISE, 1, 1, generator=torch.Generator().manual_seed(seed))


def between(ends: torch.Tensor, steps: int) -> torch.Tensor:
    """Interpolate the noise from each of `ends` (N, ...) to the next: ((N - 1)·steps, ...).

    The interpolation is on the sphere, near which noise of many dimensions lies: sin((1 - t)·θ)/
    sin(θ) of the one and sin(t·θ)/sin(θ) of the other, θ being the angle between them.
    """
    found = []
    for start, stop in pairwise(ends):
        cosine = torch.cosine_similarity(start.flatten(), stop.flatten(), dim=0)
        angle = torch.acos(cosine.clamp(-1, 1))
        for t in torch.linspace(0, 1, steps):
            shares = torch.sin((1 - t) * angle), torch.sin(t * angle)
            found.append((shares[0] * start + shares[1] * stop) / torch.sin(angle))
    return torch.stack(found)


def run(chosen: Settings, console: Console | None = None) -> Result:
    """Train the DCGAN; write pictures, history, checkpoint and settings to `chosen.out`.

    Raises ArgumentError for invalid settings, DataError for files that are missing, damaged or
    cannot be written.
    """
    models: list[DCGAN] = []
    names = (SAMPLES, FILM, BETWEEN, LOSS)
    history = training.run(
        chosen, NAME, names, lambda *given: _plan(models, names, *given), console
    )
    return Result(models[0], history)


def _plan(
    models: list[DCGAN], names: tuple[str, ...], chosen: Settings, console: Console
) -> training.Plan:
    images = data.load(chosen.data, lambda words: training.say(console, words))
    images = images.limited(chosen.limit)
    if images.train.shape[2:] != (SIDE, SIDE):
        raise errors.files.image_sizes_differ(images.title, images.train.shape[2:], (SIDE, SIDE))
    train, validation = data.split(len(images.train), chosen.validation_split, chosen.seed)
    size = chosen.batch_size_for(len(train))
    unseen = images.train[validation]
    judge = judges.trained(unseen)
    with training.seeded(chosen.seed):
        model = DCGAN(chosen.learning_rate, judge)
    models.append(model)
    frames = Frames()
    task = training.Task(
        name=NAME,
        module=model,
        train=ShuffledBatches(images.train[train], size, chosen.seed),
        validation=Batches(unseen, size),
        loss=Loss("discriminator's cross-entropy", "nats per image"),
        images=images.fingerprint(),
        pictures=names,
        measures=(
            Measure("score", "score", "1 to 10", 2),
            Measure("frechet", "Fréchet", "distance", 2),
        ),
        callbacks=(frames,),
        unused_parameters=True,
    )

    def introduction() -> Iterator[RenderableType]:
        yield "The generator:"
        yield summary.table(model.generator, (_NOISE, 1, 1))
        yield "The discriminator:"
        yield summary.table(model.discriminator, (1, SIDE, SIDE))
        yield (
            f"Data: {images.title}, {len(train):,} images of {SIDE}x{SIDE} for training, "
            f"{len(validation):,} for evaluation; batches of {size}."
        )
        real = judge.figures(images.train[train][:_JUDGED])
        yield (
            "Quality is measured by a classifier of scikit-learn's digits, which is right for "
            f"{100 * judge.accuracy:.1f} % of unseen ones. Real training images have a score of "
            f"{real.score:.2f} and a Fréchet distance of {real.frechet:.2f} to those for "
            "evaluation; noise images "
            f"{judge.figures(_static(_JUDGED)).frechet:.2f}."
        )

    def finish(history: History) -> Iterator[RenderableType]:
        last = history.rows[-1]
        words = (
            f"after {len(history.rows)} epochs: score {last['score']:.2f} of at most 10, Fréchet "
            f"distance {last['frechet']:.2f}"
        )
        rows, columns = _GRID
        count = rows * columns
        sheet = model.drawn(count).reshape(rows, columns, 1, SIDE, SIDE)
        pictures.image_rows(
            chosen.out / SAMPLES,
            [("from noise" if n == 0 else "", row) for n, row in enumerate(sheet)],
            f"All images are generated; {words}",
        )
        pictures.animation(
            chosen.out / FILM,
            [frame.numpy().reshape(rows, columns, SIDE, SIDE) for frame in frames.frames],
        )
        noise = between(fixed_noise(7, 1), _STEPS)
        with torch.no_grad():
            way = model.eval()(noise).numpy().reshape(-1, _STEPS, 1, SIDE, SIDE)
        pictures.image_rows(
            chosen.out / BETWEEN,
            [("between" if n == 0 else "", row) for n, row in enumerate(way)],
            "Each row interpolates between two noise vectors, on the sphere",
        )
        pictures.loss_curves(chosen.out / LOSS, history)
        yield f"Quality {words}."
        real = torch.from_numpy(images.train[train[:size]])
        noise, still = fixed_noise(size, 2), torch.zeros(size, 2, 2, dtype=torch.int64)
        yield str(peers.compare(model, lambda other: other.losses(real, noise, still)))

    return training.Plan(replace(chosen, batch_size=size), task, introduction(), finish)


def _static(count: int) -> Images:
    return np.random.default_rng(0).random((count, 1, SIDE, SIDE), np.float32)
