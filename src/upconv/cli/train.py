"""The command `upconv train`."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from upconv import errors
from upconv.apps import files

commands = typer.Typer()
train = typer.Typer(
    name="train",
    help="Train small networks of convolutions and transposed convolutions.",
    no_args_is_help=True,
)
commands.add_typer(train)


@train.callback()
def _group() -> None:
    """Keep `autoencoder` a subcommand while it is the only one."""


@train.command()
def autoencoder(
    context: typer.Context,
    data: Annotated[
        str,
        typer.Option(
            metavar="digits|mnist|FOLDER",
            help="scikit-learn's 1,797 digits, MNIST (downloaded once), or a folder of IDX files.",
        ),
    ] = "digits",
    epochs: Annotated[
        int, typer.Option(help="How often every image is seen; --resume may raise it.")
    ] = 25,
    batch_size: Annotated[
        int | None,
        typer.Option(
            help="Images per step.", show_default="about 45 steps an epoch, of 32 to 1000 images"
        ),
    ] = None,
    learning_rate: Annotated[float, typer.Option(help="Of Adam.")] = 0.003,
    validation_split: Annotated[
        float, typer.Option(help="Fraction of the images to validate on.")
    ] = 0.2,
    seed: Annotated[
        int, typer.Option(help="Decides weights, split and order: same seed, same result.")
    ] = 0,
    limit: Annotated[
        int | None, typer.Option(help="Use only the first so many images.", show_default="all")
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            help="Folder for everything the run leaves. One that already holds a run is refused, "
            "unless --resume or --overwrite is given."
        ),
    ] = Path("runs/autoencoder"),
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the run in --out, with its settings, after its last whole epoch.",
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the run in --out.")
    ] = False,
) -> None:
    """Train a convolutional autoencoder and draw what it makes of images it has never seen.

    Leaves reconstructions.png, loss.png, history.csv, settings.json and a checkpoint in --out.
    Ctrl-C keeps the last whole epoch; --resume goes on to the result of an uninterrupted run.
    """
    asked: dict[str, Any] = {
        "data": data,
        "epochs": epochs,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "validation_split": validation_split,
        "seed": seed,
        "limit": limit,
        "out": out,
        "resume": resume,
        "overwrite": overwrite,
    }
    given = {name: value for name, value in asked.items() if _was_given(context, name)}
    with _one_line("autoencoder", out):
        # Seconds of imports, which --help should not cost.
        from upconv.apps import autoencoder as application  # noqa: PLC0415
        from upconv.apps import checkpoint  # noqa: PLC0415

        base = application.Settings(out=out)
        if resume:
            base = replace(base, **checkpoint.load(out, application.NAME).run.settings)
        application.run(replace(base, **given))


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


@contextmanager
def _one_line(name: str, out: Path) -> Iterator[None]:
    """Turn what a user may do wrong, and Ctrl-C, into one line on stderr and an exit status."""
    try:
        yield
    except errors.UpconvError as error:
        _leave(str(error), 2 if isinstance(error, errors.ArgumentError) else 1)
    except ModuleNotFoundError as error:
        _leave(str(errors.commands.extra_missing(str(error.name), "apps")), 1)
    except KeyboardInterrupt:
        _leave(_how_to_go_on(name, out), 128 + signal.SIGINT)
    except SystemExit as stop:
        if stop.code != 128 + signal.SIGTERM:  # Rich's, when nobody reads on
            raise
        _leave(_how_to_go_on(name, out), stop.code)


def _how_to_go_on(name: str, out: Path) -> str:
    if not (out / files.CHECKPOINT).exists():
        return "Stopped before the training began; there is nothing to go on with."
    command = f"upconv train {name} --out {shlex.quote(str(out))} --resume"
    return f"Stopped. The last whole epoch is kept; go on with: {command}"


def _leave(words: str, status: str | int | None) -> NoReturn:
    sys.stderr.write(" ".join(words.split()) + "\n")
    sys.exit(status)
