"""The command `upconv`: one file per family of commands, put together here."""

from __future__ import annotations

from typing import Annotated

import upconv

try:
    import typer

    from upconv.cli import bench, check, explain, machine, onnx, sizes, train, upscale
    from upconv.cli.terminal import fail
except ModuleNotFoundError as missing:
    text = f"The command `upconv` needs {missing.name}: pip install 'upconv[apps]'"
    raise SystemExit(text) from None

from upconv import errors

app = typer.Typer(
    name="upconv",
    help="Transposed convolution: sizes, layers, explanations, training, measurements.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
) -> None:
    """Take what stands before a command."""


for family in (sizes, explain, check, train, upscale, onnx, bench, machine):
    app.add_typer(family.commands)


def main() -> None:
    """Run the command; a mistake is one line on stderr and exit status 2."""
    try:
        app()
    except errors.UpconvError as error:
        fail(str(error))
