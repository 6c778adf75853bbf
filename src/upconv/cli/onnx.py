"""The command `upconv onnx`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from upconv import errors
from upconv.cli import writing
from upconv.cli.status import Status
from upconv.cli.terminal import fail, print_table, progress_console

if TYPE_CHECKING:
    from upconv.onnx.tuning import Outcome, Row, Timing

commands = typer.Typer()
onnx = typer.Typer(name="onnx", help="ONNX models.", no_args_is_help=True)
commands.add_typer(onnx)

NONE = Text("-", style="dim")


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
            metavar="NAME=SIZES",
            help="The sizes of an input that leaves some open: x=1x3x224x224. May be repeated.",
        ),
    ] = None,
    all: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--all", help="Rewrite every layer that can be, faster or not.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Measure and tell, and write nothing.")
    ] = False,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Threads of ONNX Runtime.", show_default="its own choice"),
    ] = None,
    overwrite: writing.Overwrite = False,
) -> None:
    """Rewrite ConvTranspose into Conv and DepthToSpace where that is faster in ONNX Runtime.

    The rewriting is exact but for the order of sums. Each layer is measured on this machine alone,
    before and after in turns; then the outputs of the whole model are compared on random inputs,
    and only then is OUT.onnx written. Where nothing is faster OUT.onnx is a copy of the model.
    """
    if out is None and not dry_run:
        fail("Give --out OUT.onnx, or --dry-run to write nothing")
    if not dry_run:
        writing.check({"--out": out}, overwrite, read=model)
    try:
        _optimize(model, None if dry_run else out, input or [], all, threads)
    except KeyboardInterrupt:
        fail("Stopped; no file was written", Status.INTERRUPTED)


def _optimize(
    path: Path, out: Path | None, inputs: list[str], regardless: bool, threads: int | None
) -> None:
    # A second of imports, which --help should not cost.
    from upconv.onnx import storage, tuning  # noqa: PLC0415

    loaded, external = storage.load(path)
    names = [value.name for value in loaded.graph.input]
    sizes = dict(_input_size(text, names) for text in inputs)
    with progress_console().status("") as status:
        outcome = tuning.tune(
            loaded,
            sizes,
            path=str(path),
            threads=threads,
            regardless=regardless,
            say=lambda words: status.update(Text(words)),
        )
    _print(outcome)
    if out is None:
        print("Nothing was written (--dry-run).")
        return
    storage.save(outcome.model, out, external)
    changed = sum(row.form is not None for row in outcome.rows)
    if outcome.kept:
        print(f"Wrote {out}, a copy of the model: {outcome.kept}.")
    else:
        print(f"Wrote {out}, with {changed} of {len(outcome.rows)} layers rewritten.")


def _input_size(text: str, names: list[str]) -> tuple[str, tuple[int, ...]]:
    name, _, sizes = text.rpartition("=")
    try:
        numbers = tuple(int(part) for part in sizes.lower().split("x"))
    except ValueError:
        raise errors.onnx.not_an_input_size(text, names) from None
    if not name or min(numbers) < 0:
        raise errors.onnx.not_an_input_size(text, names)
    return name, numbers


def _print(outcome: Outcome) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("layer", overflow="fold")
    table.add_column("input", overflow="fold")
    table.add_column("kernel/stride", no_wrap=True)
    for title in ("before", "after", "gain"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for row in outcome.rows:
        table.add_row(*_cells(row))
    if outcome.whole is not None:
        table.add_row(Text("the whole model", style="bold"), "", "", *_times(outcome.whole), "")
    print_table(table)
    for name, moved in outcome.moved.items():
        print(f"Output {name} moved by {moved}.")


def _cells(row: Row) -> list[Text | str]:
    layer = row.layer.geometry
    kernel: Text | str = NONE
    if layer is not None:
        kernel = f"{_by(layer.kernel_size)}/{_by(layer.stride)}"
        if row.layer.groups > 1:
            kernel += f" g{row.layer.groups}"
    what = f"rewritten, {row.form}" if row.form else f"left: {row.reason}"
    return [
        Text(errors.printable(row.layer.output)),
        NONE if row.input_shape is None else _by(row.input_shape),
        kernel,
        *([NONE] * 3 if row.timing is None else _times(row.timing)),
        Text(what, style="green" if row.form else ""),
    ]


def _times(timing: Timing) -> list[Text | str]:
    gain = Text(f"{timing.gain:.2f}x", style="green" if timing.gain > 1 else "")
    return [_in_ms(timing.before), _in_ms(timing.after), gain]


def _in_ms(seconds: float) -> str:
    """Return a time to three digits, but no more than a nanosecond.

    >>> _in_ms(0.01234), _in_ms(0.0000123), _in_ms(1.5)
    ('12.3 ms', '0.0123 ms', '1500 ms')
    """
    milliseconds = seconds * 1e3
    digits = 2 - math.floor(math.log10(milliseconds)) if milliseconds > 0 else 0
    return f"{milliseconds:.{min(max(digits, 0), 6)}f} ms"


def _by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))
