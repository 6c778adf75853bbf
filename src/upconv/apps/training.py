"""Training on Lightning, shared by the applications: they bring module, data and pictures."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import lightning.pytorch as pl
import torch
from rich.console import Console, RenderableType

from upconv import errors, tune_allocator
from upconv.apps import checkpoint, files
from upconv.apps.checkpoint import Run, Saved
from upconv.apps.data import Batches
from upconv.apps.history import History, Loss
from upconv.apps.interrupt import Interrupt
from upconv.apps.progress import Lines
from upconv.apps.settings import Settings

_LOGGERS = ("lightning.pytorch", "lightning.fabric")


@dataclass(frozen=True)
class Task:
    """What an application brings.

    Parameters
    ----------
    name
        Of the application, as on the command line.
    module
        Made under `seeded`; logs train_loss and validation_loss once per epoch.
    train, validation
        The batches.
    loss
        What the two losses are, and their unit.
    images
        A fingerprint of the data, so that a run does not go on with other ones.
    pictures
        The names of the files that the application leaves after training.
    """

    name: str
    module: pl.LightningModule
    train: Batches
    validation: Batches
    loss: Loss
    images: str
    pictures: tuple[str, ...]


def prepare(settings: Settings, name: str, pictures: tuple[str, ...]) -> Saved | None:
    """Look at the folder before anything costs time; return the run to go on with, if any.

    Raises DataError when the folder takes no files, when there is nothing to go on with, and when
    it holds a run that nobody asked to overwrite.
    """
    if settings.resume:
        saved = checkpoint.load(settings.out, name)
        files.make_folder(settings.out)
        return saved
    files.make_folder(settings.out)
    names = (*files.OF_EVERY_RUN, *pictures)
    held = [name for name in names if (settings.out / name).exists()]
    if held and not settings.overwrite:
        raise errors.runs.folder_holds_run(str(settings.out), held)
    return None


def fit(
    task: Task,
    settings: Settings,
    saved: Saved | None,
    console: Console,
    introduction: Iterable[RenderableType],
) -> History:
    """Train the module of `task`, from the start or from `saved`, and return its history.

    `introduction` is printed once it is known that `saved` is a run with these settings.

    Leaves checkpoint, settings.json and history.csv in the folder after every epoch. Ctrl-C raises
    KeyboardInterrupt after the batch; the checkpoint then holds the last whole epoch.
    """
    run = Run(task.name, settings.decisive(), task.images)
    record = History(task.loss, settings.out)
    if saved is not None:
        checkpoint.check_same(saved, run)
    for part in introduction:
        console.print(part, highlight=False, markup=False, soft_wrap=True)
    if saved is not None:
        words = f"Going on after epoch {saved.epochs} of {settings.epochs}."
        console.print(words, highlight=False)
    if saved is not None and saved.epochs == settings.epochs:
        _restore(task.module, record, saved)
        return record
    stop = Interrupt(lambda words: console.print(words, highlight=False))
    callbacks = [
        Lines(console, task.loss, settings.epochs),
        record,
        _Reseed(settings.seed),
        stop,
        checkpoint.EveryEpoch(run, settings, (files.HISTORY, *task.pictures)),
    ]
    path = None if saved is None else settings.out / files.CHECKPOINT
    tune_allocator()  # PyTorch's own tensors find warm pages too
    with stop.caught(), _quiet(), seeded(settings.seed):
        trainer = pl.Trainer(
            accelerator="cpu",  # where upconv computes
            devices=1,
            max_epochs=settings.epochs,
            callbacks=callbacks,
            plugins=[checkpoint.AtomicIO()],
            logger=False,  # history.csv is the log
            enable_model_summary=False,  # the applications print their own table
            num_sanity_val_steps=0,
            default_root_dir=settings.out,
        )
        trainer.fit(task.module, task.train, task.validation, ckpt_path=path)
    return record


@contextmanager
def seeded(*numbers: int) -> Iterator[None]:
    """Seed PyTorch's random numbers for the block, and give them back as they were after it."""
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


def _restore(module: pl.LightningModule, record: History, saved: Saved) -> None:
    module.load_state_dict(saved.content["state_dict"])
    record.load_state_dict(saved.content["callbacks"][record.state_key])
    record.write()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Lightning's announcements (devices, tips) to itself; its warnings still come."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.WARNING)
        with warnings.catch_warnings():
            # Lightning walks over batches with a class that PyTorch wants to retire.
            warnings.filterwarnings("ignore", r".*LeafSpec.* is deprecated", FutureWarning)
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
