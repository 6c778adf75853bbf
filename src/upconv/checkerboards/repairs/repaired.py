"""The result of a repair, and what the repairs of all frameworks share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from upconv.arguments import Pairs
from upconv.arrays import Array
from upconv.checkerboards.gain import equalized
from upconv.checkerboards.layers import Border, Convolution, Pad, Resize, Transpose
from upconv.rewrites import Transposed, resize_conv_to_transposed

INTERPOLATED = "interpolation with zero padding is not one transposed convolution at the border"
READ_TWICE = "the resize is also read by another step"
TWO_BORDERS = "the convolution adds zeros to a border of another kind"
NO_ONE_KERNEL = "a border of this kind cannot be moved before the resize"
CUT_AND_PADDED = "rows are removed where the convolution adds zeros"


class Repaired(NamedTuple):
    """A repaired copy, with a line for each layer that was changed, or left unchanged and why."""

    model: Any
    done: list[str]
    left: list[str]


class Bordered(NamedTuple):
    """A convolution after a resize, with the border between them moved before the resize.

    `edge` are the rows to add there at (begin, end) of every axis, `mode` what they hold.
    """

    step: Convolution
    edge: Pairs
    mode: Border


def bordered(resize: Resize, pad: Pad, step: Convolution) -> Bordered | str:
    """Return the same function with its border before a nearest resize, or why there is none.

    A nearest resize by s repeats every row s times: zeros become zeros, copies of the edge become
    copies of the edge, and rows from the other end become rows from the other end, so that p rows
    after it are the first p of ⌈p/s⌉·s rows added before it. A reflection starts with the s - 1
    copies of the first row, and up to there equals a copy of the edge.
    """
    ndim = len(pad.pads)
    if not any(map(any, pad.pads)):
        return Bordered(step, ((0, 0),) * ndim, "zeros")
    own = [end for ends in step.padding for end in ends]
    if pad.mode == "zeros":
        both = zip((end for ends in pad.pads for end in ends), own, strict=True)
        if any(outer < 0 < inner for outer, inner in both):
            return CUT_AND_PADDED
        padding = tuple(
            (b + c, e + f) for (b, e), (c, f) in zip(pad.pads, step.padding, strict=True)
        )
        return Bordered(replace(step, padding=padding), ((0, 0),) * ndim, "zeros")
    if pad.mode not in ("replicate", "reflect", "circular"):
        return NO_ONE_KERNEL
    if any(own):
        return TWO_BORDERS
    scale = resize.scale * ndim if len(resize.scale) == 1 else resize.scale
    if pad.mode == "reflect" and any(
        max(ends) >= s for ends, s in zip(pad.pads, scale, strict=True)
    ):
        return NO_ONE_KERNEL
    edge = tuple(
        (max(-(-b // s), 0), max(-(-e // s), 0)) for (b, e), s in zip(pad.pads, scale, strict=True)
    )
    padding = tuple(
        (b - s * c, e - s * f) for (b, e), (c, f), s in zip(pad.pads, edge, scale, strict=True)
    )
    mode: Border = "circular" if pad.mode == "circular" else "replicate"
    return Bordered(replace(step, padding=padding), edge, mode)


def one_layer(resize: Resize, step: Convolution) -> Transposed:
    """Return a nearest resize and the convolution after it as one transposed convolution."""
    ndim = step.weight.ndim - 2
    return resize_conv_to_transposed(
        step.weight,
        step.bias,
        scale=resize.scale * ndim if len(resize.scale) == 1 else resize.scale,
        padding=step.padding,
        dilation=step.dilation,
        groups=step.groups,
    )


def rounded(dtype: object) -> str | None:
    """Return why weights of a type cannot be summed, or None if they can."""
    if str(dtype).removeprefix("torch.") in ("float32", "float64"):
        return None
    return f"sums of {dtype} weights would be rounded to {dtype}"


def evened(name: str, step: Transpose, done: list[str], left: list[str]) -> Array | None:
    """Return a layer's weight with even gains, or None if it has none; records which it was."""
    if 0 in (count for counts in step.geometry.overlap() for count in counts):
        left.append(f"{name}: a phase without taps has no gain to change")
        return None
    done.append(f"{name}: gains equalised, which changes the function")
    return equalized(step.weight, step.geometry)
