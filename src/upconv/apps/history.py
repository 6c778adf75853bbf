"""The numbers of every epoch: stored in the checkpoint, written as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import numpy as np
import torch

from upconv import errors
from upconv.apps import distributed, files
from upconv.apps.data import Batches

TRAIN, VALIDATION = "train_loss", "validation_loss"


@dataclass(frozen=True)
class Measure:
    """A number of every epoch: the value logged as `name`, or a function of the logged values."""

    name: str
    title: str
    unit: str
    digits: int = 4
    derive: Callable[[dict[str, float]], float] | None = None


@dataclass(frozen=True)
class Loss:
    """The loss that a module logs as train_loss and validation_loss.

    `floor` is the smallest value that any model could reach on the validation data, if known.
    """

    name: str
    unit: str
    floor: float | None = None

    def measures(self) -> tuple[Measure, Measure]:
        """Return the two losses as numbers of every epoch."""
        return (
            Measure(TRAIN, "train loss", self.unit),
            Measure(VALIDATION, "validation loss", self.unit),
        )


class History(pl.Callback):
    """Collects the values that the module logs per epoch, and writes history.csv after each."""

    def __init__(
        self,
        loss: Loss,
        folder: Path,
        measures: Sequence[Measure] = (),
        batches: tuple[Batches, Batches] | None = None,
    ) -> None:
        self.rows: list[dict[str, float]] = []
        self.loss = loss
        self.measures = (*loss.measures(), *measures)
        self._path = folder / files.HISTORY
        self._batches = batches

    def on_before_backward(
        self, trainer: pl.Trainer, _: pl.LightningModule, loss: torch.Tensor
    ) -> None:
        """See the base class."""
        if not torch.isfinite(loss):
            raise errors.runs.loss_not_finite(TRAIN, loss.item(), trainer.current_epoch + 1)

    def on_train_epoch_end(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        logged = trainer.callback_metrics
        row = {name: self._over_processes(name, float(logged[name])) for name in sorted(logged)}
        for measure in self.measures:
            if measure.derive is not None:
                row[measure.name] = measure.derive(row)
        epoch = trainer.current_epoch + 1
        if not math.isfinite(row[VALIDATION]):
            raise errors.runs.loss_not_finite(VALIDATION, row[VALIDATION], epoch)
        self.rows.append({"epoch": epoch, **row})
        if distributed.is_first():
            self.write()

    def write(self) -> None:
        """Write history.csv."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if self.rows:
            writer.writerow([self._title(name) for name in self.rows[0]])
        for row in self.rows:
            writer.writerow(
                # the shortest text that gives the same float32
                [
                    value if name == "epoch" else str(np.float32(value))
                    for name, value in row.items()
                ]
            )
        files.write(self._path, text.getvalue().encode())

    def column(self, name: str) -> list[float]:
        """Return one number per epoch."""
        return [row[name] for row in self.rows]

    def state_dict(self) -> dict[str, Any]:
        """See the base class."""
        return {"rows": self.rows}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """See the base class; damaged rows raise an exception."""
        rows = list(state_dict["rows"])
        names = {"epoch", *(measure.name for measure in self.measures)}
        for row in rows:
            losses = (row["epoch"], row[TRAIN], row[VALIDATION])
            numbers = all(isinstance(value, float | int) for value in row.values())
            if not (names <= row.keys() and numbers and all(map(math.isfinite, losses))):
                raise ValueError(row)
        self.rows = rows

    def _over_processes(self, name: str, value: float) -> float:
        """Return the mean over all rows, of which this process had a share."""
        if self._batches is None:
            return value
        train, validation = self._batches
        return distributed.mean(value, (train if name.startswith("train") else validation).mine())

    def _title(self, name: str) -> str:
        units = {measure.name: measure.unit for measure in self.measures}
        return f"{name}_{units[name].replace(' ', '_')}" if units.get(name) else name
