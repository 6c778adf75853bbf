"""What a run shows while it trains: one line per epoch and, on a terminal, a bar."""

from __future__ import annotations

import time
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import ProgressBar
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upconv.apps.history import TRAIN, VALIDATION, Loss

_WIDTHS = (9, 14, 17, 10)


class Lines(ProgressBar):
    """Prints the losses of each epoch under a heading with their unit."""

    def __init__(self, console: Console, loss: Loss, epochs: int) -> None:
        super().__init__()
        self._console = console
        self._loss = loss
        self._epochs = epochs
        self._began = 0.0
        self._bar: Progress | None = None

    def disable(self) -> None:
        """See the base class."""

    def enable(self) -> None:
        """See the base class."""

    def on_train_start(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        self._print("epoch", "train loss", "validation loss", "time")
        self._print("", self._loss.unit, self._loss.unit, "seconds")
        if self._console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:3.0f} %"),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            batches = int(self.total_train_batches)
            self._bar.add_task(
                "", total=self._epochs * batches, completed=trainer.current_epoch * batches
            )
            self._bar.start()

    def on_train_epoch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """See the base class."""
        self._began = time.perf_counter()
        if self._bar is not None:
            words = f"epoch {trainer.current_epoch + 1} of {self._epochs}"
            self._bar.update(self._bar.task_ids[0], description=words)

    def on_train_batch_end(self, *_: Any) -> None:
        """See the base class."""
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    def on_train_epoch_end(self, trainer: pl.Trainer, *_: Any) -> None:
        """See the base class."""
        losses = (f"{float(trainer.callback_metrics[name]):.4f}" for name in (TRAIN, VALIDATION))
        seconds = f"{time.perf_counter() - self._began:.1f}"
        self._print(f"{trainer.current_epoch + 1}/{self._epochs}", *losses, seconds)

    def on_train_end(self, *_: Any) -> None:
        """See the base class."""
        self._stop()

    def on_exception(self, *_: Any) -> None:
        """See the base class."""
        self._stop()

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _print(self, *cells: str) -> None:
        line = "".join(cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
        self._console.print(line, highlight=False, soft_wrap=True)
