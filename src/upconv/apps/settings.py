"""What a run is asked to do, and which of it decides the result."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from upconv import errors
from upconv.apps.data import DIGITS, MNIST

_ABOUT_THE_FOLDER = ("out", "resume", "overwrite")
_PER_EPOCH = 45  # batches; 1000 images each on MNIST, 32 on the digits


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings that all applications share.

    Parameters
    ----------
    out
        The folder for everything that the run leaves.
    data
        "digits", "mnist" or a folder of IDX files.
    epochs, batch_size, learning_rate
        Of the training. A batch size of None is about 45 batches an epoch, of 32 to 1000 images.
    validation_split
        The fraction of the images that validate, between 0 and 1.
    seed
        Decides weights, split and order; the same seed gives the same run.
    limit
        Use the first so many images; None is all.
    resume
        Go on with the run in `out`.
    overwrite
        Replace the run in `out`.

    Raises ArgumentError that names the setting.
    """

    out: Path
    data: str = DIGITS
    epochs: int = 25
    batch_size: int | None = None
    learning_rate: float = 0.003
    validation_split: float = 0.2
    seed: int = 0
    limit: int | None = None
    resume: bool = False
    overwrite: bool = False

    def __post_init__(self) -> None:
        if self.data not in (DIGITS, MNIST):  # a folder is the same one from anywhere
            object.__setattr__(self, "data", str(Path(self.data).expanduser().absolute()))
        object.__setattr__(self, "out", Path(self.out))
        for name, minimum in (("epochs", 1), ("batch_size", 1), ("seed", 0), ("limit", 2)):
            value = getattr(self, name)
            if value is not None and value < minimum:
                raise errors.runs.setting_below(name, value, minimum)
        if not 0 < self.validation_split < 1:
            raise errors.runs.not_a_fraction("validation_split", self.validation_split)
        if not 0 < self.learning_rate <= 1:
            raise errors.runs.not_a_learning_rate("learning_rate", self.learning_rate)
        if self.resume and self.overwrite:
            raise errors.runs.resume_and_overwrite()

    def decisive(self) -> dict[str, Any]:
        """Return the settings that decide the result, as plain numbers and texts."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in _ABOUT_THE_FOLDER
        }

    def batch_size_for(self, images: int) -> int:
        """Return the batch size for a training set of so many images."""
        return self.batch_size or max(32, min(1000, images // _PER_EPOCH))
