"""Progress of a training run: one line per epoch and, on a terminal, a bar."""

from __future__ import annotations

import time
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import ProgressBar
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from upconv.apps.history import History

_GAP = 3


class Lines(ProgressBar):
    """Prints the numbers of each epoch under a heading with their units."""

    def __init__(self, console: Console, history: History, epochs: int) -> None:
        super().__init__()
        self._console = console
        self._history = history
        self._epochs = epochs
        self._began = 0.0
        self._bar: Progress | None = None

    def disable(self) -> None:
        """See the base class."""

    def enable(self) -> None:
        """See the base class."""

    def on_train_start(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        measures = self._history.measures
        self._print("epoch", *(measure.title for measure in measures), "time")
        self._print("", *(measure.unit for measure in measures), "seconds")
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
        row = self._history.rows[-1]  # the history callback runs first
        numbers = (f"{row[one.name]:.{one.digits}f}" for one in self._history.measures)
        seconds = f"{time.perf_counter() - self._began:.1f}"
        self._print(f"{trainer.current_epoch + 1}/{self._epochs}", *numbers, seconds)

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
        columns = [max(len(one.title), len(one.unit)) for one in self._history.measures]
        widths = (9, *(width + _GAP for width in columns), 7 + _GAP)
        line = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        self._console.print(line, highlight=False, soft_wrap=True)
