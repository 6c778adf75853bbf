"""The command `upconv info`."""

from __future__ import annotations

import typer

from upconv.info import info as tell

commands = typer.Typer()


@commands.command()
def info() -> None:
    """Tell what upconv runs on: CPU, cores, threads, versions."""
    print(tell())
