"""The commands `upconv size` and `upconv solve`."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from upconv import conventions, errors
from upconv.arguments import as_integer
from upconv.axis import Axis, is_fractional
from upconv.cli import as_json, completion, reading
from upconv.cli.reading import PerAxis
from upconv.cli.status import Status
from upconv.cli.terminal import fail, print_table
from upconv.geometry import Geometry
from upconv.solver import Found

commands = typer.Typer()

SIZE = "SIZE"

_LISTED_PHASES = 16
_SEARCHED = 200  # layers; a framework may be unable to express the simplest of them

KernelOption = Annotated[str | None, typer.Option(metavar=SIZE, help="Kernel size k.")]
StrideOption = Annotated[str | None, typer.Option(metavar=SIZE, help="Stride s.")]
RowsOption = Annotated[str | None, typer.Option(metavar=SIZE, help="Rows a added at the end.")]
DilationOption = Annotated[str, typer.Option(metavar=SIZE, help="Dilation d, 1 for none.")]


@commands.command()
def size(
    kernel: Annotated[str, typer.Option(metavar=SIZE, help="Kernel size k: 3, or 3x5.")],
    input: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(metavar=SIZE, help="Input size i: 7, or 7x9.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            metavar=SIZE,
            help="Output size o. Alone: find the input size that gives it. With --input: choose "
            "the output padding that gives exactly this size.",
        ),
    ] = None,
    stride: Annotated[
        str | None, typer.Option(metavar=SIZE, help="Stride s; it may be a fraction, 3/2.")
    ] = "1",
    padding: Annotated[
        str,
        typer.Option(
            metavar="PADDING",
            help="Crop p: 1, 1x2, begin:end pairs 1:0x0:2, valid, same, same_upper, same_lower.",
        ),
    ] = "0",
    output_padding: RowsOption = "0",
    dilation: DilationOption = "1",
    json_wanted: as_json.Option = False,
) -> None:
    """Compute a layer's output size, or the input size for an output.

    Also shows the call in every framework. One number applies to every axis; 3x5 gives one per
    axis.
    """
    layer = Geometry(
        reading.sizes(kernel, "kernel"),
        reading.strides(stride or "1"),
        reading.padding(padding),
        reading.sizes(output_padding or "0", "output-padding"),
        reading.sizes(dilation, "dilation"),
    )
    if input is None and output is None:
        fail("Give --input (forward), --output (backward), or both")
    given = reading.sizes(input or output or "", "input" if input else "output")
    layer = _spread(layer, given)
    if input is None:
        inputs = _inputs_for(layer, given)
    else:
        inputs = _per_axis(given, layer.ndim)
        if output is not None:
            layer = layer.with_output_size(inputs, reading.sizes(output, "output"))
    if json_wanted:
        as_json.printed(as_json.size(layer, inputs))
    else:
        _print_size(layer, inputs)


@commands.command()
def solve(
    input: Annotated[str, typer.Argument(metavar="INPUT", help="Input size: 7, or 7x9.")],  # noqa: A002
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="Output size: 28, or 28x36.")],
    kernel: KernelOption = None,
    stride: StrideOption = None,
    padding: Annotated[
        str | None,
        typer.Option(metavar="PADDING", help="Crop p, written as for `upconv size`."),
    ] = None,
    output_padding: RowsOption = None,
    dilation: DilationOption = "1",
    layers: Annotated[int, typer.Option(help="Number of layers in sequence, 1 to 4.")] = 1,
    limit: Annotated[int, typer.Option(help="How many solutions to list.")] = 10,
    like: Annotated[
        str,
        typer.Option(
            metavar="|".join(conventions.FRAMEWORKS),
            help="Framework whose calls to list.",
            autocompletion=completion.of(conventions.FRAMEWORKS),
        ),
    ] = "torch",
    json_wanted: as_json.Option = False,
) -> None:
    """List the layers that turn one size into another, simplest first.

    With --like only those that the framework can express, or, if there are none, what to write
    instead. With --layers 2 the pairs of layers that do it in sequence. Exit status 1 if no layer
    does.
    """
    framework = conventions.framework(like)
    inputs, outputs = reading.sizes(input, "INPUT"), reading.sizes(output, "OUTPUT")
    words = {
        "kernel_size": reading.optional_sizes(kernel, "kernel"),
        "stride": reading.optional_sizes(stride, "stride"),
        "padding": None if padding is None else reading.padding(padding),
        "output_padding": reading.optional_sizes(output_padding, "output-padding"),
        "dilation": reading.sizes(dilation, "dilation"),
    }
    searched = max(as_integer(limit, "limit", 1), _SEARCHED)
    found = _found(inputs, outputs, layers, searched, words)
    said = [chain for chain in found if _expressible(framework, chain, inputs)]
    shown = (said or found)[:limit]
    ndim = max((chain[0].ndim for chain in found), default=1)
    sizes = (_per_axis(inputs, ndim), _per_axis(outputs, ndim))
    if json_wanted:
        notes = {"searched": found.searched, "instead": found.instead}
        as_json.printed(as_json.solutions(like, shown, sizes, notes))
        raise typer.Exit(Status.DONE if shown else Status.NO)
    if not shown:
        start = f"No {'layer turns' if layers == 1 else f'{layers} layers turn'} {input} into"
        parts = [f"{start} {output} with these options", found.instead, found.searched]
        fail(". ".join(part for part in parts if part), Status.NO)
    _print_layers(f"{framework.name}, {input} -> {output}", framework, shown, sizes[0])
    if any(not axis.even for chain in shown for layer in chain for axis in layer.axes):
        print("\nUneven overlap causes checkerboard artifacts.")
    if said and len(said) < min(limit, len(found)):
        print(f"\n{framework.name} cannot express other layers that fit; --like torch lists them.")
    if len(said or found) > limit:
        print(f"\nMore fit: --limit lists more than {limit}.")
    for note in (found.instead, found.searched):
        if note:
            print(f"\n{note}.")


def _found(
    inputs: PerAxis, outputs: PerAxis, layers: int, limit: int, words: dict[str, Any]
) -> Found[tuple[Geometry, ...]]:
    """Return chains of layers; a single layer is a chain of one."""
    if layers != 1:
        return Geometry.solve_chain(inputs, outputs, layers, limit=limit, **words)
    found = Geometry.solve(inputs, outputs, limit=limit, **words)
    chains: Found[tuple[Geometry, ...]] = Found((layer,) for layer in found)
    chains.searched, chains.instead = found.searched, found.instead
    return chains


def _print_layers(
    heading: str,
    framework: conventions.Framework,
    chains: list[tuple[Geometry, ...]],
    inputs: tuple[int, ...],
) -> None:
    """Print a line per layer; for chains also the sizes, and a blank line between solutions."""
    several = len(chains[0]) > 1
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("overlap", no_wrap=True)
    if several:
        table.add_column("sizes", no_wrap=True)
    table.add_column(heading, overflow="fold")
    for n, chain in enumerate(chains):
        if several and n:
            table.add_row()
        sizes = inputs
        for layer in chain:
            after = layer.output_size(sizes)
            even = "even" if all(axis.even for axis in layer.axes) else "uneven"
            steps = (f"{_shown(sizes)} -> {_shown(after)}",) if several else ()
            table.add_row(even, *steps, Text(_call(framework, layer, sizes)))
            sizes = after
    print_table(table)


def _per_axis(value: PerAxis, ndim: int) -> tuple[int, ...]:
    return (value,) * ndim if isinstance(value, int) else value


def _spread(layer: Geometry, given: PerAxis) -> Geometry:
    """Repeat a layer of one axis for as many axes as the size has."""
    ndim = 1 if isinstance(given, int) else len(given)
    if layer.ndim > 1 or ndim == 1:
        return layer
    padding = layer.padding if isinstance(layer.padding, str) else layer.padding * ndim
    axes = (layer.kernel_size, layer.output_padding, layer.dilation)
    kernel, rows, dilation = (values * ndim for values in axes)
    return Geometry(kernel, layer.stride * ndim, padding, rows, dilation)


def _inputs_for(layer: Geometry, output: PerAxis) -> tuple[int, ...]:
    outputs = _per_axis(output, layer.ndim)
    found = layer.input_sizes(outputs)
    for n, sizes in enumerate(found):
        if not sizes:
            axis = layer.axes[n]
            below = max(axis.convolution_size(outputs[n]), 1)
            near = {axis.output_size(i): i for i in (below, below + 1) if axis.output_size(i) > 0}
            raise errors.commands.no_input_size(outputs, n, axis.formula(), near)
    return tuple(sizes[0] for sizes in found)


def _shown(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))


def _print_size(layer: Geometry, inputs: tuple[int, ...]) -> None:
    outputs = layer.output_size(inputs)
    fractional = is_fractional(layer.axes)
    formula = "(i - 1)·s + d·(k - 1) + 1 - begin - end"
    if fractional:
        formula = "floor(((i - 1)·p + d·(k - 1) - begin - end)/q) + 1, s = p/q"
    print(f"{_shown(inputs)} -> {_shown(outputs)}   o = {formula}")
    described = [_described(axis, i) for axis, i in zip(layer.axes, inputs, strict=True)]
    for text in dict.fromkeys(described):
        axes = [str(n) for n, other in enumerate(described) if other == text]
        print(f"\n{'axis' if len(axes) == 1 else 'axes'} {', '.join(axes)}: {text}")
    if fractional:
        print("\nNo framework has fractional strides; upconv.conv_transpose has.")
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for framework in conventions.FRAMEWORKS.values():
        table.add_row(framework.name, Text(_call(framework, layer, inputs)))
    print()
    print_table(table)


def _described(axis: Axis, i: int) -> str:
    zeros, before, after = axis.zero_insertion()
    verdict = "even" if axis.even else "uneven: a checkerboard may show"
    back = axis.convolution_input_sizes(i)
    first, last = back.start, back.stop - 1  # the range may be longer than len() can return
    sizes = f"{first} to {last}" if last > first else f"{first}"
    return "\n".join(
        [
            axis.formula(i),
            f"  zero insertion: {zeros} between, {before} before, {after} after",
            f"  taps per output phase: {_taps(axis)} ({verdict})",
            f"  the convolution with these numbers turns {sizes} into {i}",
        ]
    )


def _taps(axis: Axis) -> str:
    """Return the taps of each phase, or for many phases the number of phases per tap count."""
    if axis.stride <= _LISTED_PHASES:
        return ", ".join(map(str, axis.overlap()))
    counts = axis.overlap_counts().items()
    return ", ".join(f"{taps} in {phases} phase{'s' * (phases > 1)}" for taps, phases in counts)


def _expressible(
    framework: conventions.Framework, chain: tuple[Geometry, ...], inputs: PerAxis
) -> bool:
    sizes = _per_axis(inputs, chain[0].ndim)
    for layer in chain:
        try:
            framework.to_arguments(layer, input_size=sizes)
        except errors.NotExpressibleError:
            return False
        sizes = layer.output_size(sizes)
    return True


def _call(framework: conventions.Framework, layer: Geometry, inputs: PerAxis) -> str:
    try:
        return framework.call(layer, input_size=inputs)
    except errors.NotExpressibleError as error:
        return str(error)
