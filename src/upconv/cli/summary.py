"""The command `upconv summary`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from upconv import errors
from upconv.cli import as_json, models
from upconv.cli.status import Status
from upconv.cli.terminal import console, fail

commands = typer.Typer()

_WIDE = 100  # columns of what is piped on


@commands.command()
def summary(
    what: Annotated[
        str,
        typer.Argument(
            metavar="MODEL",
            help="model.onnx, model.keras, model.h5, model.pt2, or package.module:name of a "
            "PyTorch module or Keras model, or of a function that returns one.",
        ),
    ],
    input: Annotated[  # noqa: A002 - the option's name
        list[str] | None,
        typer.Option(
            metavar="SIZES",
            help="Shape of the input, batch axis first: 1x3x64x64; its values are drawn at random. "
            "NAME=SIZES for a model with several inputs; may be repeated. An ONNX model that "
            "states its sizes needs none.",
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npy", help="The input itself; FILE.npz for several inputs by name."
        ),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Load a .pt2 file, which can run code it contains.")
    ] = False,
    json_wanted: as_json.Option = False,
) -> None:
    """List the steps of a model with their shapes and costs.

    For each step: input and output shape, scale, taps per phase, parameters, multiply-adds, bytes.

    The model runs once. Multiply-adds are those of convolutions and matrix products; a transposed
    convolution's do not include the zeros between its inputs. Exit status 3 if a step could not be
    measured: it is listed, with the reason.
    """
    from upconv.checkerboards import readers  # noqa: PLC0415 - with NumPy
    from upconv.summaries import summary as summarize  # noqa: PLC0415 - as above

    if input and batch is not None:
        fail("Give --input or --batch, not both")
    given = readers.load_batch(batch) if batch is not None else _shapes(input or [])
    found = summarize(models.load(what, trust=trust), given)
    if json_wanted:
        as_json.printed(found.to_dict())
    else:
        print(found.text(console().width if sys.stdout.isatty() else _WIDE))
    if found.not_measured:
        sys.exit(Status.UNMEASURED)


def _shapes(texts: list[str]) -> Any:
    """Return the shapes that are written: one, several in a row, or by name."""
    named = [text.rpartition("=") for text in texts]
    shapes = [_shape(text, sizes) for text, (_, _, sizes) in zip(texts, named, strict=True)]
    names = [name for name, equals, _ in named if equals]
    if names and len(names) < len(texts):
        raise errors.summaries.not_a_shape(texts[0])
    if names:
        return dict(zip(names, shapes, strict=True))
    return shapes[0] if len(shapes) == 1 else shapes or None


def _shape(text: str, sizes: str) -> tuple[int, ...]:
    try:
        return tuple(map(int, sizes.lower().replace("×", "x").replace(",", "x").split("x")))
    except ValueError:
        raise errors.summaries.not_a_shape(text) from None
