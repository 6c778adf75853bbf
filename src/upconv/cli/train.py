"""The command `upconv train`: one subcommand per application, with its settings as options."""

from __future__ import annotations

import inspect
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_type_hints

import typer

from upconv import errors
from upconv.apps import files, settings
from upconv.cli.status import Status
from upconv.cli.terminal import narrow_console

commands = typer.Typer()
train = typer.Typer(
    name="train",
    help="Train small networks of convolutions and transposed convolutions.",
    no_args_is_help=True,
)
commands.add_typer(train)

_CTRL_C = (
    "On Ctrl-C the last complete epoch stays saved; --resume continues from it, with the same "
    "result as an uninterrupted run."
)


@dataclass(frozen=True)
class Application:
    """A module of `upconv.apps`, its settings and its help."""

    name: str
    settings: type[settings.Settings]
    words: str


APPLICATIONS = (
    Application(
        "autoencoder",
        settings.Settings,
        """Train a convolutional autoencoder.

        Writes reconstructions.png (of images that it was not trained on), loss.png, history.csv,
        settings.json and a checkpoint to --out.
        """,
    ),
    Application(
        "superresolution",
        settings.SuperResolution,
        """Train FSRCNN to upscale pictures.

        Writes comparison.png (with bicubic interpolation), loss.png, quality.csv, history.csv,
        settings.json, a checkpoint and weights.npz to --out. `upconv upscale --run` applies the
        run, or its weights.npz alone, to pictures of any size. With --resume a finished run writes
        its files again.
        """,
    ),
    Application(
        "segmentation",
        settings.Segmentation,
        """Train a U-Net to segment digits on photographs.

        Writes overlays.png, loss.png, quality.csv, history.csv, settings.json and a checkpoint to
        --out; --upsampling all writes a folder for each method, comparison.csv and comparison.png.
        """,
    ),
    Application(
        "generation",
        settings.Generation,
        """Train a DCGAN to generate handwritten digits.

        Writes samples.png, samples.gif, interpolation.png, loss.png, history.csv, settings.json and
        a checkpoint to --out.
        """,
    ),
)


def _add(application: Application) -> None:
    """Add the subcommand of an application: an option for every field of its settings."""

    def command(context: typer.Context, **asked: Any) -> None:
        given = {name: value for name, value in asked.items() if _was_given(context, name)}
        _run(application.name, asked["out"], asked["resume"], given)

    hints = get_type_hints(application.settings)
    parameters = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    command.__annotations__ = {"context": typer.Context, "return": None}
    shared = {setting.name for setting in fields(settings.Settings)}
    # The application's own options come first.
    for setting in sorted(fields(application.settings), key=lambda one: one.name in shared):
        default = setting.default
        if default is MISSING:
            default = Path("runs") / application.name
        name, hint = setting.name, hints[setting.name]
        command.__annotations__[name] = Annotated[hint, _option(setting)]
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default))
    signature = inspect.Signature(
        [
            parameter.replace(annotation=command.__annotations__[parameter.name])
            for parameter in parameters
        ]
    )
    command.__signature__ = signature  # type: ignore[attr-defined]
    help_text = inspect.cleandoc(application.words) + "\n" + _CTRL_C
    train.command(name=application.name, help=help_text)(command)


def _option(setting: Field[Any]) -> Any:
    words = setting.metadata
    names = [f"--{setting.name.replace('_', '-')}"]  # a switch gets no --no-switch
    return typer.Option(
        *names,
        help=words["help"],
        metavar=words.get("metavar"),
        show_default=words.get("shown") or True,
    )


def _run(name: str, out: Path, resume: bool, given: dict[str, Any]) -> None:
    with _one_line(name, out):
        # These imports take seconds, which --help should not.
        application = import_module(f"upconv.apps.{name}")
        from upconv.apps import checkpoint, training  # noqa: PLC0415

        base = application.Settings(out=out)
        if resume and given.get("upsampling") != settings.ALL:  # "all" is a folder of runs
            base = replace(base, **checkpoint.load(out, name).run.settings)
        application.run(replace(base, **given), training.speaker(narrow_console()))


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


@contextmanager
def _one_line(name: str, out: Path) -> Iterator[None]:
    """Turn user errors and Ctrl-C into one line on stderr and an exit status."""
    try:
        yield
    except errors.UpconvError as error:
        if not _processes()[0]:
            raise
        _leave(f"upconv: {error}", Status.MISTAKE)
    except KeyboardInterrupt:
        _leave(_how_to_go_on(name, out), Status.INTERRUPTED)
    except SystemExit as stop:
        if stop.code != Status.TERMINATED:  # such as a closed pipe
            raise
        _leave(_how_to_go_on(name, out), Status.TERMINATED)


def _how_to_go_on(name: str, out: Path) -> str:
    several = "" if (out / files.CHECKPOINT).exists() else " --upsampling all"
    if several and not any(out.glob(f"*/{files.CHECKPOINT}")):
        return "Stopped before the training began; there is nothing to resume."
    command = f"upconv train {name}{several} --out {shlex.quote(str(out))} --resume"
    return f"Stopped. The last complete epoch is saved; continue with: {command}"


def _leave(words: str, status: Status) -> NoReturn:
    met, first = _processes()
    if first or (met and status == Status.MISTAKE):
        sys.stderr.write(" ".join(words.split()) + "\n")
    if not met:
        sys.exit(status)
    # An orderly exit would wait for processes that are already gone.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if first or status == Status.MISTAKE else Status.DONE)


def _processes() -> tuple[bool, bool]:
    """Return whether this process has joined others in training, and whether it is the first."""
    if "torch" not in sys.modules:
        return False, True
    from upconv.apps import distributed  # noqa: PLC0415 - torch

    return distributed.place()[1] > 1, distributed.is_first()


for _application in APPLICATIONS:
    _add(_application)
