"""Training with Lightning, shared by the applications, which add module, data and pictures."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import lightning.pytorch as pl
import torch
from rich.console import Console, RenderableType

from upconv import errors, tune_allocator
from upconv.apps import checkpoint, distributed, files
from upconv.apps.checkpoint import Run, Saved
from upconv.apps.data import Batches
from upconv.apps.history import History, Loss, Measure
from upconv.apps.interrupt import Interrupt
from upconv.apps.progress import Lines
from upconv.apps.restoring import Restoring
from upconv.apps.settings import Settings

_Settings = TypeVar("_Settings", bound=Settings)
_LOGGERS = ("lightning.pytorch", "lightning.fabric")


@dataclass(frozen=True)
class Task:
    """What an application defines.

    Parameters
    ----------
    name
        The name of the application on the command line.
    module
        Created under `seeded`; logs train_loss and validation_loss once per epoch.
    train, validation
        The batches.
    loss
        The name of the loss, and its unit.
    images
        A fingerprint of the data, so that a run is not resumed with different data.
    pictures
        The names of the files that the application writes after training.
    measures
        Numbers of every epoch in addition to the losses.
    callbacks
        Additional callbacks; their state is stored in the checkpoint.
    unused_parameters
        Whether a step may not use all parameters, as with two alternating networks.
    """

    name: str
    module: pl.LightningModule
    train: Batches
    validation: Batches
    loss: Loss
    images: str
    pictures: tuple[str, ...]
    measures: tuple[Measure, ...] = ()
    callbacks: tuple[pl.Callback, ...] = ()
    unused_parameters: bool = False


@dataclass(frozen=True)
class Plan:
    """What an application does with its settings.

    Parameters
    ----------
    settings
        The settings with open values decided, such as the batch size.
    task
        See `Task`.
    introduction
        Yields the text to print before the training.
    finish
        Evaluates and draws after the training; yields the text to print.
    """

    settings: Settings
    task: Task
    introduction: Iterable[RenderableType]
    finish: Callable[[History], Iterable[RenderableType]]


def run(
    settings: _Settings,
    name: str,
    pictures: tuple[str, ...],
    plan: Callable[[_Settings, Console], Plan],
    console: Console | None,
) -> History:
    """Run the application `name` from its settings to its pictures.

    `plan` is called once the folder is known to be usable. Raises ArgumentError for invalid
    settings, DataError for files that are missing, damaged or cannot be written.
    """
    console = speaker(console)
    with prepared(settings, name, pictures) as saved:
        planned = plan(settings, console)
        history = fit(planned.task, planned.settings, saved, console, planned.introduction)
        if distributed.is_first():
            for part in planned.finish(history):
                say(console, part)
            say(console, f"Wrote to {settings.out}: {', '.join((*pictures, *files.OF_EVERY_RUN))}")
    return history


def speaker(console: Console | None = None) -> Console:
    """Return the console, or a silent one in all processes but the first."""
    return console or Console() if distributed.is_first() else Console(quiet=True)


def say(console: Console, part: RenderableType) -> None:
    """Print text or a table."""
    console.print(part, highlight=False, markup=False, soft_wrap=isinstance(part, str))


@contextmanager
def prepared(settings: Settings, name: str, pictures: tuple[str, ...]) -> Iterator[Saved | None]:
    """Check the folder before anything takes time; yield the run to resume, if any.

    A folder created for the run is removed again if the run fails and leaves it empty. Raises
    DataError if the folder is not writable, if there is nothing to resume, or if it contains a run
    that is not to be overwritten; ArgumentError if other machines cannot be reached.
    """
    distributed.check_meeting(settings.devices, settings.num_nodes)
    saved = checkpoint.load(settings.out, name) if settings.resume else None
    with files.new_folder(settings.out):
        if not settings.resume:
            refuse_run(settings.out, (*files.OF_EVERY_RUN, *pictures), settings)
        yield saved


def refuse_run(folder: Path, names: Iterable[str], settings: Settings) -> None:
    """Raise ArgumentError if a folder has files of these names that are not to be replaced."""
    held = [name for name in names if files.is_there(folder / name)]
    if held and not (settings.overwrite or settings.resume):
        raise errors.runs.folder_holds_run(str(folder), held)


def fit(
    task: Task,
    settings: Settings,
    saved: Saved | None,
    console: Console,
    introduction: Iterable[RenderableType],
) -> History:
    """Train the module of `task`, from the start or from `saved`, and return its history.

    `introduction` is printed once it is known that `saved` is a run with these settings.

    Writes checkpoint, settings.json and history.csv to the folder after every epoch. Ctrl-C raises
    KeyboardInterrupt after the batch; the checkpoint then has the last complete epoch.
    """
    run = Run(task.name, settings.decisive(), task.images)
    record = History(task.loss, settings.out, task.measures, (task.train, task.validation))
    if saved is not None:
        checkpoint.check_same(saved, run)
    for part in introduction:
        say(console, part)
    if saved is not None:
        say(console, f"Continuing after epoch {saved.epochs} of {settings.epochs}.")
    restoring = Restoring(saved, record, settings.out)
    if saved is not None and saved.epochs == settings.epochs:
        restoring.without_training(task.module, task.callbacks)
        record.write()
        return record
    stop = Interrupt(lambda words: say(console, words))
    callbacks = [
        restoring,
        record,
        Lines(console, record, settings.epochs),
        _Reseed(settings.seed),
        distributed.Together(task.train.shares),
        stop,
        *task.callbacks,
        checkpoint.EveryEpoch(run, settings, (files.HISTORY, *task.pictures)),
    ]
    path = None if saved is None else settings.out / files.CHECKPOINT
    tune_allocator()  # also keeps pages warm for PyTorch's own tensors
    with stop.caught(), _quiet(), seeded(settings.seed):
        trainer = pl.Trainer(
            accelerator="cpu",  # the only device of upconv
            devices=settings.devices,
            num_nodes=settings.num_nodes,
            strategy=distributed.strategy(
                settings.strategy, settings.devices, task.unused_parameters
            ),
            max_epochs=settings.epochs,
            callbacks=callbacks,
            plugins=[checkpoint.AtomicIO()],
            logger=False,  # history.csv is the log
            enable_model_summary=False,  # the applications print their own table
            num_sanity_val_steps=0,
            default_root_dir=settings.out,
        )
        with restoring.errors_as_data():
            trainer.fit(task.module, task.train, task.validation, ckpt_path=path)
    task.module.trainer = None  # so that the module can be copied
    return record


@contextmanager
def seeded(*numbers: int) -> Iterator[None]:
    """Seed PyTorch's random numbers for the block, and restore their state after it."""
    with torch.random.fork_rng(devices=[]):
        _seed(*numbers)
        yield


class _Reseed(pl.Callback):
    """Makes the random numbers of an epoch (dropout, noise) a function of seed and epoch."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def on_train_epoch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        _seed(self._seed, trainer.current_epoch + 1)


def _seed(*numbers: int) -> None:
    seed = 0
    for number in numbers:
        seed = (seed * 1_000_003 + number) % 2**63
    torch.manual_seed(seed)


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Lightning's announcements (devices, tips), but not its warnings."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.WARNING)
        with warnings.catch_warnings():
            # Lightning uses a class that PyTorch has deprecated.
            warnings.filterwarnings("ignore", r".*LeafSpec.* is deprecated", FutureWarning)
            # The history combines the numbers of the processes.
            warnings.filterwarnings("ignore", r".*sync_dist=True.*")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
