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
            "(C_in, C_out/groups, *k), or package.module:name of a PyTorch module or of what makes "
            "one. Left out: the layer that --kernel and --stride describe.",
        ),
    ] = None,
    kernel: Annotated[str | None, typer.Option(metavar=SIZE, help="Kernel size k.")] = None,
    stride: Annotated[
        str | None,
        typer.Option(metavar=SIZE, help="Stride s, of --kernel and of a weight, which need it."),
    ] = None,
    padding: Annotated[
        str, typer.Option(metavar="PADDING", help="Crop p, as `upconv size` reads it.")
    ] = "0",
    output_padding: Annotated[str, typer.Option(metavar=SIZE, help="Rows a at the end.")] = "0",
    dilation: Annotated[str, typer.Option(metavar=SIZE, help="Dilation d, 1 for none.")] = "1",
    groups: Annotated[int, typer.Option(min=1, help="Groups, of a weight.")] = 1,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npy",
            help="Input of the model: the spectrum is measured. FILE.npz of several, by name.",
        ),
    ] = None,
    input: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(metavar=SIZE, help="Input size of the layers, for the costs.")
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option(
            metavar="DB",
            help="Highest figure that is fine. Left out: 3 dB in spectrum where it is measured, "
            "3 dB in gain of a weight, -20 dB in overlap of --kernel alone.",
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
            "the same function, fewer operations. FILE.onnx, FILE.keras or, of a PyTorch module, "
            "FILE.pt.",
        ),
    ] = None,
    equalize: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a copy with the phases' gains made equal. This CHANGES THE FUNCTION.",
        ),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Load a .pt2, which may run code that it holds.")
    ] = False,
    overwrite: writing.Overwrite = False,
    json_wanted: as_json.Option = False,
) -> None:
    """Tell whether upsampling layers leave a checkerboard, how bad, and what takes it away.

    Per layer: overlap, the taps of each output phase; gain, the unevenness between the phases of
    its weights (0 dB: a pattern as strong as the signal, -20 dB: a tenth of it); with --batch
    spectrum, the pattern in the model's output against what surrounds it (0 dB and less: nothing
    stands out). Weights alone do not tell what is seen: give a batch where you can. Exit status 0
    if no layer's figure is above its limit, 1 if one is, 2 for a mistake, 3 if none is but
    something that enlarges could not be measured: it is listed, with the reason.
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
            fail("Give a model or a weight, or --kernel, not both: a model knows its kernels")
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
    # Behind JSON nothing else stands on standard output.
    with contextlib.redirect_stdout(sys.stderr) if json_wanted else contextlib.nullcontext():
        if images is not None:
            _tell_batch(images, str(batch))
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
    """Return the layer, with the axes that the input has where the numbers leave them open."""
    from upconv.geometry import Geometry  # noqa: PLC0415 - light, but not needed for --help

    if isinstance(kernel, int) and isinstance(size, tuple):
        kernel = (kernel,) * len(size)
    return Geometry(kernel, **numbers)


def _tell_batch(images: Any, path: str) -> None:
    for name, array in images.items() if isinstance(images, dict) else [(path, images)]:
        shape = "x".join(map(str, array.shape)) or "scalar"
        print(textwrap.fill(f"Measured on {name}: {array.dtype} {shape}.", 80))


def _draw(report: Report, path: Path) -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # A name may be written in letters that the font has not: boxes stand for them.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")
        report.figure().savefig(buffer, format="png")
    files.write(path, buffer.getvalue())
    print(f"\nDrawn: {path}")


def _check_ending(model: Any, option: str, path: Path) -> None:
    """Refuse before anything is measured what could not be written after it."""
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
    for line in (*repaired.done, *(f"left as it is: {line}" for line in repaired.left)):
        print(textwrap.fill(line, 80, initial_indent="  ", subsequent_indent="    "))
