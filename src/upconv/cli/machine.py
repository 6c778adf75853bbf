"""The command `upconv info`."""

from __future__ import annotations

import typer

from upconv.cli import as_json
from upconv.info import info as tell

commands = typer.Typer()


@commands.command()
def info(json: as_json.Option = False) -> None:
    """Tell what upconv runs on: CPU, cores, threads, versions."""
    if json:
        as_json.printed(as_json.info(tell()))
    else:
        print(tell())
