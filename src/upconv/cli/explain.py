"""The command `upconv explain`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upconv import conventions, errors
from upconv.arguments import as_tuple
from upconv.cli import completion, reading, writing
from upconv.cli.status import Status
from upconv.cli.terminal import fail, narrow_console
from upconv.geometry import Geometry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from upconv.explanation.show import Show

commands = typer.Typer()
explain = typer.Typer(
    name="explain",
    help="Explain one transposed convolution number by number.",
    invoke_without_command=True,
)
commands.add_typer(explain)

SIZE = "SIZE"
MOST_NUMBERS = 10_000  # of an array; far more than can be drawn
MOST_AXES = 2  # that can be drawn


class View(StrEnum):
    """The views of a transposed convolution."""

    SCATTER = "scatter"
    ZEROS = "zeros"
    MATRIX = "matrix"
    PHASES = "phases"
    CONVOLUTION = "convolution"


class Theme(StrEnum):
    """The background of a picture."""

    LIGHT = "light"
    DARK = "dark"


# The argument names of each framework; ONNX takes padding as a word (auto_pad) or as numbers.
_WORDS = {
    "torch": ("kernel_size", "stride", "padding", "output_padding", "dilation"),
    "keras": ("kernel_size", "strides", "padding", "output_padding", "dilation_rate"),
    "onnx": ("kernel_shape", "strides", "pads", "output_padding", "dilations"),
}

SaveOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write .gif, .mp4, .html, .png, .svg or .txt instead."),
]
PictureOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write .png, .svg, .html, .gif or .txt instead.")
]
ThemeOption = Annotated[Theme | None, typer.Option(help="Background of the picture.")]
AsciiOption = Annotated[bool, typer.Option("--ascii", help="Print ASCII characters only.")]


@explain.callback()
def one_layer(
    context: typer.Context,
    input: Annotated[str, typer.Option(metavar=SIZE, help="Input size: 3x3, or 5.")] = "3x3",  # noqa: A002
    kernel: Annotated[str, typer.Option(metavar=SIZE, help="Kernel size: 2, or 2x3.")] = "2",
    stride: Annotated[str, typer.Option(metavar=SIZE, help="Stride s.")] = "1",
    padding: Annotated[
        str | None,
        typer.Option(
            metavar="PADDING",
            help="Crop p: 1, 1x2, begin:end pairs 1:0x0:2, valid, same, same_upper, same_lower; "
            "with --like as in that framework (keras: valid, same; onnx: 1x1x0x0, SAME_UPPER).",
        ),
    ] = None,
    output_padding: Annotated[
        str | None, typer.Option(metavar=SIZE, help="Rows a added at the end.")
    ] = None,
    dilation: Annotated[str, typer.Option(metavar=SIZE, help="Dilation d, 1 for none.")] = "1",
    view: Annotated[View, typer.Option(help="Which view to show.")] = View.SCATTER,
    values: Annotated[
        str | None,
        typer.Option(metavar="NUMBERS", help='The input: "0 1; 2 3".', show_default="1 to 9"),
    ] = None,
    kernel_values: Annotated[
        str | None,
        typer.Option(metavar="NUMBERS", help='The kernel: "4 1; 2 3".', show_default="1 to 9"),
    ] = None,
    bias: Annotated[float | None, typer.Option(help="Bias, added to every output.")] = None,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(_WORDS),
            help="Framework whose padding convention is used.",
            autocompletion=completion.of(_WORDS),
        ),
    ] = None,
    step: Annotated[int | None, typer.Option(help="Show only this step (from 1).")] = None,
    save: SaveOption = None,
    theme: ThemeOption = None,
    seconds: Annotated[float, typer.Option(help="Duration of each step in an animation.")] = 0.9,
    ascii_only: AsciiOption = False,
    overwrite: writing.Overwrite = False,
) -> None:
    """Explain one transposed convolution number by number.

    upconv explain --input 3x3 --kernel 2x2 --stride 2 prints every step; --save x.gif, x.html or
    x.png draws them. By default the input and the kernel hold the numbers from 1 to 9.
    """
    if context.invoked_subcommand is not None:
        return
    with _one_line():
        from upconv.explanation import explain as explained  # noqa: PLC0415 - --help stays fast

        writing.check({"--save": save}, overwrite)
        for numbers, size in (("values", "input"), ("kernel-values", "kernel")):
            if _given(context, size) and _given(context, numbers.replace("-", "_")):
                raise errors.explanation.size_and_values(size, numbers)
        x, taps = _arrays(values, input, kernel_values, kernel)
        arguments = (stride, padding, output_padding, dilation)
        layer = _layer(like, view, x.shape, taps.shape, *arguments)
        explanation = explained(x, taps, bias, view=view.value, **layer)
        if save is None:
            _print(explanation, step, ascii_only)
        else:
            _save(explanation, save, step=step, theme=theme, seconds=seconds)


@explain.command()
def checkerboard(
    kernel: Annotated[int, typer.Option(min=1, help="Kernel size k.")] = 3,
    stride: Annotated[int, typer.Option(min=1, help="Stride s.")] = 2,
    input: Annotated[int, typer.Option(min=1, help="Input size on each axis.")] = 5,  # noqa: A002
    save: PictureOption = None,
    theme: ThemeOption = None,
    ascii_only: AsciiOption = False,
    overwrite: writing.Overwrite = False,
) -> None:
    """Draw how many products reach each output cell.

    Two kernels are drawn. If --kernel is not a multiple of the stride, the other is the next
    multiple; if it is, the other is one larger.
    """
    with _one_line():
        from upconv.explanation import overlap  # noqa: PLC0415 - --help stays fast

        writing.check({"--save": save}, overwrite)
        shown = overlap(kernel, stride, input_size=input)
        if save is None:
            _print(shown, None, ascii_only)
        else:
            _save(shown, save, theme=theme)


@explain.command()
def upsampling(
    image: Annotated[
        Path | None,
        typer.Argument(
            metavar="IMAGE",
            help="A picture file; its central square is used.",
            show_default="a photograph from scikit-learn",
        ),
    ] = None,
    save: Annotated[
        Path, typer.Option(metavar="FILE", help="The picture to write: .png, .svg or .pdf.")
    ] = Path("upsampling.png"),
    theme: Annotated[Theme, typer.Option(help="Background of the picture.")] = Theme.LIGHT,
    overwrite: writing.Overwrite = False,
) -> None:
    """Draw one image upsampled by five methods.

    The methods are nearest, bilinear, bed of nails, max unpooling and a transposed convolution.
    All start from the same small image; the kernel of the transposed convolution is fitted to the
    image by least squares.
    """
    with _one_line():
        from upconv.explanation import upsamplers  # noqa: PLC0415 - --help stays fast

        writing.check({"--save": save}, overwrite, read=image)
        pixels, credit = upsamplers.example() if image is None else (upsamplers.read(image), "")
        shown = upsamplers.panels(pixels)
        upsamplers.save(save, shown, credit, theme=theme.value)
        for panel in shown:
            print(f"{panel.title:24}{panel.note}")
        print(f"Wrote {save}")


def _arrays(
    values: str | None, input_size: str, kernel_values: str | None, kernel: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and the kernel: the numbers given, or 1 to 9 repeated.

    One size applies to every axis; the number of axes is that of the argument with the most.
    """
    written = [
        None if text is None else reading.numbers(text, name)
        for text, name in ((values, "values"), (kernel_values, "kernel-values"))
    ]
    asked = [reading.sizes(input_size, "input"), reading.sizes(kernel, "kernel")]
    ranks = [
        (1 if len(rows) == 1 else 2) if rows else 1 if isinstance(size, int) else len(size)
        for rows, size in zip(written, asked, strict=True)
    ]
    names = ("input", "kernel")
    for name, rank in zip(names, ranks, strict=True):
        if rank > MOST_AXES:
            raise errors.explanation.size_not_drawable(name, rank)
    x, taps = (
        _counted(size, max(ranks), name) if rows is None else _written(rows, max(ranks))
        for rows, size, name in zip(written, asked, names, strict=True)
    )
    return x, taps


