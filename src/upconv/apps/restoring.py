"""Resuming a run: errors caused by the values of a damaged checkpoint become DataError."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lightning.pytorch as pl

from upconv import errors
from upconv.apps import files
from upconv.apps.checkpoint import Saved
from upconv.apps.history import History


class Restoring(pl.Callback):
    """Turns errors into a DataError from the reading of a checkpoint to the end of its first batch.

    Damaged values can raise any error, in Lightning, in the callbacks or in the optimizer, some of
    them only in the first optimizer step.

    Parameters
    ----------
    saved
        The checkpoint; None if nothing is restored, and errors are not changed.
    record
        Receives its history.
    folder
        The folder of the run.
    """

    def __init__(self, saved: Saved | None, record: History, folder: Path) -> None:
        self._saved = saved
        self._record = record
        self._path = folder / files.CHECKPOINT
        self._now = False

    def setup(self, *_: Any, **__: Any) -> None:
        """See the base class; Lightning reads the checkpoint after it."""
        self._now = True

    def on_train_start(self, *_: Any) -> None:
        """See the base class."""
        if self._saved is not None:
            self._check_history(self._saved)

    def on_train_batch_end(self, *_: Any, **__: Any) -> None:
        """See the base class."""
        self._now = False

    @contextmanager
    def errors_as_data(self) -> Iterator[None]:
        """Raise DataError for any error in the block."""
        try:
            yield
        except (errors.UpconvError, MemoryError):
            raise
        except Exception as error:
            if self._saved is None or not self._now:
                raise
            raise errors.runs.not_a_checkpoint(str(self._path)) from error

    def without_training(self, module: pl.LightningModule, others: Iterable[pl.Callback]) -> None:
        """Restore a run that has finished training, or raise DataError."""
        assert self._saved is not None  # noqa: S101
        content = self._saved.content
        self._now = True
        with self.errors_as_data():
            module.load_state_dict(content["state_dict"])
            for callback in (self._record, *others):
                if callback.state_key in content["callbacks"]:
                    callback.load_state_dict(content["callbacks"][callback.state_key])
            self._check_history(self._saved)
        self._now = False

    def _check_history(self, saved: Saved) -> None:
        if len(self._record.rows) != saved.epochs:
            raise ValueError(len(self._record.rows), saved.epochs)
