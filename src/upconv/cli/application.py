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
    help="Transposed convolution: sizes, layers, explanations, training, benchmarks.",
    epilog=f"Exit status:\n\n\b\n{status.listed()}",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"upconv {upconv.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Show the version and exit."
        ),
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show the traceback of an error.")
    ] = False,
) -> None:
    """Read the options that come before the command."""
    outermost.show_tracebacks(traceback)


for family in (sizes, explain, check, summary, train, upscale, onnx, bench, machine):
    app.add_typer(family.commands)
