"""Sizes that a layer cannot have or reach."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from upconv.errors.tree import ArgumentError, GeometryError, NotExpressibleError, compose, shown


def output_padding_too_large(
    output_padding: Sequence[int],
    stride: Sequence[int | Fraction],
    dilation: Sequence[int],
    axis: int,
    sizes: tuple[int, int] | None = None,
) -> ArgumentError:
    limit = max(stride[axis].numerator, dilation[axis])
    if sizes is not None:
        formula = f"Sizes reachable on axis {axis}: {sizes[0]} to {sizes[1]}"
    else:
        formula = f"Largest output_padding on axis {axis}: {limit - 1}"
    received = f"output_padding={tuple(output_padding)}, stride={_strides(stride)}"
    if any(value != 1 for value in dilation):
        received += f", dilation={tuple(dilation)}"
    return ArgumentError(
        compose(
            "`output_padding` must be smaller than `stride` or `dilation` on every axis",
            received,
            axis,
            formula,
        )
    )


def fractional_stride(stride: Sequence[int | Fraction]) -> NotExpressibleError:
    return NotExpressibleError(
        compose(
            "The stride must be an integer on every axis here: fractions are for `upconv.conv`, "
            "`upconv.conv_transpose`, their gradients and `upconv.Geometry`",
            f"stride={_strides(stride)}",
        )
    )


def fractional_stride_with_mode(stride: object, mode: str) -> GeometryError:
    return GeometryError(
        compose(
            "With a fractional stride, `padding_mode` must be 'zeros'",
            f"stride={shown(stride)}, padding_mode={mode!r}",
        )
    )


def _strides(stride: Sequence[int | Fraction]) -> str:
    """Return strides as a tuple, with fractions as 3/2."""
    return f"({', '.join(map(str, stride))}{',' if len(stride) == 1 else ''})"


def output_size_unreachable(
    output_size: Sequence[int],
    axis: int,
    sizes: tuple[int, int],
    formula: str,
    instead: str = "",
) -> GeometryError:
    """List the sizes that can be reached; `instead` is what would reach the one asked for."""
    low, high = sizes
    reachable = f"{low} to {high}" if high > low else f"{low}"
    return GeometryError(
        compose(
            "`output_size` must be a size that the layer can reach",
            f"output_size={tuple(output_size)}",
            axis,
            f"Sizes reachable on axis {axis}: {reachable}, from {formula}",
            ("Write one of these" + (f", or {instead}" if instead else ""))
            if high > 0
            else f"Write {instead or 'a smaller `padding`'}",
        )
    )


def empty_output(size: int, axis: int, formula: str, remedy: str) -> GeometryError:
    return GeometryError(
        compose(
            "The output must have at least 1 element on every axis",
            f"an output of size {size}",
            axis,
            formula,
            remedy,
        )
    )


def kernel_too_large(extent: int, padded: int, axis: int, formula: str) -> GeometryError:
    return GeometryError(
        compose(
            "The kernel must fit into the padded input",
            f"a kernel that spans {extent} over a padded input of {padded}",
            axis,
            formula,
            "Use a larger `padding`, a smaller kernel or a smaller `dilation`",
        )
    )


def too_many_elements(sizes: Sequence[int]) -> GeometryError:
    product = "·".join(map(str, sizes))
    return GeometryError(
        compose(
            "The product of the sizes of an array must be below 2^63",
            f"sizes {tuple(sizes)}",
            formula=f"{product} does not fit into a 64-bit index",
            remedy="Use a smaller input, stride or kernel",
        )
    )


def too_many_phases(kernel: int, stride: int, axis: int, most: int) -> GeometryError:
    return GeometryError(
        compose(
            f"Phases can be listed for a stride and a kernel of at most {most:,}",
            f"kernel_size={kernel}, stride={stride}",
            axis,
            remedy="Use `overlap_counts`, which counts the taps of any number of phases",
        )
    )


def too_many_sums(stride: Sequence[int], channels: Sequence[int], most: int) -> GeometryError:
    return GeometryError(
        compose(
            f"The gain of every phase can be measured for at most {most:,} sums of taps",
            f"stride={tuple(stride)} with a weight of {' x '.join(map(str, channels))} channels",
            remedy="Use a smaller stride, or check only the geometry",
        )
    )


def output_size_and_padding(output_size: object, output_padding: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "Only one of `output_size` and `output_padding` may be given",
            f"output_size={output_size!r}, output_padding={output_padding!r}",
            remedy="Omit `output_padding`: it follows from `output_size`",
        )
    )


def padding_over_half(padding: Sequence[int], size: Sequence[int], axis: int) -> ArgumentError:
    return ArgumentError(
        compose(
            "`padding` must be at most half of `size` on every axis",
            f"padding={tuple(padding)}, size={tuple(size)}",
            axis,
            f"Largest padding on axis {axis}: {size[axis] // 2}",
        )
    )


def not_a_multiple(size: Sequence[int], i: int, axis: int) -> GeometryError:
    o = size[axis]
    below = max(o // i, 1) * i
    return GeometryError(
        compose(
            "`size` must be a multiple of the input's size for mode='bed_of_nails'",
            f"size={tuple(size)} for an input of {i}",
            axis,
            f"{o} = {i}·{o // i} + {o % i}",
            f"Write {below}" + ("" if below > o else f" or {below + i}"),
        )
    )


def window_holds_nothing(
    i: int, extent: int, dilation: int, padding: int, axis: int
) -> GeometryError:
    return GeometryError(
        compose(
            "Every window must contain an element of `x`",
            f"a window that spans {extent} over an input of {i}",
            axis,
            f"Its taps are {dilation} apart, so with a padding of {padding} they skip all {i}",
            f"Use a `dilation` of {i} or less, or padding=0",
        )
    )


def padding_beyond(
    mode: str, pairs: Sequence[tuple[int, int]], size: int, what: str, axis: int, most: int
) -> GeometryError:
    """`what` is "input" for a convolution and "output" for a transposed convolution."""
    limit = f"at most the size of the {what}"
    if mode == "reflect":
        limit = f"smaller than the {what}, as the row at the border is not repeated,"
    return GeometryError(
        compose(
            f"`padding` must be {limit} on every axis with padding_mode={mode!r}",
            f"padding={tuple(pairs)} for an {what} of {size}",
            axis,
            f"Largest padding on axis {axis}: {most}",
            "Use a smaller `padding`, or padding_mode='replicate', which has no limit",
        )
    )
