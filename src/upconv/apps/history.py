"""The numbers of every epoch: kept in the checkpoint, written as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import numpy as np
import torch

from upconv import errors
from upconv.apps import files

TRAIN, VALIDATION = "train_loss", "validation_loss"


@dataclass(frozen=True)
class Loss:
    """What a module logs as train_loss and validation_loss.

    `floor` is the smallest value that any model could reach on the validation data, if known.
    """

    name: str
    unit: str
    floor: float | None = None


class History(pl.Callback):
    """Collects what the module logs per epoch and writes history.csv after each."""

    def __init__(self, loss: Loss, folder: Path) -> None:
        self.rows: list[dict[str, float]] = []
        self.loss = loss
        self._path = folder / files.HISTORY

    def on_before_backward(
        self, trainer: pl.Trainer, _: pl.LightningModule, loss: torch.Tensor
    ) -> None:
        """See the base class."""
        if not torch.isfinite(loss):
            raise errors.runs.loss_not_finite(TRAIN, loss.item(), trainer.current_epoch + 1)

    def on_train_epoch_end(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        row = {name: float(value) for name, value in trainer.callback_metrics.items()}
        epoch = trainer.current_epoch + 1
        if not math.isfinite(row[VALIDATION]):
            raise errors.runs.loss_not_finite(VALIDATION, row[VALIDATION], epoch)
        self.rows.append({"epoch": epoch, **dict(sorted(row.items()))})
        self.write()

    def write(self) -> None:
        """Write history.csv."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if self.rows:
            writer.writerow([self._title(name) for name in self.rows[0]])
        for row in self.rows:
            writer.writerow(
                # float32 in as few digits as give it back exactly
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
        """See the base class."""
        self.rows = list(state_dict["rows"])

    def _title(self, name: str) -> str:
        return f"{name}_{self.loss.unit.replace(' ', '_')}" if name in (TRAIN, VALIDATION) else name
