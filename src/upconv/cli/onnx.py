"""The command `upconv onnx`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from upconv.cli import writing
from upconv.cli.status import Status
from upconv.cli.terminal import fail, print_table, progress_console

if TYPE_CHECKING:
    from upconv.onnx.optimized import Optimized, Timing

commands = typer.Typer()
onnx = typer.Typer(name="onnx", help="Optimize ONNX models.", no_args_is_help=True)
commands.add_typer(onnx)


@onnx.callback()
def _group() -> None:
    """Keep `optimize` a subcommand while it is the only one."""


@onnx.command()
def optimize(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="The model to read.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT.onnx", help="The model to write."),
    ] = None,
    input: Annotated[  # noqa: A002 - the option's name
        list[str] | None,
        typer.Option(
            metavar="NAME=WHAT",
            help="An input: its shape, x=1x3x224x224; one number for all its values, speaker=@3; "
            "both, ids=1x12@7; its values in order, scales=@0.7,1,0.8; or a file, x=photo.npy. "
            "May be repeated. Inputs that are not given are drawn at random.",
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npz", help="Inputs by name, or FILE.npy for a model with one input."
        ),
    ] = None,
    all: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--all", help="Rewrite every layer that can be, even if not faster.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Measure and report, but write nothing.")
    ] = False,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Threads of ONNX Runtime.", show_default="its own default"),
    ] = None,
    overwrite: writing.Overwrite = False,
) -> None:
    """Rewrite ConvTranspose into a faster form for ONNX Runtime.

    The form is a Conv with a DepthToSpace, used for the layers where it is faster. The rewrite is
    exact up to the order of summation. Each layer is timed on this machine by itself, original and
    rewritten in interleaved rounds, on the input that it receives in the model. The outputs of the
    whole model are then compared before OUT.onnx is written. Inputs that are not given are drawn:
    numbers at random, indices within range, lengths in full; the inputs used are printed. If
    nothing is faster, OUT.onnx is a copy of the model.
    """
    if out is None and not dry_run:
        fail("Give --out OUT.onnx, or --dry-run to write nothing")
    if not dry_run:
        writing.check({"--out": out}, overwrite, read=model)
    try:
        _optimize(model, None if dry_run else out, input or [], batch, all, threads)
    except KeyboardInterrupt:
        fail("Stopped; no file was written", Status.INTERRUPTED)


def _optimize(
    path: Path,
    out: Path | None,
    given: list[str],
    batch: Path | None,
    regardless: bool,
    threads: int | None,
) -> None:
    # A second of imports, which --help should not cost.
    from upconv import arrayfiles  # noqa: PLC0415
    from upconv.onnx import optimize  # noqa: PLC0415

    arrays = None if batch is None else arrayfiles.read(batch)
    with progress_console().status("") as status:
        found = optimize(
            path,
            input=given,
            batch=arrays,
            all=regardless,
            threads=threads,
            progress=lambda words: status.update(Text(words)),
        )
    _print(found)
    if out is None:
        print("Nothing was written (--dry-run).")
        return
    found.save(out)
    if found.kept:
        print(f"Wrote {out}, a copy of the model: {found.kept}.")
    else:
        print(f"Wrote {out}, with {len(found.rewritten)} of {len(found.rows)} layers rewritten.")


def _print(found: Optimized) -> None:
    from upconv.onnx.optimized import COLUMNS  # noqa: PLC0415 - as above

    for one in found.inputs:
        print(f"Input {one}.")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in COLUMNS:
        table.add_column(
            column.head,
            justify="right" if column.number else "left",
            no_wrap=not column.folds,
            overflow="fold",
        )
    for row in found.rows:
        table.add_row(*_coloured(row.cells, row.timing, row.form is not None))
    if found.whole is not None:
        head = Text("the whole model", style="bold")
        cells = ["", "", "", *found.whole.cells, ""]
        table.add_row(head, *_coloured(cells, found.whole, done=False)[1:])
    print_table(table)
    for name, moved in found.moved.items():
        print(f"Output {name} changed by {moved}.")


def _coloured(cells: list[str], timing: Timing | None, done: bool) -> list[Text]:
    """Return the texts of a row, gains and what is done in green, what is not known dim."""
    gained = timing is not None and timing.gain > 1
    styles = {5: "green" if gained else "", 6: "green" if done else ""}
    return [
        Text(cell, style="dim" if cell == "-" else styles.get(n, ""))
        for n, cell in enumerate(cells)
    ]
