"""The settings of a run, and which of them decide the result.

Every setting is a field with its help text, from which the command line makes an option.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar

from upconv import errors

DIGITS, MNIST, PHOTOGRAPHS = "digits", "mnist", "photographs"
SCALES = (2, 3, 4)
UPSAMPLINGS = ("transposed", "nearest", "bilinear", "unpool")
NONE, ALL = "none", "all"
STRATEGIES = ("auto", "ddp")

_ABOUT_THE_FOLDER = ("out", "resume", "overwrite")
_ABOUT_THE_MACHINES = ("devices", "num_nodes", "strategy")
_PER_EPOCH = 45  # batches; 1000 images each on MNIST, 32 on the digits


def option(default: Any, words: str, *, metavar: str | None = None, shown: str = "") -> Any:
    """Return a field with its help text, the name of its value, and how its default is shown."""
    metadata = {"help": words, "metavar": metavar, "shown": shown}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings that all applications share; the help texts of the fields describe them.

    Raises ArgumentError with the name of the setting.
    """

    embedded: ClassVar[Sequence[str]] = (DIGITS, MNIST)

    data: str = option(
        DIGITS,
        "scikit-learn's 1,797 digits, MNIST (downloaded once), or a folder of IDX files.",
        metavar="digits|mnist|FOLDER",
    )
    epochs: int = option(25, "Number of epochs; can be raised with --resume.")
    batch_size: int | None = option(
        None,
        "Images per step, over all processes.",
        shown="about 45 steps per epoch, of 32 to 1000 images",
    )
    learning_rate: float = option(0.003, "Learning rate of Adam.")
    validation_split: float = option(0.2, "Fraction of the images for validation.")
    seed: int = option(0, "Seed of weights, split and order; the same seed gives the same result.")
    limit: int | None = option(None, "Use only this many images, from the first.", shown="all")
    devices: int = option(1, "Number of processes on this machine.")
    num_nodes: int = option(1, "Number of machines; start the command on each.")
    strategy: str = option(
        "auto",
        "How processes train together; ddp: each gets a share of every batch.",
        metavar="|".join(STRATEGIES),
    )
    out: Path = field(
        metadata={
            "help": "Folder for all files of the run. One that already contains a run is refused, "
            "unless --resume or --overwrite is given."
        }
    )
    resume: bool = option(
        False, "Continue the run in --out, with its settings, after its last complete epoch."
    )
    overwrite: bool = option(False, "Replace the run in --out.")

    def __post_init__(self) -> None:
        if self.data not in self.embedded:  # absolute, so that it does not depend on the cwd
            object.__setattr__(self, "data", str(Path(self.data).expanduser().absolute()))
        object.__setattr__(self, "out", Path(self.out))
        minima = {"epochs": 1, "batch_size": 1, "seed": 0, "limit": 2, "devices": 1, "num_nodes": 1}
        for name, minimum in minima.items():
            value = getattr(self, name)
            if value is not None and value < minimum:
                raise errors.runs.setting_below(name, value, minimum)
        if not 0 < self.validation_split < 1:
            raise errors.runs.not_a_fraction("validation_split", self.validation_split)
        if not 0 < self.learning_rate <= 1:
            raise errors.runs.not_a_learning_rate("learning_rate", self.learning_rate)
        if self.resume and self.overwrite:
            raise errors.runs.resume_and_overwrite()
        self._one_of("strategy", STRATEGIES)
        if self.processes > 1 and self.strategy != "ddp":
            raise errors.runs.strategy_needed(self.devices, self.num_nodes)
        if self.batch_size is not None and self.batch_size < self.processes:
            raise errors.runs.too_few_rows("batch_size", self.batch_size, self.processes)

    @property
    def processes(self) -> int:
        """The number of processes, over all machines."""
        return self.devices * self.num_nodes

    def decisive(self) -> dict[str, Any]:
        """Return the settings that decide the result, as numbers and strings."""
        beside = _ABOUT_THE_FOLDER + _ABOUT_THE_MACHINES
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in beside}

    def batch_size_for(self, images: int) -> int:
        """Return the batch size for a training set of `images`."""
        return self.batch_size or max(32, min(1000, images // _PER_EPOCH))

    def _one_of(self, name: str, choices: Sequence[object]) -> None:
        if getattr(self, name) not in choices:
            raise errors.values.not_a_choice(name, getattr(self, name), choices)


def _changed(name: str, default: Any, words: str | None = None, **more: str) -> Any:
    """Return a field of `Settings` with another default and, if given, another help text."""
    metadata = dict(Settings.__dataclass_fields__[name].metadata) | more
    if default is not None:
        metadata["shown"] = ""
    return field(default=default, metadata=metadata | ({"help": words} if words else {}))


_PHOTOGRAPHS_OR_FOLDER = "photographs|FOLDER"


@dataclass(frozen=True, kw_only=True)
class SuperResolution(Settings):
    """The settings of super-resolution; see the base class."""

    embedded: ClassVar[Sequence[str]] = (PHOTOGRAPHS,)

    scale: int = option(3, "Factor for height and width.", metavar="|".join(map(str, SCALES)))
    data: str = _changed(
        "data",
        PHOTOGRAPHS,
        "The photographs of scikit-image and scikit-learn, or a folder of pictures.",
        metavar=_PHOTOGRAPHS_OR_FOLDER,
    )
    epochs: int = _changed("epochs", 120)
    batch_size: int | None = _changed("batch_size", 16, "Patches per step, over all processes.")
    learning_rate: float = _changed("learning_rate", 0.002)
    validation_split: float = _changed(
        "validation_split", 0.1, "Fraction of the patches for validation."
    )
    limit: int | None = _changed("limit", None, "Use only this many patches, from the first.")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._one_of("scale", SCALES)


@dataclass(frozen=True, kw_only=True)
class Segmentation(Settings):
    """The settings of segmentation; see the base class."""

    embedded: ClassVar[Sequence[str]] = (PHOTOGRAPHS,)

    upsampling: str = option(
        UPSAMPLINGS[0],
        "How the decoder upsamples; none: a network that never downsamples; all: train each of "
        "them and compare.",
        metavar="|".join((*UPSAMPLINGS, NONE, ALL)),
    )
    data: str = _changed(
        "data",
        PHOTOGRAPHS,
        "Backgrounds of the digits: the photographs of scikit-image and scikit-learn, or a folder "
        "of pictures.",
        metavar=_PHOTOGRAPHS_OR_FOLDER,
    )
    epochs: int = _changed("epochs", 9)
    batch_size: int | None = _changed("batch_size", 8)
    learning_rate: float = _changed("learning_rate", 0.006)
    validation_split: float = _changed("validation_split", 0.1)
    limit: int | None = _changed("limit", None)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._one_of("upsampling", (*UPSAMPLINGS, NONE, ALL))


@dataclass(frozen=True, kw_only=True)
class Generation(Settings):
    """The settings of generation; see the base class."""

    epochs: int = _changed("epochs", 50)
    batch_size: int | None = _changed("batch_size", 32)
    learning_rate: float = _changed(
        "learning_rate", 0.0005, "Learning rate of Adam, in both networks."
    )
    validation_split: float = _changed(
        "validation_split", 0.2, "Fraction of the images for evaluation, never trained on."
    )
