"""Super-resolution: FSRCNN trained on photographs, and compared with bicubic interpolation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rich.console import Console, RenderableType
from rich.table import Table

from upconv.apps import (
    data,
    fidelity,
    patches,
    peers,
    photographs,
    pictures,
    pretrained,
    summary,
    tables,
    training,
    upscaling,
)
from upconv.apps.data import Batches, Images, ShuffledBatches
from upconv.apps.fidelity import Quality
from upconv.apps.fsrcnn import FSRCNN, SQUARED
from upconv.apps.history import History, Loss, Measure
from upconv.apps.photographs import Photograph
from upconv.apps.settings import SuperResolution as Settings

NAME = "superresolution"
_LEFT = COMPARISON, LOSS, QUALITY, WEIGHTS = (
    "comparison.png",
    "loss.png",
    "quality.csv",
    "weights.npz",
)

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


def run(chosen: Settings, console: Console | None = None) -> Result:
    """Train FSRCNN; write pictures, history, checkpoint, settings and weights to `chosen.out`.

    Raises ArgumentError for invalid settings, DataError for files that are missing, damaged or
    cannot be written.
    """
    with training.seeded(chosen.seed):
        model = FSRCNN(chosen.scale, chosen.learning_rate, chosen.decay)
    history = training.run(
        chosen,
        NAME,
        _LEFT,
        lambda settings, _: _plan(model, settings),
        console,
    )
    return Result(model, history)


def _plan(model: FSRCNN, chosen: Settings) -> training.Plan:
    scale = chosen.scale
    found = photographs.load(
        chosen.data,
        patches.SIZE * scale,
        f"a patch at scale {scale}",
        exclude=chosen.names("exclude"),
        held_out=chosen.names("held_out"),
    )
    cut = patches.plain(found.train, scale)[: chosen.limit]
    rows, unseen_rows = data.split(len(cut), chosen.validation_split, chosen.seed)
    train, unseen = cut[rows], cut[unseen_rows]
    seen = [cut]
    if chosen.augment:
        seen.append(patches.augmented(found.train, scale, unseen.places))
        most = None if chosen.limit is None else chosen.limit - len(unseen)
        train = train.and_more(seen[1])[:most]
    size = chosen.batch_size_for(len(train))
    bicubic = _bicubic_quality(unseen.small, unseen.large)
    batches = ShuffledBatches((train.small, train.large), size, chosen.seed)
    task = training.Task(
        name=NAME,
        module=model,
        train=batches,
        validation=Batches((unseen.small, unseen.large), size),
        loss=Loss("mean absolute error of the luma", "luma"),
        images=data.fingerprint(*(part for one in seen for part in (one.small, one.large))),
        pictures=_LEFT,
        measures=(
            Measure("psnr", "PSNR", "dB", 2, lambda row: fidelity.decibel(row[SQUARED])),
            Measure(
                "gain",
                "gain",
                "dB",
                2,
                lambda row: fidelity.decibel(row[SQUARED]) - bicubic.psnr,
            ),
            Measure("ssim", "SSIM", "of 1"),
        ),
    )

    def introduction() -> Iterator[RenderableType]:
        yield summary.table(model.layers, (1, patches.SIZE, patches.SIZE))
        yield (
            f"Data: {found.title}: {found.names()}. {len(train):,} patches of "
            f"{patches.SIZE}x{patches.SIZE} pixels to upscale by {scale} for training, "
            f"{len(unseen):,} for validation; batches of {size}."
        )
        yield (
            f"Bicubic interpolation has {bicubic.psnr:.2f} dB and an SSIM of {bicubic.ssim:.4f} on "
            "the validation patches; the gain is that of the network over it."
        )

    def finish(history: History) -> Iterator[RenderableType]:
        judged = [judge(model, photograph, scale) for photograph in found.test]
        _write_quality(judged, chosen.out / QUALITY)
        _draw(judged, scale, chosen.out / COMPARISON)
        pretrained.write(model, scale, chosen.out / WEIGHTS)
        pictures.loss_curves(chosen.out / LOSS, history)
        yield "On the held-out photographs:"
        yield _table(judged)
        some = train[:size]
        batch = torch.from_numpy(some.small), torch.from_numpy(some.large)
        yield str(peers.compare(model, lambda other: [other.loss(batch)]))

    return training.Plan(chosen, task, introduction(), finish)


def judge(model: FSRCNN, photograph: Photograph, scale: int) -> Judged:
    """Downscale a photograph, then upscale it by bicubic interpolation and by the network."""
    original, reduced = patches.pair(photographs.luma(photograph.rgb), scale)
    bicubic = photographs.resize(reduced, *original.shape)
    network = upscaling.enlarged(model.layers, reduced, scale)
    planes = original, patches.as_bytes(bicubic), patches.as_bytes(network)
    qualities = (fidelity.quality(plane, original, scale) for plane in planes[1:])
    return Judged(photograph.name, planes, *qualities)


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
