"""The command `upconv info`."""

from __future__ import annotations

import typer

from upconv.about import info as found
from upconv.cli import as_json

commands = typer.Typer()


@commands.command()
def info(json_wanted: as_json.Option = False) -> None:
    """Show what upconv runs on: CPU, cores, threads, versions."""
    if json_wanted:
        as_json.printed(as_json.info(found()))
    else:
        print(found())
