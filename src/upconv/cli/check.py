"""The command `upconv check`."""

from __future__ import annotations

import contextlib
import io
import sys
import textwrap
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upconv import errors, files
from upconv.cli import as_json, models, reading, writing
from upconv.cli.status import Status
from upconv.cli.terminal import fail

if TYPE_CHECKING:
    from upconv.checkerboards.report import Report

commands = typer.Typer()

SIZE = "SIZE"


@commands.command()
def check(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="MODEL",
            help="model.onnx, model.keras, model.h5, model.pt2, a weight.npy "
            "(C_in, C_out/groups, *k), or package.module:name of a PyTorch module or of a function "
            "that returns one. If omitted, the layer that --kernel and --stride describe.",
        ),
    ] = None,
    kernel: Annotated[str | None, typer.Option(metavar=SIZE, help="Kernel size k.")] = None,
    stride: Annotated[
        str | None,
        typer.Option(metavar=SIZE, help="Stride s; required with --kernel and with a weight."),
    ] = None,
    padding: Annotated[
        str, typer.Option(metavar="PADDING", help="Crop p, written as for `upconv size`.")
    ] = "0",
    output_padding: Annotated[
        str, typer.Option(metavar=SIZE, help="Rows a added at the end.")
    ] = "0",
    dilation: Annotated[str, typer.Option(metavar=SIZE, help="Dilation d, 1 for none.")] = "1",
    groups: Annotated[int, typer.Option(min=1, help="Groups of the layer of a weight.")] = 1,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npy",
            help="Input of the model, to measure the spectrum; FILE.npz for several inputs by "
            "name.",
        ),
    ] = None,
    input: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(metavar=SIZE, help="Input size of the layers, to compute their costs."),
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option(
            metavar="DB",
            help="Highest acceptable figure. Default: 3 dB in spectrum where it is measured, "
            "3 dB in gain for a weight, -20 dB in overlap for --kernel alone.",
        ),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw each layer's phases.")
    ] = None,
    fix: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a copy with nearest resize + convolution as one transposed convolution: "
            "the same function, fewer operations. FILE.onnx, FILE.keras or, for a PyTorch module, "
            "FILE.pt.",
        ),
    ] = None,
    equalize: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a copy in which all phases have the same gain. This CHANGES THE FUNCTION.",
        ),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Load a .pt2 file, which can run code it contains.")
    ] = False,
    overwrite: writing.Overwrite = False,
    json_wanted: as_json.Option = False,
) -> None:
    """Check upsampling layers for checkerboard artifacts.

    The report shows how strong the artifacts are and what removes them. For each layer: overlap,
    the number of taps of each output phase; gain, the unevenness between the phases of its weights
    (0 dB: a pattern as strong as the signal, -20 dB: a tenth of it); with --batch also spectrum,
    the pattern in the model's output relative to the frequencies around it (0 dB or less: nothing
    stands out). Weights alone do not show what is visible: give a batch where you can. Exit status
    0 if no layer's figure is above its limit, 1 if one is, 2 for a user error, 3 if none is but an
    upsampling step could not be measured; it is listed with the reason.
    """
    from upconv.checkerboards import checkerboard, readers  # noqa: PLC0415 - with NumPy

    targets = {"--picture": picture, "--fix": fix, "--equalize": equalize}
    writing.check(targets, overwrite, read=what)
    numbers: dict[str, Any] = {
        "stride": reading.optional_sizes(stride, "stride"),
        "padding": reading.padding(padding),
        "output_padding": reading.sizes(output_padding, "output-padding"),
        "dilation": reading.sizes(dilation, "dilation"),
    }
    size = reading.optional_sizes(input, "input")
    if what is None:
        if kernel is None:
            fail("Give a model or a weight to check, or --kernel and --stride")
        if stride is None:
            raise errors.checkerboards.stride_missing("--stride", "--kernel")
        model: Any = _geometry(reading.sizes(kernel, "kernel"), numbers, size)
    else:
        if kernel is not None:
            fail("Give a model or a weight, or --kernel, not both: a model has its own kernels")
        model = models.load(what, trust=trust)
        if stride is None and readers.is_weight(model):
            raise errors.checkerboards.stride_missing("--stride", "a weight")
    repairs = [(o, p) for o, p in (("--fix", fix), ("--equalize", equalize)) if p is not None]
    for option, path in repairs:
        _check_ending(model, option, path)
    if picture is not None and picture.suffix != ".png":
        raise errors.checkerboards.wrong_ending("--picture", str(picture), ".png")
    images = None if batch is None else readers.load_batch(batch)
    report = checkerboard(model, batch=images, input_size=size, groups=groups, **numbers)
    if json_wanted:
        as_json.printed(as_json.report(report, limit))
    else:
        print(report.text(limit))
    # With --json nothing but the JSON goes to standard output.
    with contextlib.redirect_stdout(sys.stderr) if json_wanted else contextlib.nullcontext():
        if images is not None:
            _print_batch(images, str(batch))
        _after(report, model, picture, repairs)
    above = report.above(limit)
    if above and not json_wanted:
        layers = len(report.layers)
        print(f"\n{len(above)} of {layers} layer{'s' * (layers > 1)} above the limit.")
    if above:
        sys.exit(Status.NO)
    if report.unmeasured:
        steps = len(report.unmeasured)
        if not json_wanted:
            print(f"\n{steps} step{'s' * (steps > 1)} could not be measured.")
        sys.exit(Status.UNMEASURED)


def _after(
    report: Report, model: Any, picture: Path | None, repairs: list[tuple[str, Path]]
) -> None:
    """Write what was asked for besides the report."""
    if picture is not None:
        _draw(report, picture)
    for option, path in repairs:
        _repair(model, option, path)


def _geometry(
    kernel: reading.PerAxis, numbers: dict[str, Any], size: reading.PerAxis | None
) -> Any:
    """Return the layer, with as many axes as the input where the numbers do not say."""
    from upconv.geometry import Geometry  # noqa: PLC0415 - light, but not needed for --help

    if isinstance(kernel, int) and isinstance(size, tuple):
        kernel = (kernel,) * len(size)
    return Geometry(kernel, **numbers)


def _print_batch(images: Any, path: str) -> None:
    for name, array in images.items() if isinstance(images, dict) else [(path, images)]:
        shape = "x".join(map(str, array.shape)) or "scalar"
        print(textwrap.fill(f"Measured on {name}: {array.dtype} {shape}.", 80))


def _draw(report: Report, path: Path) -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # A name may have letters that the font lacks; they are drawn as boxes.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")
        report.figure().savefig(buffer, format="png")
    files.write(path, buffer.getvalue())
    print(f"\nDrawn: {path}")


def _check_ending(model: Any, option: str, path: Path) -> None:
    """Refuse a wrong file ending before anything is measured."""
    from upconv.checkerboards import repairs  # noqa: PLC0415 - with a framework

    ending = repairs.module_of(model).ENDING
    if path.suffix != ending:
        raise errors.checkerboards.wrong_ending(option, str(path), ending)


def _repair(model: Any, option: str, path: Path) -> None:
    from upconv.checkerboards import repairs  # noqa: PLC0415 - as above

    repaired = {"--fix": repairs.fused, "--equalize": repairs.equalize}[option](model)
    if not repaired.done:
        raise errors.checkerboards.nothing_to_repair(option, repaired.left)
    files.write(path, repairs.module_of(model).write(repaired.model))
    print(f"\nWritten: {path}")
    for line in (*repaired.done, *(f"unchanged: {line}" for line in repaired.left)):
        print(textwrap.fill(line, 80, initial_indent="  ", subsequent_indent="    "))
