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
            help="Names of the cases to run.",
            show_default="all of them",
            autocompletion=completion.of(completion.cases),
        ),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE",
            help="A layer of your own: 'ndim N C_in spatial C_out kernel stride padding groups', "
            "as in '2 1 64 128x128 32 2 2 0 1'. May be repeated.",
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
        int | None,
        typer.Option(min=1, help="Threads of each library.", show_default="all CPUs"),
    ] = None,
    rounds: Annotated[
        int, typer.Option(min=1, help="Number of rounds; the best time of them counts.")
    ] = 5,
    everyone: Annotated[
        bool, typer.Option("--all", help="Show a column for each library (a wide table).")
    ] = False,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write all results to this file.")
    ] = None,
    overwrite: writing.Overwrite = False,
) -> None:
    """Compare the speed of upconv with the installed frameworks.

    All libraries are interleaved in one run. Every result is checked before it is timed. The roof
    is the least time that the arithmetic or the memory traffic of a layer takes on this machine,
    measured in the same run. Ctrl-C prints the results so far.
    """
    writing.check({"--json": json}, overwrite)
    # These imports take a second, which --help should not.
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
        with suppress(KeyboardInterrupt):  # the results so far are printed
            for _ in run.rows(report, settings):
                pass
    _print(report, everyone)
    if json is not None:
        run.save(report, json)
    if not report.complete:
        raise KeyboardInterrupt


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the current step on standard error, on one line that is erased at the end.

    The line is written to a duplicate of standard error, which the output of frameworks does not
    reach.
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
