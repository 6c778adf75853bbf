"""The command `upconv check`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upconv import errors, files
from upconv.cli import reading
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
            help="model.onnx, model.keras, a weight.npy (C_in, C_out/groups, *k), or "
            "package.module:name of a PyTorch module or of what makes one. Left out: the layer "
            "that --kernel and --stride describe.",
        ),
    ] = None,
    kernel: Annotated[str | None, typer.Option(metavar=SIZE, help="Kernel size k.")] = None,
    stride: Annotated[str, typer.Option(metavar=SIZE, help="Stride s, of a weight too.")] = "1",
    padding: Annotated[
        str, typer.Option(metavar="PADDING", help="Crop p, as `upconv size` reads it.")
    ] = "0",
    output_padding: Annotated[str, typer.Option(metavar=SIZE, help="Rows a at the end.")] = "0",
    dilation: Annotated[str, typer.Option(metavar=SIZE, help="Dilation d, 1 for none.")] = "1",
    groups: Annotated[int, typer.Option(min=1, help="Groups, of a weight.")] = 1,
    batch: Annotated[
        Path | None,
        typer.Option(metavar="FILE.npy", help="Input of the model: the spectrum is measured."),
    ] = None,
    input: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(metavar=SIZE, help="Input size of the layers, for the costs.")
    ] = None,
    limit: Annotated[
        float, typer.Option(metavar="DB", help="Highest gain between phases that is fine.")
    ] = -20.0,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw each layer's phases.")
    ] = None,
    fix: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.onnx",
            help="Write a copy with nearest resize + Conv as one ConvTranspose: the same function, "
            "cheaper.",
        ),
    ] = None,
    equalize: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.onnx",
            help="Write a copy with the phases' gains made equal. This CHANGES THE FUNCTION.",
        ),
    ] = None,
) -> None:
    """Tell whether upsampling layers leave a checkerboard, how bad, and what takes it away.

    Per layer: the taps of each output phase; the gain between the phases of its weights, in dB
    (0 dB: a pattern as strong as the signal, -20 dB: a tenth of it); with --batch the energy at the
    stride's frequencies of the output. Exit status 0 if no layer's gain is above --limit, 1 if one
    is, 2 for a mistake.
    """
    from upconv.checkerboards import checkerboard, readers  # noqa: PLC0415 - with NumPy

    numbers: dict[str, Any] = {
        "stride": reading.sizes(stride, "stride"),
        "padding": reading.padding(padding),
        "output_padding": reading.sizes(output_padding, "output-padding"),
        "dilation": reading.sizes(dilation, "dilation"),
    }
    size = reading.optional_sizes(input, "input")
    if what is None:
        if kernel is None:
            fail("Give a model or a weight to check, or --kernel and --stride")
        model: Any = _geometry(reading.sizes(kernel, "kernel"), numbers, size)
    else:
        model = (
            _named(what) if ":" in what and not Path(what).exists() else readers.load(Path(what))
        )
    for option, path in (("--fix", fix), ("--equalize", equalize)):
        if path is not None and not _is_onnx(model):
            raise errors.checkerboards.only_onnx(option, what or "--kernel")
    images = None if batch is None else readers.load_array(batch)
    report = checkerboard(model, batch=images, input_size=size, groups=groups, **numbers)
    print(report.text(limit))
    if picture is not None:
        _draw(report, picture)
    for path, name in ((fix, "fused"), (equalize, "equalize")):
        if path is not None:
            _repair(model, path, name)
    above = report.above(limit)
    if above:
        of = f"{len(above)} of {len(report.layers)} layers" if len(report.layers) > 1 else "1 layer"
        print(f"\n{of} above {limit:g} dB.")
        sys.exit(1)


def _geometry(
    kernel: reading.PerAxis, numbers: dict[str, Any], size: reading.PerAxis | None
) -> Any:
    """Return the layer, with the axes that the input has where the numbers leave them open."""
    from upconv.geometry import Geometry  # noqa: PLC0415 - light, but not needed for --help

    if isinstance(kernel, int) and isinstance(size, tuple):
        kernel = (kernel,) * len(size)
    return Geometry(kernel, **numbers)


def _named(what: str) -> Any:
    """Return the object package.module:name, called where it is a function or a class."""
    from upconv.checkerboards import readers  # noqa: PLC0415 - with NumPy

    module, _, name = what.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        # A module of a framework can be called too, and is what is wanted.
        return found if readers.reader_of(found) is not None else found()
    except errors.UpconvError:
        raise
    except Exception as error:
        # The user's code may fail in any way.
        line = (str(error).splitlines() or [""])[0]
        reason = f"{type(error).__name__}: {line}" if line else type(error).__name__
        raise errors.checkerboards.no_such_object(what, reason) from error


def _is_onnx(model: Any) -> bool:
    return type(model).__module__.partition(".")[0] == "onnx"


def _draw(report: Report, path: Path) -> None:
    import io  # noqa: PLC0415

    if path.suffix != ".png":
        raise errors.checkerboards.not_png(str(path))
    try:
        figure = report.figure()
    except ModuleNotFoundError as error:
        raise errors.commands.extra_missing(str(error.name), "apps") from None
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    files.write(path, buffer.getvalue())
    print(f"\nDrawn: {path}")


def _repair(model: Any, path: Path, name: str) -> None:
    from upconv.checkerboards import repair  # noqa: PLC0415 - imports ONNX

    repaired = getattr(repair, name)(model)
    if not repaired.done:
        raise errors.checkerboards.nothing_to_repair(
            "--fix" if name == "fused" else "--equalize", repaired.left
        )
    files.write(path, repaired.model.SerializeToString())
    print(f"\nWritten: {path}")
    for line in (*repaired.done, *(f"left as it is: {line}" for line in repaired.left)):
        print(f"  {line}")
