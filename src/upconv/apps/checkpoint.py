"""Checkpoints: one per run, replaced atomically after every epoch, and read without trust."""

from __future__ import annotations

import io
import json
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import Checkpoint
from lightning.pytorch.plugins.io import TorchCheckpointIO

from upconv import errors
from upconv.apps import distributed, files
from upconv.apps.settings import Settings

_KEY = "upconv"
_VERSIONS = ("upconv", "numpy", "torch", "lightning")


@dataclass(frozen=True)
class Run:
    """What identifies a run."""

    application: str
    settings: dict[str, Any]
    images: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for the checkpoint."""
        return {
            "application": self.application,
            "settings": self.settings,
            "images_sha256": self.images,
        }


@dataclass(frozen=True)
class Saved:
    """A checkpoint read from a file."""

    run: Run
    epochs: int
    content: dict[str, Any]


def load(folder: Path, application: str) -> Saved:
    """Return the checkpoint in `folder`, or raise DataError if it is not one of `application`."""
    path = folder / files.CHECKPOINT
    if not path.exists():
        raise errors.runs.no_checkpoint(str(path))
    content = _read(path)
    try:
        kept = content[_KEY]
        run = Run(kept["application"], dict(kept["settings"]), kept["images_sha256"])
        saved = Saved(run, int(kept["epochs"]), content)
        complete = "state_dict" in content and "optimizer_states" in content
    except (KeyError, TypeError, ValueError) as error:
        raise errors.runs.not_a_checkpoint(str(path)) from error
    if not complete:
        raise errors.runs.not_a_checkpoint(str(path))
    if run.application != application:
        raise errors.runs.other_application(str(path), run.application, application)
    return saved


def check_same(saved: Saved, run: Run) -> None:
    """Raise ArgumentError unless `run` can be resumed from `saved`.

    The number of epochs may differ, but not be below the number already done.
    """
    epochs = run.settings["epochs"]
    if epochs < saved.epochs:
        raise errors.runs.epochs_already_done(epochs, saved.epochs)
    for name in sorted(run.settings.keys() | saved.run.settings.keys()):
        was, asked = saved.run.settings.get(name), run.settings.get(name)
        if name != "epochs" and was != asked:
            raise errors.runs.settings_differ(name, asked, was)
    if run.images != saved.run.images:
        raise errors.runs.images_differ(str(run.settings["data"]))


class AtomicIO(TorchCheckpointIO):
    """Lightning's reading and writing of checkpoints, through `files`."""

    def save_checkpoint(
        self,
        checkpoint: dict[str, Any],
        path: Any,
        storage_options: Any = None,  # noqa: ARG002 - the base class's
    ) -> None:
        """See the base class."""
        buffer = io.BytesIO()  # torch.save to a file hides why a write failed
        torch.save(checkpoint, buffer)
        files.write(Path(path), buffer.getvalue())

    def load_checkpoint(
        self,
        path: Any,
        map_location: Any = None,  # noqa: ARG002 - always the CPU
        weights_only: bool | None = None,  # noqa: ARG002 - always True
    ) -> dict[str, Any]:
        """See the base class."""
        return _read(Path(path))


class EveryEpoch(Checkpoint):
    """Saves before the first epoch and after each, and writes settings.json."""

    def __init__(self, run: Run, settings: Settings, stale: tuple[str, ...]) -> None:
        self._run = run
        self._settings = settings
        self._stale = stale
        self._epochs = 0
        self._path = settings.out / files.CHECKPOINT

    def on_train_start(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        if not self._settings.resume:
            if distributed.is_first():
                for name in self._stale:  # files of the overwritten run
                    files.remove(self._settings.out / name)
            trainer.save_checkpoint(self._path)
        if distributed.is_first():
            files.write(self._settings.out / files.SETTINGS, _settings_text(self._run))

    def on_train_epoch_end(self, trainer: pl.Trainer, _: pl.LightningModule) -> None:
        """See the base class."""
        self._epochs = trainer.current_epoch + 1
        trainer.save_checkpoint(self._path)

    def on_save_checkpoint(
        self,
        trainer: pl.Trainer,  # noqa: ARG002 - the base class's
        pl_module: pl.LightningModule,  # noqa: ARG002 - the base class's
        checkpoint: dict[str, Any],
    ) -> None:
        """See the base class."""
        # The checkpoint's own "epoch" still counts an epoch that has just ended as running.
        checkpoint[_KEY] = {**self._run.as_dict(), "epochs": self._epochs}


def _read(path: Path) -> dict[str, Any]:
    content = files.read(path)
    try:
        # weights_only: a checkpoint must not be able to run code
        found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged pickle or zip can raise any error
        raise errors.runs.not_a_checkpoint(str(path)) from error
    if not isinstance(found, dict):
        raise errors.runs.not_a_checkpoint(str(path))
    return found


def _settings_text(run: Run) -> bytes:
    versions = {"python": platform.python_version()}
    versions.update((name, metadata.version(name)) for name in _VERSIONS)
    text = json.dumps({**run.as_dict(), "versions": versions}, indent=2, ensure_ascii=False)
    return (text + "\n").encode()
