"""The command `upconv onnx`."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from upconv import errors
from upconv.cli import reading, writing
from upconv.cli.status import Status
from upconv.cli.terminal import fail, print_table, progress_console

if TYPE_CHECKING:
    from upconv.onnx.inputs import Given
    from upconv.onnx.tuning import Outcome, Row, Timing

commands = typer.Typer()
onnx = typer.Typer(name="onnx", help="Optimize ONNX models.", no_args_is_help=True)
commands.add_typer(onnx)

NONE = Text("-", style="dim")

_SIZE, _NUMBER = r"0*[1-9]\d*", r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"
_VALUE = re.compile(
    rf"(?P<shape>{_SIZE}(x{_SIZE})*)?(@(?P<numbers>{_NUMBER}(,{_NUMBER})*))?", re.ASCII
)


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
        workers = reading.threads(threads)
        _optimize(model, None if dry_run else out, (input or [], batch), all, workers)
    except KeyboardInterrupt:
        fail("Stopped; no file was written", Status.INTERRUPTED)


def _optimize(
    path: Path,
    out: Path | None,
    given: tuple[list[str], Path | None],
    regardless: bool,
    threads: int | None,
) -> None:
    # These imports take a second, which --help should not.
    from upconv.onnx import inputs, storage, tuning  # noqa: PLC0415

    loaded, external = storage.load(path)
    asked = _given(*given, shapes=inputs.written_shapes(loaded))
    with progress_console().status("") as status:
        outcome = tuning.tune(
            loaded,
            asked,
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


def _given(texts: list[str], batch: Path | None, shapes: dict[str, str]) -> dict[str, Given]:
    """Return the inputs given: those of `batch` first, then those of --input, which override."""
    from upconv import arrayfiles  # noqa: PLC0415 - as above
    from upconv.onnx.inputs import Given  # noqa: PLC0415

    found = {}
    names = list(shapes)
    if batch is not None:
        arrays = arrayfiles.read(batch)
        if not isinstance(arrays, dict):
            if len(names) != 1:
                raise errors.checkerboards.several_inputs(names)
            arrays = {names[0]: arrays}
        found = {name: Given(values=array) for name, array in arrays.items()}
    for text in texts:
        # A name may itself contain "=".
        name = max((one for one in names if text.startswith(f"{one}=")), key=len, default=None)
        if name is None:
            raise errors.onnx.not_an_input(text, shapes)
        value = text[len(name) + 1 :]
        if value.endswith(".npy"):
            found[name] = Given(values=arrayfiles.read_one(Path(value)))
            continue
        match = _VALUE.fullmatch(value.lower().replace("×", "x"))
        if not value or match is None:
            raise errors.onnx.not_an_input(text, shapes)
        shape, numbers = match["shape"], match["numbers"]
        found[name] = Given(
            tuple(map(int, shape.split("x"))) if shape else None,
            fill=tuple(map(float, numbers.split(","))) if numbers else (),
        )
    return found


def _print(outcome: Outcome) -> None:
    for one in outcome.inputs:
        print(f"Input {one}.")
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
        print(f"Output {name} changed by {moved}.")


def _cells(row: Row) -> list[Text | str]:
    layer = row.layer.geometry
    kernel: Text | str = NONE
    if layer is not None:
        kernel = f"{_by(layer.kernel_size)}/{_by(layer.stride)}"
        if row.layer.groups > 1:
            kernel += f" g{row.layer.groups}"
    what = f"rewritten, {row.form}" if row.form else f"unchanged: {row.reason}"
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
    """Return a time to three digits, but no finer than a nanosecond.

    >>> _in_ms(0.01234), _in_ms(0.0000123), _in_ms(1.5)
    ('12.3 ms', '0.0123 ms', '1500 ms')
    """
    milliseconds = seconds * 1e3
    digits = 2 - math.floor(math.log10(milliseconds)) if milliseconds > 0 else 0
    return f"{milliseconds:.{min(max(digits, 0), 6)}f} ms"


def _by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))
