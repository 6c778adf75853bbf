"""The command `upconv` and its families of commands."""

from __future__ import annotations

from typing import Annotated

import typer

import upconv
from upconv.cli import (
    bench,
    check,
    explain,
    machine,
    onnx,
    outermost,
    sizes,
    status,
    summary,
    train,
    upscale,
)

app = typer.Typer(
    name="upconv",
    help="Transposed convolution: sizes, layers, explanations, training, measurements.",
    epilog=f"Exit status:\n\n\b\n{status.listed()}",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(asked: bool) -> None:
    if asked:
        print(f"upconv {upconv.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_tell_version, help="Tell the version and exit."
        ),
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where an error came from.")
    ] = False,
) -> None:
    """Take what stands before a command."""
    outermost.show_tracebacks(traceback)


for family in (sizes, explain, check, summary, train, upscale, onnx, bench, machine):
    app.add_typer(family.commands)
