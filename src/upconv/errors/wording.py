"""Layers that a framework cannot express, and wrong arguments of the conventions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from upconv.errors.tree import (
    ArgumentError,
    ArgumentTypeError,
    NotExpressibleError,
    a,
    compose,
    shown,
)


def not_expressible(framework: str, what: str, received: str, remedy: str) -> NotExpressibleError:
    return NotExpressibleError(
        compose(f"{framework} cannot express {what}", received, remedy=remedy)
    )


def crop_not_expressible(
    framework: str, crop: Sequence[tuple[int, int]], axis: int | None, remedy: str
) -> NotExpressibleError:
    what, where = "this crop", ""
    if axis is not None:
        begin, end = crop[axis]
        what, where = f"a crop of {begin} at the start and {end} at the end", f" (axis {axis})"
    return not_expressible(framework, what, f"crop={tuple(crop)}{where}", remedy)


def unknown_argument(
    framework: str, name: str, value: object, names: Sequence[str]
) -> ArgumentError:
    found = get_close_matches(name, names, 1, 0.5)
    return ArgumentError(
        compose(
            f"{framework} has the arguments {', '.join(names)}",
            f"{name}={shown(value)}",
            remedy=f"Write {found[0]}={shown(value)}" if found else "",
        )
    )


def missing_arguments(
    framework: str, missing: Sequence[str], given: Mapping[str, object]
) -> ArgumentError:
    names = " and ".join(f"`{name}`" for name in missing)
    received = ", ".join(f"{name}={shown(value)}" for name, value in given.items())
    return ArgumentError(
        compose(f"{names} must be given for {framework}", received or "no arguments")
    )


def not_a_geometry(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`geometry` must be an upconv.Geometry",
            a(type(value).__name__),
            remedy="Write for example geometry=upconv.Geometry(kernel_size=4, stride=2, padding=1)",
        )
    )


def padding_beyond_kernel(
    framework: str, padding: Sequence[int], axis: int, kernel: int, dilation: int
) -> ArgumentError:
    return ArgumentError(
        compose(
            f"The padding of {framework} must be at most d·(k - 1), as more removes input rows",
            f"padding={tuple(padding)}",
            axis,
            f"d·(k - 1) = {dilation}·({kernel} - 1) = {dilation * (kernel - 1)}",
            "Use a smaller `padding`, or remove the rows from the input yourself",
        )
    )


def mode_not_expressible(framework: str, mode: str) -> NotExpressibleError:
    remedy = f"Use upconv.torch or upconv.keras, whose layers have padding_mode={mode!r}"
    return not_expressible(framework, "this padding mode", f"padding_mode={mode!r}", remedy)


def circular_needs_same(padding: object, output_padding: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "Equinox has padding_mode='CIRCULAR' only with padding='SAME' or 'SAME_LOWER' and "
            "output_padding=0",
            f"padding={shown(padding)}, output_padding={shown(output_padding)}",
            remedy="Write padding='SAME', or use upconv's layers with padding_mode='circular'",
        )
    )


def input_size_wanted(framework: str) -> ArgumentError:
    return ArgumentError(
        compose(
            f"padding='SAME' of {framework} depends on the input size",
            "a layer without one",
            remedy="Give it: upconv.conventions.from_framework(..., padding='SAME', input_size=7)",
        )
    )


def not_a_layer(value: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`layer` must be a transposed convolution of PyTorch, Keras, Flax, Equinox, Haiku, "
            "MLX or Paddle",
            a(type(value).__name__),
        )
    )


def too_many_axes(ndim: int, most: int) -> ArgumentError:
    return ArgumentError(
        compose(f"A call can be written for at most {most} axes", f"a layer with {ndim} axes")
    )


def input_size_needed(framework: str, argument: str, ndim: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"`input_size` must be given for {framework}, as its `{argument}` depends on it",
            "input_size=None",
            remedy=f"Give the spatial size of the input: input_size={(7,) * ndim}",
        )
    )
