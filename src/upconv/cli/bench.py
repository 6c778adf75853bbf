"""The command `upconv bench`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upconv.arguments import as_threads
from upconv.cli import completion, writing
from upconv.cli.terminal import print_table, progress_console

if TYPE_CHECKING:
    from upconv.bench.report import Report

commands = typer.Typer()

WHAT = ("forward", "backward", "first-call", "lengths", "overhead", "memory")


@commands.command()
def bench(
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CASE",
            help="Cases by name.",
            show_default="all of them",
            autocompletion=completion.of(completion.cases),
        ),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE",
            help="A layer of your own: 'ndim N C_in spatial C_out kernel stride padding groups', "
            "as in '2 1 64 128x128 32 2 2 0 1'. May be given again.",
        ),
    ] = None,
    what: Annotated[
        str,
        typer.Option(
            metavar="|".join(WHAT), help="What to measure.", autocompletion=completion.of(WHAT)
        ),
    ] = WHAT[0],
    backward: Annotated[
        bool, typer.Option("--backward", help="The same as --what backward.")
    ] = False,
    channels_last: Annotated[
        bool,
        typer.Option("--channels-last", help="Compare upconv with data_format='channels_last'."),
    ] = False,
    peers: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,...",
            help="torch, tensorflow, jax, onnxruntime, openvino, litert, or none.",
            show_default="all that are installed",
            autocompletion=completion.listed(completion.peers),
        ),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Of everybody.", show_default="all CPUs")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="The best time of so many turns counts.")] = 5,
    everyone: Annotated[
        bool, typer.Option("--all", help="A column for each contestant (a wide table).")
    ] = False,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write everything there too.")
    ] = None,
    overwrite: writing.Overwrite = False,
) -> None:
    """Measure upconv beside the frameworks that are installed, in turns within this run.

    Every result is checked before it is timed. The roof is what the arithmetic or the bytes of a
    layer cost at the least on this machine, measured in this run. Ctrl-C prints what is there.
    """
    writing.check({"--json": json}, overwrite)
    # Imports of a second, which --help should not cost.
    from upconv.bench import run  # noqa: PLC0415

    settings = run.Settings(
        what="backward" if backward else what,
        cases=tuple(cases or ()),
        layers=tuple(layer or ()),
        peers=peers,
        threads=as_threads(threads),
        rounds=rounds,
        channels_last=channels_last,
    )
    with _progress() as say:
        report = run.start(settings, say)
        with suppress(KeyboardInterrupt):  # what is there is printed
            for _ in run.rows(report, settings):
                pass
    _print(report, everyone)
    if json is not None:
        run.save(report, json)
    if not report.complete:
        raise KeyboardInterrupt


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show on standard error what happens now, on one line that goes away again.

    The line has a file of its own: what frameworks write to standard error is kept off it.
    """
    with os.fdopen(os.dup(2), "w", encoding="utf-8") as file:
        screen = progress_console(file)
        if screen.is_terminal:
            with screen.status("Starting") as status:
                yield status.update
        else:
            yield lambda _: None


def _print(report: Report, everyone: bool) -> None:
    print(f"{report.measure.title}. {report.machine()}\n")
    if report.rows:
        print_table(report.table(everyone=everyone))
        print(f"\n{report.summary()}" if report.summary() else "")