def _counted(size: reading.PerAxis, rank: int, name: str) -> NDArray[np.float64]:
    sizes = as_tuple(size, rank, name, 1)
    if prod(sizes) > MOST_NUMBERS:
        raise errors.explanation.too_many_numbers(name, sizes, MOST_NUMBERS)
    import numpy as np  # noqa: PLC0415 - --help stays fast

    return (np.arange(prod(sizes), dtype=np.float64) % 9 + 1).reshape(sizes)


def _written(rows: list[list[float]], rank: int) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415 - --help stays fast

    array = np.array(rows, np.float64)
    return array[0] if rank == 1 else array


def _layer(
    like: str | None,
    view: View,
    input_size: tuple[int, ...],
    kernel_size: tuple[int, ...],
    stride: str,
    padding: str | None,
    output_padding: str | None,
    dilation: str,
) -> dict[str, Any]:
    """Return the arguments of `upconv.explain` for the options given."""
    steps = reading.sizes(stride, "stride")
    rows = reading.optional_sizes(output_padding, "output-padding")
    gaps = reading.sizes(dilation, "dilation")
    if like is None:
        return {
            "stride": steps,
            "padding": reading.padding(padding or "0"),
            "output_padding": rows or 0,
            "dilation": gaps,
        }
    if like not in _WORDS:
        raise errors.values.not_a_choice("like", like, tuple(_WORDS))
    if view is View.CONVOLUTION:
        raise errors.explanation.like_is_transposed(like)
    kernel_word, stride_word, padding_word, rows_word, dilation_word = _WORDS[like]
    arguments: dict[str, Any] = {
        kernel_word: kernel_size,
        stride_word: steps,
        dilation_word: gaps,
    }
    if rows is not None:
        arguments[rows_word] = rows
    if padding is not None:
        word = padding.isidentifier()
        if like == "onnx" and word:
            arguments["auto_pad"] = padding.upper()
        else:
            arguments[padding_word] = (
                padding if word else reading.sizes(padding, "padding", most=2 * MOST_AXES)
            )
    layer: Geometry = conventions.from_framework(like, input_size=input_size, **arguments)
    print(conventions.framework(like).call(layer), end="\n\n")
    return {
        "stride": layer.stride,
        "padding": layer.padding,
        "output_padding": layer.output_padding,
        "dilation": layer.dilation,
    }


def _given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _print(shown: Show, step: int | None, ascii_only: bool) -> None:
    """Print the steps one by one; Rich omits colours where the output does not support them."""
    from upconv.explanation import text  # noqa: PLC0415 - --help stays fast

    console = narrow_console()
    plain = ascii_only or not text.can_show(console.encoding)
    if step is None:
        heading = f"{shown.title}\n{shown.about}\n"
        console.print(text.as_ascii(heading) if plain else heading, highlight=False)
    for scene in shown.scenes if step is None else (shown.scene(step),):
        console.print(text.coloured(scene, console.width, ascii_only=plain))


def _save(shown: Show, path: Path, **options: Any) -> None:
    path = shown.save(path, **{name: value for name, value in options.items() if value is not None})
    steps = f"{len(shown)} {'step' if len(shown) == 1 else 'steps'}"
    if options.get("step") is not None:
        steps = f"step {options['step']} of {len(shown)}"
    print(f"Wrote {path}: {steps}")


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn Ctrl-C into one line and an exit status."""
    try:
        yield
    except KeyboardInterrupt:
        fail("Stopped; nothing was written.", Status.INTERRUPTED)
